"""What the database knows of the log: which folders it was made from, and whether they are still the same."""

import hashlib
from typing import Any, Final

from msgspec import Struct

from seeds.log import ReleaseFolder, broken_links, differing, file_sha256s, gaps

PUBLISHED: Final = "select number, folder, folder_sha256, content_sha256 from muster.releases order by number"
FILES: Final = "select number, path, sha256 from muster.release_files"
RELEASE: Final = """
insert into muster.releases (
  number, version, published_at, title, notes, folder, folder_sha256, content_sha256,
  added, changed, withdrawn,
  agencies, incentive_programs, incentives, staffing_figures, agreements, sources, citations, metrics)
select $1, $2, $3, $4, $5, $6, $7, $8, {counts}
from (select 1) one left join muster.releases before on before.number = $1 - 1
"""
OPERATIONS: Final = ("added", "changed", "withdrawn")
HELD: Final = (
    "agencies", "incentive-programs", "incentives", "staffing-figures", "agreements", "sources", "citations",
    "metrics",
)  # fmt: skip
FLIP: Final = """
insert into muster.current_release (number) values ($1) on conflict (only_row) do update set number = $1
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


def check(log: list[ReleaseFolder], known: list[Published]) -> None:
    """The whole chain, at every start: folders to folders, and folders to what was published from them."""
    problems = [str(problem) for problem in gaps(log)]
    for release, folder in zip(known, log, strict=False):
        if folder.sha256 != release.folder_sha256:
            files = ", ".join(differing(folder.path, release.files)) or "its files"
            problems.append(
                f"{folder.path.name} differs from what was published as release {release.number}: {files}"
            )
    if len(log) < len(known):
        problems.append(f"the database holds {len(known)} releases and the log {len(log)} folders")
    problems += [str(problem) for problem in broken_links(log, {each.number: each.files for each in known})]
    if problems:
        raise RefusedError("\n".join(problems))


async def enter(connection: Any, folder: ReleaseFolder, before: str) -> str:
    """Writes the release down, its counts from `touched`, and answers its content hash."""
    header, content = folder.header.release, hashlib.sha256(f"{before}{folder.sha256}".encode()).hexdigest()
    await connection.execute(
        RELEASE.format(counts=", ".join([*map(_counted, OPERATIONS), *map(_held, HELD)])),
        folder.number,
        header.version,
        header.published_at,
        header.title,
        header.notes,
        folder.path.name,
        folder.sha256,
        content,
    )
    files = [(folder.number, path, sha256) for path, sha256 in file_sha256s(folder.path).items()]
    await connection.copy_records_to_table("release_files", schema_name="muster", records=files)
    return content


def _counted(operation: str) -> str:
    return f"(select count(*) from touched where operation = '{operation}')"


def _held(resource: str) -> str:
    """Those of the release before, more by the added and fewer by the withdrawn."""
    added, withdrawn = (
        f"(select count(*) from touched where resource = '{resource}' and operation = '{operation}')"
        for operation in ("added", "withdrawn")
    )
    return f"coalesce(before.{resource.replace('-', '_')}, 0) + {added} - {withdrawn}"


async def flip(connection: Any, number: int) -> None:
    await connection.execute(FLIP, number)
