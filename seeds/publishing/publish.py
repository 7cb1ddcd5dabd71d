"""Publishes the folders of the log, each in one transaction: readers see the old release or the new one."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from seeds.log import removals
from seeds.log.folders import ReleaseFolder, folders
from seeds.log.removals import Removals
from seeds.problems import UnreadableError
from seeds.publishing.connection import publisher_connection
from seeds.publishing.first_load import without_secondary_indexes
from seeds.publishing.ledger import Published, RefusedError, check, make_current, published
from seeds.publishing.progress import Phases, Report, ignore_progress
from seeds.publishing.publication import Publication
from seeds.publishing.rebuild import insert_removals, rebuild, why_outdated
from seeds.validation.validate import ValidatedRelease

__all__ = ["Phases", "RefusedError", "publish", "replay"]

Pending: TypeAlias = AsyncIterator[tuple[ReleaseFolder, ValidatedRelease]]

# How many seconds a start waits for another process that replays the same log into the same database.
LOCK_TIMEOUT = 600.0
# Servers look up the current release at least once in this many seconds.
SETTLING = 2.0


def replay(
    owner_url: str, releases: Path, report: Report = ignore_progress, phases: Phases | None = None
) -> int:
    """Publish every folder that the database does not have yet; return the number of the current release."""
    with gc_paused():
        return asyncio.run(_replay(owner_url, releases, report, phases or Phases()))


def publish(
    owner_url: str,
    releases: Path,
    folder: Path | None,
    report: Report = ignore_progress,
    phases: Phases | None = None,
) -> int | None:
    """Publish the next folder of the log; return its number, or None if there is nothing to publish.

    Like `replay`, first rebuilds the published releases if removals.toml has changed, and says so.
    """
    with gc_paused():
        return asyncio.run(_publish(owner_url, releases, folder, report, phases or Phases()))


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the garbage collector: it would search millions of records that all stay in use."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


async def _replay(owner_url: str, releases: Path, report: Report, phases: Phases) -> int:
    async with publisher_connection(owner_url, wait_seconds=LOCK_TIMEOUT) as connection:
        removed = _removals(releases)
        log, releases_before = folders(releases, removed), await published(connection)
        check(log, releases_before, removed)
        if not log:
            raise RefusedError(f"{releases} contains no release folder")
        publication = Publication(connection, removed, report, phases)
        releases_before = await _rebuild_if_outdated(publication, log, releases_before)
        if len(releases_before) < len(log):
            await _publish_pending(publication, log, releases_before)
        return log[-1].number


async def _publish(
    owner_url: str, releases: Path, folder: Path | None, report: Report, phases: Phases
) -> int | None:
    async with publisher_connection(owner_url, wait_seconds=1) as connection:
        removed = _removals(releases)
        log, before = folders(releases, removed), await published(connection)
        if folder is not None:
            log = _up_to(folder, log, len(before))
        check(log, before, removed)
        publication = Publication(connection, removed, report, phases)
        releases_before = await _rebuild_if_outdated(publication, log, before)
        if is_more := len(log) > len(releases_before):
            await _publish_pending(publication, log[: len(releases_before) + 1], releases_before)
    if is_more or releases_before is not before:
        await asyncio.sleep(SETTLING)
    return len(releases_before) + 1 if is_more else None


def _removals(releases: Path) -> Removals:
    try:
        return removals.read(removals.path_of(releases))
    except UnreadableError as error:
        raise RefusedError("\n".join(str(problem) for problem in error.problems)) from error


def _up_to(folder: Path, log: list[ReleaseFolder], published_count: int) -> list[ReleaseFolder]:
    """Return the published part of the log, and `folder` after it if it is the next one."""
    index = next((n for n, each in enumerate(log) if each.path.resolve() == folder.resolve()), None)
    if index is None:
        raise RefusedError(f"{folder} is not a release folder of the log in {folder.resolve().parent}")
    if index > published_count:
        following = log[published_count].path.name
        raise RefusedError(f"{folder.name} is not the next release: publish {following} first")
    return log[: max(published_count, index + 1)]


async def _rebuild_if_outdated(
    publication: Publication, log: list[ReleaseFolder], releases_before: list[Published]
) -> list[Published]:
    """Rebuild the published releases if they are outdated; return the releases in the database."""
    if not releases_before:
        return releases_before
    if (why := await why_outdated(publication.connection, publication.removed)) is None:
        return releases_before
    publication.phases.say(
        f"{why} Servers keep serving the old data until all {len(releases_before)} releases are ready."
    )
    await rebuild(publication, log[: len(releases_before)])
    return await published(publication.connection)


async def _publish_pending(
    publication: Publication, log: list[ReleaseFolder], releases_before: list[Published]
) -> None:
    publication.continue_after(
        log[: len(releases_before)], releases_before[-1].content_sha256 if releases_before else None
    )
    pending = publication.validated(log[len(releases_before) :])
    if releases_before:
        async for folder, validated in pending:
            async with publication.connection.transaction():
                await publication.publish(folder, validated)
                await publication.finish()
                await make_current(publication.connection, folder.number)
        return
    await _publish_first(publication, pending)


async def _publish_first(publication: Publication, pending: Pending) -> None:
    """Publish all folders in one transaction, up to the first that is refused: nobody reads them yet."""
    last, refusal = 0, None
    async with publication.connection.transaction():
        async with without_secondary_indexes(publication.connection, publication.phases):
            await insert_removals(publication.connection, publication.removed)
            try:
                async for folder, validated in pending:
                    await publication.publish(folder, validated)
                    last = folder.number
            except RefusedError as error:
                if not last:
                    raise
                refusal = error
        await publication.finish()
        await make_current(publication.connection, last, first=True)
    if refusal:
        raise refusal
