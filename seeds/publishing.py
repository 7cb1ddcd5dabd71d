"""One folder of the log, one transaction, one flip: readers see the old release or the new one."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from seeds import removals
from seeds.connection import alone
from seeds.erasing import announcement, is_outdated, make_again, write_down
from seeds.first_load import emptied
from seeds.ledger import Published, RefusedError, check, flip, published
from seeds.log import ReleaseFolder, folders
from seeds.problems import UnreadableError
from seeds.progress import Phases, Report, silent
from seeds.publication import Publication
from seeds.removals import Removals
from seeds.validating import Checked

__all__ = ["Phases", "RefusedError", "publish", "replay"]

Pending: TypeAlias = AsyncIterator[tuple[ReleaseFolder, Checked]]

# How long a start waits for another one that replays the same log into the same database.
PATIENCE = 600.0
# Readers ask for the current release at least once in this many seconds.
SETTLING = 2.0


def replay(owner_url: str, releases: Path, report: Report = silent, phases: Phases | None = None) -> int:
    """Publishes every folder of the log that the database does not have yet; answers the current release."""
    with uncollected():
        return asyncio.run(_replay(owner_url, releases, report, phases or Phases()))


def publish(
    owner_url: str, releases: Path, folder: Path | None, report: Report = silent, phases: Phases | None = None
) -> int | None:
    """Publishes the next folder of the log; answers its number, or None where there is nothing to do.

    Like `replay`, it first makes the published releases again where removals.toml has changed, and says so.
    """
    with uncollected():
        return asyncio.run(_publish(owner_url, releases, folder, report, phases or Phases()))


@contextmanager
def uncollected() -> Iterator[None]:
    """Millions of records are read that all stay: searching them for garbage takes long and finds none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


async def _replay(owner_url: str, releases: Path, report: Report, phases: Phases) -> int:
    async with alone(owner_url, patience=PATIENCE) as connection:
        removed = _removals(releases)
        log, known = folders(releases, removed), await published(connection)
        check(log, known, removed)
        if not log:
            raise RefusedError(f"{releases} holds no release")
        work = Publication(connection, removed, report, phases)
        known = await _without_removed(work, log, known)
        if len(known) < len(log):
            await _publish_pending(work, log, known)
        return log[-1].number


async def _publish(
    owner_url: str, releases: Path, folder: Path | None, report: Report, phases: Phases
) -> int | None:
    async with alone(owner_url, patience=1) as connection:
        removed = _removals(releases)
        log, before = folders(releases, removed), await published(connection)
        if folder is not None:
            log = _up_to(folder, log, len(before))
        check(log, before, removed)
        work = Publication(connection, removed, report, phases)
        known = await _without_removed(work, log, before)
        if is_more := len(log) > len(known):
            await _publish_pending(work, log[: len(known) + 1], known)
    if is_more or known is not before:
        await asyncio.sleep(SETTLING)
    return len(known) + 1 if is_more else None


def _removals(releases: Path) -> Removals:
    try:
        return removals.read(removals.place(releases))
    except UnreadableError as error:
        raise RefusedError("\n".join(str(problem) for problem in error.problems)) from error


def _up_to(folder: Path, log: list[ReleaseFolder], known: int) -> list[ReleaseFolder]:
    """The log as far as it is published, and the folder behind it if it is the next one."""
    place = next((n for n, each in enumerate(log) if each.path.resolve() == folder.resolve()), None)
    if place is None:
        raise RefusedError(f"{folder} is no release of the log in {folder.resolve().parent}")
    if place > known:
        raise RefusedError(f"{folder.name} is not the next release: that is {log[known].path.name}")
    return log[: max(known, place + 1)]


async def _without_removed(
    work: Publication, log: list[ReleaseFolder], known: list[Published]
) -> list[Published]:
    """What is published then: the same, or all of it made again."""
    if not known or not await is_outdated(work.connection, work.removed):
        return known
    work.phases.say(announcement(work.removed, known))
    await make_again(work, log[: len(known)])
    return await published(work.connection)


async def _publish_pending(work: Publication, log: list[ReleaseFolder], known: list[Published]) -> None:
    work.continue_after(log[: len(known)], known[-1].content_sha256 if known else None)
    pending = work.checked(log[len(known) :])
    if known:
        async for folder, found in pending:
            async with work.connection.transaction():
                await work.publish(folder, found)
                await work.finish()
                await flip(work.connection, folder.number)
        return
    await _fill(work, pending)


async def _fill(work: Publication, pending: Pending) -> None:
    """Nobody reads an empty database: the log goes into it at once, up to a folder that is refused."""
    last, refusal = 0, None
    async with work.connection.transaction():
        async with emptied(work.connection, work.phases):
            await write_down(work.connection, work.removed)
            try:
                async for folder, found in pending:
                    await work.publish(folder, found)
                    last = folder.number
            except RefusedError as error:
                if not last:
                    raise
                refusal = error
        await work.finish()
        await flip(work.connection, last)
    if refusal:
        raise refusal
