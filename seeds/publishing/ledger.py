"""The releases in the database: the folders they came from, and whether those are still the same."""

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from schemas.seed import SEEDS
from seeds.log.folders import (
    ReleaseFolder,
    chain_problems,
    changed_files,
    number_problems,
    redaction_problems,
)
from seeds.log.removals import Removals
from seeds.publishing.load import Touches, table_of

PUBLISHED: Final = "select number, folder, folder_sha256, content_sha256 from muster.releases order by number"
FILES: Final = "select number, path, sha256 from muster.release_files"
RELEASE: Final = """
insert into muster.releases (
  number, version, published_at, title, notes, folder, folder_sha256, content_sha256,
  added, changed, withdrawn, {tables})
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, {counts})
"""
PREVIOUS: Final = "select * from muster.releases where number = $1 - 1"
OPERATIONS: Final = ("added", "changed", "withdrawn")
MAKE_CURRENT: Final = """
insert into muster.current_release (number, content_sha256, published_at, changed_at, rewritten_at)
select number, content_sha256, muster.moment(published_at),
  case when not $2::boolean then clock_timestamp() end, case when $3::boolean then clock_timestamp() end
from muster.releases where number = $1
on conflict (only_row) do update set
  number = excluded.number, content_sha256 = excluded.content_sha256, published_at = excluded.published_at,
  changed_at = excluded.changed_at
"""


class RefusedError(Exception):
    """A log that cannot be published. The message gives every reason; nothing was published."""


class Published(Struct, frozen=True, kw_only=True):
    """One release in the database. `files` holds the SHA-256 of its files by path."""

    number: int
    folder: str
    folder_sha256: str
    content_sha256: str
    files: dict[str, str]


async def published(connection: Any) -> list[Published]:
    files: dict[int, dict[str, str]] = {}
    for row in await connection.fetch(FILES):
        files.setdefault(row["number"], {})[row["path"]] = row["sha256"]
    rows = await connection.fetch(PUBLISHED)
    return [Published(**row, files=files.get(row["number"], {})) for row in rows]


def check(log: list[ReleaseFolder], releases: list[Published], removed: Removals) -> None:
    """Compare the folders with each other and with the published releases. Raises RefusedError."""
    files = {each.number: each.files for each in releases}
    problems: list[object] = [*number_problems(log), *redaction_problems(log, removed, files)]
    problems += _changed_folders(log, releases)
    if len(log) < len(releases):
        problems.append(f"the database has {len(releases)} releases, but the log only {len(log)} folders")
    problems += chain_problems(log, files)
    if problems:
        raise RefusedError("\n".join(map(str, problems)))


def _changed_folders(log: list[ReleaseFolder], releases: list[Published]) -> Iterator[str]:
    for release, folder in zip(releases, log, strict=False):
        if folder.original_sha256 != release.folder_sha256:
            differ = ", ".join(changed_files(folder.path, release.files)) or "its files"
            what = f"was changed after it was published as release {release.number}"
            yield f"{folder.path.name} {what}: {differ}"


async def insert_release(connection: Any, folder: ReleaseFolder, before: str, touches: Touches) -> str:
    """Insert the release and return its content hash. `before` is the content hash of the release before."""
    _refuse_if_changed(folder)
    header, content = folder.header.release, hashlib.sha256(f"{before}{folder.sha256}".encode()).hexdigest()
    totals = await _totals(connection, folder.number, touches)
    await connection.execute(
        RELEASE.format(tables=", ".join(totals), counts=", ".join(map(str, totals.values()))),
        folder.number,
        header.version,
        header.published_at,
        header.title,
        header.notes,
        folder.path.name,
        folder.original_sha256,
        content,
        *(sum(touches[resource, operation] for resource in SEEDS) for operation in OPERATIONS),
    )
    files = [(folder.number, path, sha256) for path, sha256 in folder.files.items()]
    await connection.copy_records_to_table("release_files", schema_name="muster", records=files)
    return content


def _refuse_if_changed(folder: ReleaseFolder) -> None:
    """Compare the files with their hashes from before they were loaded. Raises RefusedError."""
    if changed := ", ".join(changed_files(folder.path, folder.files)):
        raise RefusedError(
            f"{folder.path.name} was changed while it was being published: {changed}. "
            "Nothing was published. Run the command again"
        )


async def _totals(connection: Any, number: int, touches: Touches) -> dict[str, int]:
    """Count the live records of each table: those of the release before, plus added, minus withdrawn."""
    before = await connection.fetchrow(PREVIOUS, number)
    return {
        (table := table_of(resource)): (before[table] if before else 0)
        + touches[resource, "added"]
        - touches[resource, "withdrawn"]
        for resource in SEEDS
    }


async def make_current(connection: Any, number: int, *, first: bool = False, rewritten: bool = False) -> None:
    """Make the release the one that readers see, and note when, unless it is the `first` that they see.

    `rewritten`: it replaces an earlier version of itself.
    """
    await connection.execute(MAKE_CURRENT, number, first, rewritten)
