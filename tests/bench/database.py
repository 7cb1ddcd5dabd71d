"""The embedded PostgreSQL with the real log and a generated release; both timed on their way in."""

import asyncio
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
from msgspec import Struct

from api import embedded
from api.database.setup import initialise
from api.embedded import Cluster

PEER, PASSWORD = "bench_peer", "bench"  # on a socket that only its user can reach
GRANT = f"""
drop role if exists {PEER};
create role {PEER} login password '{PASSWORD}' in role muster_reader;
alter role {PEER} set statement_timeout = 0;
alter role {PEER} set jit = off
"""
# What publishing writes for a figure, each with its indexes.
WRITTEN = {
    "muster.staffing_figures": "from_release = $1",
    "muster.standings": "from_release = $1",
    "muster.records": "since = $1 and resource = 'staffing-figures'",
    "muster.changes": "release = $1 and resource = 'staffing-figures'",
    "serving.staffing_figures": "from_release = $1",
}


class Database(Struct, frozen=True, kw_only=True):
    owner_url: str
    reader_url: str
    exporter_url: str

    @property
    def peer_url(self) -> str:
        socket = parse_qs(urlsplit(self.owner_url).query)["host"][0]
        name = urlsplit(self.owner_url).path
        return f"postgresql://{PEER}:{PASSWORD}@{name}?host={socket}"

    def ask(self, sql: str, *args: object) -> list[asyncpg.Record]:
        async def asked() -> list[asyncpg.Record]:
            connection = await asyncpg.connect(self.owner_url)
            try:
                return await connection.fetch(sql, *args)
            finally:
                await connection.close()

        return asyncio.run(asked())

    def tell(self, sql: str) -> None:
        async def told() -> None:
            connection = await asyncpg.connect(self.owner_url)
            try:
                await connection.execute(sql)
            finally:
                await connection.close()

        asyncio.run(told())

    @contextmanager
    def copied(self, name: str) -> Iterator["Database"]:
        """A database with the same content, file by file; nobody may be in this one. Dropped at the end."""
        known = urlsplit(self.owner_url).path.lstrip("/")
        server = Database(
            owner_url=named(self.owner_url, "postgres"),
            reader_url=self.reader_url,
            exporter_url=self.exporter_url,
        )
        server.tell(f"drop database if exists {name} with (force)")
        server.tell(f"create database {name} template {known} strategy file_copy")
        try:
            yield Database(
                owner_url=named(self.owner_url, name),
                reader_url=named(self.reader_url, name),
                exporter_url=named(self.exporter_url, name),
            )
        finally:
            server.tell(f"drop database {name} with (force)")


def named(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


@contextmanager
def started(folder: Path) -> Iterator[Database]:
    with embedded.start(folder, connections=80) as cluster:
        asyncio.run(prepared(cluster))
        database = Database(
            owner_url=cluster.owner_url, reader_url=cluster.reader_url, exporter_url=cluster.exporter_url
        )
        database.tell(GRANT)
        yield database


async def prepared(cluster: Cluster) -> None:
    await initialise(cluster.owner_url, reader_url=cluster.reader_url, exporter_url=cluster.exporter_url)


def psql(url: str, *commands: str) -> list[str]:
    return [
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        f"--dbname={url}",
        *(f"--command={command}" for command in commands),
    ]


def copy_again(database: Database, release: int, folder: Path) -> float:
    """Seconds that COPY takes to put the rows of a release into copies of the tables it went into.

    The copies have the same constraints and indexes, and the rows of the releases before.
    """
    files = {table: folder / f"{table}.copy" for table in WRITTEN}
    for table, where in WRITTEN.items():
        rows = f"select {plain(database, table)} from {table} where {where.replace('$1', str(release))}"
        subprocess.run(psql(database.owner_url, f"\\copy ({rows}) to '{files[table]}'"), check=True)
        database.tell(again(database, table, where.replace("$1", str(release))))
    began = time.perf_counter()
    for table, file in files.items():
        copied = f"again.{table.replace('.', '_')} ({plain(database, table)})"
        subprocess.run(psql(database.owner_url, f"\\copy {copied} from '{file}'"), check=True)
    seconds = time.perf_counter() - began
    database.tell("drop schema again cascade")
    for file in files.values():
        file.unlink()
    return seconds


def plain(database: Database, table: str) -> str:
    """The columns that are not generated."""
    found = database.ask(
        """select string_agg(attname, ', ' order by attnum) as names from pg_attribute
        where attrelid = $1::text::regclass and attnum > 0 and not attisdropped and attgenerated = ''""",
        table,
    )
    return str(found[0]["names"])


def again(database: Database, table: str, where: str) -> str:
    copied, names = f"again.{table.replace('.', '_')}", plain(database, table)
    return f"""
    create schema if not exists again;
    create table {copied} (like {table} including all);
    insert into {copied} ({names}) select {names} from {table} where not ({where});
    analyze {copied}"""
