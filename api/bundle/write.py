"""Write the missing files of releases into the folder from which they are served."""

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeAlias

import asyncpg
from msgspec import Struct

from api.bundle.compose import ReleaseComposer, Report
from api.bundle.export_tables import Origin
from api.database.connection import DatabaseProblem, connected
from api.reading.releases import ReleaseRef
from api.storage import folder, manifest

Log: TypeAlias = Callable[[str], None]
LISTED = "select number, content_sha256, published_at from api.releases order by number"


class FilesProblem(DatabaseProblem):
    """The files of a release cannot be written. The message says how to fix that."""


class BundleConfig(Struct, frozen=True, kw_only=True):
    """The database to read, the folder to write, and the public URL that the files name."""

    database_url: str
    root: Path
    public_url: str


def write(
    config: BundleConfig, published: list[ReleaseRef], numbers: Collection[int], report: Report, log: Log
) -> list[int]:
    """Write missing files of `numbers`, rewrite all outdated files, and return the releases written."""
    try:
        with folder.exclusive(config.root, log):
            outdated = [release.number for release in published if is_outdated(config.root, release)]
            for number in outdated:
                folder.discard(folder.path_of(config.root, number))
            selected = {*numbers, *outdated}
            missing = [
                release
                for release in published
                if release.number in selected and not is_stored(config.root, release)
            ]
            for release in missing:
                asyncio.run(write_release(config, release, report))
    except OSError as error:
        raise FilesProblem(cannot_write(config.root, error)) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise FilesProblem(f"The database failed while writing release files: {error}") from error
    return [release.number for release in missing]


def is_stored(root: Path, release: ReleaseRef) -> bool:
    """Whether the folder has the files of this very release. Such files are never rewritten."""
    listing = manifest.read(folder.path_of(root, release.number))
    return listing is not None and listing.content_sha256 == release.content_sha256


def is_outdated(root: Path, release: ReleaseRef) -> bool:
    """Whether the folder's files predate a removal from the release, or belong to another log."""
    return folder.path_of(root, release.number).exists() and not is_stored(root, release)


async def write_release(config: BundleConfig, release: ReleaseRef, report: Report) -> None:
    origin = Origin(database_url=config.database_url, release=release, public_url=config.public_url)
    with folder.create(config.root, release.number) as unfinished:
        await ReleaseComposer(origin, unfinished, report).run()
        if release not in await read_releases(config.database_url):
            raise FilesProblem(
                f"Release {release.number} was rebuilt while its files were written. "
                "Run muster release-files again."
            )


def published(database_url: str) -> list[ReleaseRef]:
    """Read every release of the database, the newest last."""
    return asyncio.run(read_releases(database_url))


async def read_releases(database_url: str) -> list[ReleaseRef]:
    async with connected(database_url) as connection:
        return [ReleaseRef(**row) for row in await connection.fetch(LISTED)]


def cannot_write(root: Path, error: OSError) -> str:
    return (
        f"Release files cannot be written into {error.filename or root}: {error.strerror}. "
        "No unfinished files are left. To use another folder, set MUSTER_RELEASE_FILES_DIR."
    )
