"""One folder of the log, one transaction, one flip: readers see the old release or the new one."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, TypeAlias

from seeds.connection import alone
from seeds.first_load import emptied
from seeds.ledger import Published, RefusedError, check, flip, published
from seeds.log import ReleaseFolder, folders
from seeds.progress import Phases, Report, silent
from seeds.publication import Publication
from seeds.validating import Checked

__all__ = ["Phases", "RefusedError", "publish", "replay"]

Pending: TypeAlias = AsyncIterator[tuple[ReleaseFolder, Checked]]

# How long a start waits for another one that replays the same log into the same database.
PATIENCE = 600.0
# Readers ask for the current release at least once in this many seconds.
SETTLING = 2.0


def replay(owner_url: str, releases: Path, report: Report = silent, phases: Phases | None = None) -> int:
    """Publishes every folder of the log that the database does not have yet; answers the current release."""
    return asyncio.run(_replay(owner_url, releases, report, phases or Phases()))


def publish(
    owner_url: str, releases: Path, folder: Path | None, report: Report = silent, phases: Phases | None = None
) -> int | None:
    """Publishes the next folder of the log; answers its number, or None where there is nothing to do."""
    return asyncio.run(_publish(owner_url, releases, folder, report, phases or Phases()))


async def _replay(owner_url: str, releases: Path, report: Report, phases: Phases) -> int:
    async with alone(owner_url, patience=PATIENCE) as connection:
        log, known = folders(releases), await published(connection)
        check(log, known)
        if not log:
            raise RefusedError(f"{releases} holds no release")
        if len(known) < len(log):
            await _publish_pending(connection, log, known, report, phases)
        return log[-1].number


async def _publish(
    owner_url: str, releases: Path, folder: Path | None, report: Report, phases: Phases
) -> int | None:
    async with alone(owner_url, patience=1) as connection:
        log, known = folders(releases), await published(connection)
        if folder is not None:
            log = _up_to(folder, log, len(known))
        check(log, known)
        if len(log) <= len(known):
            return None
        await _publish_pending(connection, log[: len(known) + 1], known, report, phases)
    await asyncio.sleep(SETTLING)
    return len(known) + 1


def _up_to(folder: Path, log: list[ReleaseFolder], known: int) -> list[ReleaseFolder]:
    """The log as far as it is published, and the folder behind it if it is the next one."""
    place = next((n for n, each in enumerate(log) if each.path.resolve() == folder.resolve()), None)
    if place is None:
        raise RefusedError(f"{folder} is no release of the log in {folder.resolve().parent}")
    if place > known:
        raise RefusedError(f"{folder.name} is not the next release: that is {log[known].path.name}")
    return log[: max(known, place + 1)]


async def _publish_pending(
    connection: Any, log: list[ReleaseFolder], known: list[Published], report: Report, phases: Phases
) -> None:
    publication = Publication(connection, known[-1].content_sha256 if known else "", report, phases)
    for folder in log[: len(known)]:
        publication.read_again(folder)
    pending = publication.checked(log[len(known) :])
    if known:
        async for folder, found in pending:
            async with connection.transaction():
                await publication.publish(folder, found)
                await publication.finish()
                await flip(connection, folder.number)
        return
    await _fill(connection, publication, pending, phases)


async def _fill(connection: Any, publication: Publication, pending: Pending, phases: Phases) -> None:
    """Nobody reads an empty database: the log goes into it at once, up to a folder that is refused."""
    last, refusal = 0, None
    async with connection.transaction():
        async with emptied(connection, phases):
            try:
                async for folder, found in pending:
                    await publication.publish(folder, found)
                    last = folder.number
            except RefusedError as error:
                if not last:
                    raise
                refusal = error
        await publication.finish()
        await flip(connection, last)
    if refusal:
        raise refusal
