"""What a database serves, read from the served rows themselves."""

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import msgspec

from seeds.publishing.json_bodies import STRUCTS

T = TypeVar("T")


def ask(url: str, questions: Callable[[asyncpg.Connection], Coroutine[Any, Any, T]]) -> T:
    async def asked() -> T:
        connection = await asyncpg.connect(url)
        try:
            return await questions(connection)
        finally:
            await connection.close()

    return asyncio.run(asked())


def fetch(url: str, sql: str, *args: Any) -> list[asyncpg.Record]:
    return ask(url, lambda connection: connection.fetch(sql, *args))


def execute(url: str, sql: str) -> None:
    ask(url, lambda connection: connection.execute(sql))


def empty(url: str) -> None:
    """As it was when it was initialised."""
    tables = fetch(
        url,
        """select string_agg(format('%I.%I', schemaname, tablename), ', ') from pg_tables
        where schemaname in ('muster', 'serving') and tablename <> 'migration'""",
    )
    execute(url, f"truncate {tables[0][0]}")


def served(url: str, number: int) -> dict[str, dict[str, dict[str, Any]]]:
    """The records of a release; each id once, each body its struct's, the columns beside it the same."""
    return {resource: records(url, resource, number) for resource in STRUCTS}


def records(url: str, resource: str, number: int) -> dict[str, dict[str, Any]]:
    struct, view = STRUCTS[resource], f"api.{resource.replace('-', '_')}_at"
    rows = fetch(
        url,
        f"""select x.id, x.body, (select row_to_json(c)::text from (
          select {", ".join(f"x.{name}" for name in struct.__struct_fields__)}) c) as columns
        from {view} x where from_release <= $1 and coalesce(to_release, $1) >= $1""",
        number,
    )
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        assert row["id"] not in found
        msgspec.json.decode(row["body"], type=struct, strict=True)
        found[row["id"]] = msgspec.json.decode(row["body"])
        assert list(found[row["id"]]) == list(struct.__struct_fields__)
        assert msgspec.json.decode(row["columns"]) == found[row["id"]]
    return found


# Without the times at which it changed: the clock's, not the releases'.
TIMELESS = {
    "muster.current_release": "(select number, content_sha256, published_at from muster.current_release)"
}


def everything(url: str) -> dict[str, list[str]]:
    """Every row of every table that publishing fills, as text, but the order they were written in."""
    tables = fetch(
        url,
        """select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname in ('muster', 'serving') and tablename <> 'migration' order by 1""",
    )
    return {
        name: [
            row[0]
            for row in fetch(
                url, f'select x::text from {TIMELESS.get(name, name)} x order by x::text collate "C"'
            )
        ]
        for (name,) in tables
    }


def publish_singly(url: str, log: Path) -> int:
    """Folder by folder, as `muster publish` does."""
    from seeds.publishing.publish import replay

    number = 0
    for folder in sorted(log.iterdir()):
        part = log.parent / f"{log.name}-part"
        part.mkdir(exist_ok=True)
        (part / folder.name).symlink_to(folder)
        number = replay(url, part)
    for link in part.iterdir():
        link.unlink()
    part.rmdir()
    return number


def publish_both_ways(urls: tuple[str, str], log: Path, write: Callable[[Path], object]) -> list[Path]:
    """Publish a log folder by folder to one database, and at once to the other, with the same rows."""
    from seeds.publishing.publish import replay

    for folder in (log, log.parent / f"{log.name}-part"):  # of an example before, which may have failed
        shutil.rmtree(folder, ignore_errors=True)
    write(log)
    for url in urls:
        empty(url)
    folders, (singly, at_once) = sorted(log.iterdir()), urls
    assert publish_singly(singly, log) == replay(at_once, log) == len(folders)
    assert everything(singly) == everything(at_once)
    return folders
