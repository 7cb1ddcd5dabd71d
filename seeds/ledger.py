"""What the database knows of the log: which folders it was made from, and whether they are still the same."""

import hashlib
from typing import Any, Final

from msgspec import Struct

from schemas.seed import SEEDS
from seeds.loading import Touches, table_of
from seeds.log import ReleaseFolder, broken_links, differing, file_sha256s, gaps, wrongly_cut
from seeds.removals import Removals

PUBLISHED: Final = "select number, folder, folder_sha256, content_sha256 from muster.releases order by number"
FILES: Final = "select number, path, sha256 from muster.release_files"
RELEASE: Final = """
insert into muster.releases (
  number, version, published_at, title, notes, folder, folder_sha256, content_sha256,
  added, changed, withdrawn, {held})
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, {counts})
"""
HELD_BEFORE: Final = "select * from muster.releases where number = $1 - 1"
OPERATIONS: Final = ("added", "changed", "withdrawn")
FLIP: Final = """
insert into muster.current_release (number, content_sha256, published_at)
select number, content_sha256, muster.moment(published_at) from muster.releases where number = $1
on conflict (only_row) do update set
  number = excluded.number, content_sha256 = excluded.content_sha256, published_at = excluded.published_at
"""


class RefusedError(Exception):
    """Nothing was published; the message says why, in whole sentences."""


class Published(Struct, frozen=True, kw_only=True):
    """One release as it lies in the database."""

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


def check(log: list[ReleaseFolder], known: list[Published], removed: Removals) -> None:
    """The whole chain, at every start: folders to folders, and folders to what was published from them."""
    files = {each.number: each.files for each in known}
    problems = [str(problem) for problem in (*gaps(log), *wrongly_cut(log, removed, files))]
    for release, folder in zip(known, log, strict=False):
        if folder.original_sha256 != release.folder_sha256:
            differ = ", ".join(differing(folder.path, release.files)) or "its files"
            problems.append(
                f"{folder.path.name} differs from what was published as release {release.number}: {differ}"
            )
    if len(log) < len(known):
        problems.append(f"the database holds {len(known)} releases and the log {len(log)} folders")
    problems += [str(problem) for problem in broken_links(log, files)]
    if problems:
        raise RefusedError("\n".join(problems))


async def enter(connection: Any, folder: ReleaseFolder, before: str, touches: Touches) -> str:
    """Writes the release down and answers its content hash, which continues that of the release before."""
    header, content = folder.header.release, hashlib.sha256(f"{before}{folder.sha256}".encode()).hexdigest()
    held = await _held(connection, folder.number, touches)
    await connection.execute(
        RELEASE.format(held=", ".join(held), counts=", ".join(str(count) for count in held.values())),
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
    files = [(folder.number, path, sha256) for path, sha256 in file_sha256s(folder.path).items()]
    await connection.copy_records_to_table("release_files", schema_name="muster", records=files)
    return content


async def _held(connection: Any, number: int, touches: Touches) -> dict[str, int]:
    """The records of each resource: those of the release before, and what came and went."""
    before = await connection.fetchrow(HELD_BEFORE, number)
    return {
        (table := table_of(resource)): (before[table] if before else 0)
        + touches[resource, "added"]
        - touches[resource, "withdrawn"]
        for resource in SEEDS
    }


async def flip(connection: Any, number: int) -> None:
    await connection.execute(FLIP, number)
