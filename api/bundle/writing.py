"""What is missing of the files of some releases, written where they are served from."""

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeAlias

import asyncpg
from msgspec import Struct

from api.bundle import folder, manifest
from api.bundle.composing import Composing, Report
from api.bundle.copying import Origin
from api.connection import DatabaseProblem, connected
from api.releases import Held

Say: TypeAlias = Callable[[str], None]
LISTED = "select number, content_sha256, published_at from api.releases order by number"


class FilesProblem(DatabaseProblem):
    """The files of a release cannot be written; the message says what to do about it."""


class Place(Struct, frozen=True, kw_only=True):
    """From which database, into which folder, and the public address that the files name."""

    database_url: str
    root: Path
    public_url: str


def write(
    place: Place, published: list[Held], numbers: Collection[int], report: Report, say: Say
) -> list[int]:
    """Writes what is missing of the files of these releases, and anew whatever is outdated; answers which."""
    try:
        with folder.alone(place.root, say):
            outdated = [held.number for held in published if is_outdated(place.root, held)]
            for number in outdated:
                folder.discard(folder.place(place.root, number))
            wanted = {*numbers, *outdated}
            missing = [held for held in published if held.number in wanted and not stored(place.root, held)]
            for held in missing:
                asyncio.run(written(place, held, report))
    except OSError as error:
        raise FilesProblem(unusable(place.root, error)) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise FilesProblem(f"The database failed while release files were written: {error}") from error
    return [held.number for held in missing]


def stored(root: Path, held: Held) -> bool:
    """Whether the files of this very release are there: they are never written again."""
    found = manifest.read(folder.place(root, held.number))
    return found is not None and found.content_sha256 == held.content_sha256


def is_outdated(root: Path, held: Held) -> bool:
    """What is there was written before something was removed from the release, or from another log."""
    return folder.place(root, held.number).exists() and not stored(root, held)


async def written(place: Place, held: Held, report: Report) -> None:
    origin = Origin(database_url=place.database_url, held=held, public_url=place.public_url)
    with folder.begun(place.root, held.number) as unfinished:
        await Composing(origin, unfinished, report).run()
        if held not in await listed(place.database_url):
            raise FilesProblem(f"Release {held.number} was made again meanwhile: write its files again.")


def published(database_url: str) -> list[Held]:
    """Every release of the database, the newest last."""
    return asyncio.run(listed(database_url))


async def listed(database_url: str) -> list[Held]:
    async with connected(database_url) as connection:
        return [Held(**row) for row in await connection.fetch(LISTED)]


def unusable(root: Path, error: OSError) -> str:
    return (
        f"Release files cannot be written into {error.filename or root}: {error.strerror}. "
        "Nothing unfinished is left there. MUSTER_RELEASE_FILES_DIR names another folder."
    )
