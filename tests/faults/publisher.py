"""`muster publish` as a process of its own, into a database of its own, and ways to stop it half way."""

import asyncio
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from api.database.setup import initialise
from seeds.publishing.connection import LOCK_KEY
from seeds.publishing.publish import publish, replay
from tests.faults import web
from tests.faults.locks import going_on, holding
from tests.faults.postgres import Postgres
from tests.faults.service import ROOT, Service
from tests.seeds import factories
from tests.seeds.factories import CORRECTED, FIGURE, FIRST
from tests.seeds.served import everything

# What publishing writes, in its order: a lock on one of them stops it there.
PHASES = (
    "muster.staffing_figures",
    "muster.records",
    "muster.standings",
    "serving.staffing_figures",
    "muster.changes",
    "muster.releases",
    "muster.release_files",
    "muster.current_release",
)

SESSIONS = """select pid from pg_stat_activity
where datname = current_database() and application_name = 'muster publish'"""
BUSY = "another muster is publishing to this database"

ENDLESS = "select f.*, repeat('x', 10000) from api.staffing_figures f, generate_series(1, 1000000)"
CANCEL = """select pg_cancel_backend(pid) from pg_stat_activity
where datname = current_database() and query ilike 'copy%' and state = 'active'"""

MakePublisher = Callable[[str], "Publisher"]


def publishers(postgres: Postgres, folders: pytest.TempPathFactory) -> MakePublisher:
    return lambda name: Publisher(postgres, name, folders.mktemp(name))


class Publisher:
    """A log of two releases; `number` is what is served."""

    def __init__(self, postgres: Postgres, name: str, folder: Path) -> None:
        self.postgres, self.log, self.folder = postgres, folder / "releases", folder
        self.owner_url = with_database(postgres.cluster.owner_url, name)
        self.reader_url = with_database(postgres.cluster.reader_url, name)
        self.exporter_url = with_database(postgres.cluster.exporter_url, name)
        postgres.ask(f"drop database if exists {name} with (force)")
        (major,) = postgres.ask("select current_setting('server_version_num')::int / 10000")[0]
        postgres.ask(creation(name, major))
        with ThreadPoolExecutor(1) as pool:
            urls = {"reader_url": self.reader_url, "exporter_url": self.exporter_url}
            web.patiently(pool.submit(asyncio.run, initialise(self.owner_url, **urls)).result, 60)
        factories.release(self.log, 1, FIRST)

    def reset(self) -> None:
        """The log as it began."""
        shutil.rmtree(self.log)
        factories.release(self.log, 1, FIRST)

    def first(self) -> None:
        """Published as at a start, which waits for nobody."""
        with ThreadPoolExecutor(1) as pool:
            assert web.patiently(pool.submit(replay, self.owner_url, self.log).result, 60) == 1

    def rest(self) -> int:
        """All that is pending, release after release and without a pause."""
        with ThreadPoolExecutor(1) as pool:
            return web.patiently(pool.submit(replay, self.owner_url, self.log).result, 120)

    def publish(self) -> int | None:
        """As `muster publish` does, but for the start of a process."""
        with ThreadPoolExecutor(1) as pool:
            return web.patiently(pool.submit(publish, self.owner_url, self.log, None).result, 60)

    def second(self) -> Path:
        """A figure replaced, another one new."""
        replaced = {**FIGURE, "value": 121, "change": CORRECTED}
        added = {**FIGURE, "id": "springfield-sworn-2024", "as_of": "2024-10-31"}
        return factories.release(self.log, 2, {"staffing-figures": [replaced, added]})

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        clean = {name: text for name, text in os.environ.items() if not name.startswith("MUSTER_")}
        given = {
            "MUSTER_OWNER_URL": self.owner_url,
            "MUSTER_RELEASES_DIR": str(self.log),
            "MUSTER_DATA_DIR": str(self.folder),
            "PYTHONPATH": str(ROOT),
        }
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "api.cli", "publish", "--no-release-files", *arguments],
            env=clean | given,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """Its exit code and what it said."""
        process = self.start(*arguments)
        said = communicated(process, 60)
        return process.returncode, said

    @contextmanager
    def served(self, **settings: str) -> Iterator[Service]:
        """By two workers."""
        urls = settings.pop("reader_url", self.reader_url), settings.pop("exporter_url", self.exporter_url)
        service = Service(self.folder, *urls, MUSTER_WORKERS="2", **settings)
        try:
            yield service.wait()
        finally:
            service.kill()

    def ask(self, sql: str) -> list[asyncpg.Record]:
        return self.postgres.ask_as(self.owner_url, sql)

    def read(self, sql: str, **settings: str) -> list[asyncpg.Record]:
        return self.postgres.ask_as(self.reader_url, sql, **settings)

    @property
    def number(self) -> int:
        return int(self.ask("select coalesce(max(number), 0) from muster.current_release")[0][0])

    def everything(self) -> dict[str, list[str]]:
        with ThreadPoolExecutor(1) as pool:
            return web.patiently(pool.submit(everything, self.owner_url).result, 60)

    @contextmanager
    def stopped_at(self, table: str) -> Iterator[subprocess.Popen[str]]:
        """A publisher that waits to write this table: others may read it meanwhile."""
        with self.locked(table):
            process = self.start()
            try:
                web.until(lambda: self.is_waiting(table) or process.poll() is not None, 30)
                assert process.poll() is None, process.communicate()
                yield process
            finally:
                process.kill()
                process.communicate()
        web.until(self.is_over, 10)

    def locked(self, table: str, mode: str = "share") -> AbstractContextManager[None]:
        return holding(self.owner_url, f"lock table {table} in {mode} mode")

    def publishing(self) -> AbstractContextManager[None]:
        """The lock of a publisher that takes its time."""
        return holding(self.owner_url, f"select pg_advisory_xact_lock({LOCK_KEY})")

    @contextmanager
    def exporting(self) -> Iterator[None]:
        """A COPY of the figures, again and again, by a client that takes the first bytes and no more."""

        async def copy(begun: threading.Event, done: threading.Event) -> None:
            async def take(_data: bytes) -> None:
                begun.set()
                await asyncio.to_thread(done.wait)

            connection = await asyncpg.connect(self.exporter_url)
            try:
                await connection.copy_from_query(ENDLESS, output=take)
            except asyncpg.QueryCanceledError:
                return
            finally:
                await connection.close()

        with going_on(copy, stop=lambda: self.ask(CANCEL)):
            yield

    def is_waiting(self, table: str) -> bool:
        sql = f"select from pg_locks where relation = '{table}'::regclass and not granted"
        return bool(self.ask(sql))

    def is_over(self) -> bool:
        """Also for the database, whose session a killed publisher leaves behind for a moment."""
        return not self.ask(SESSIONS)


def communicated(process: subprocess.Popen[str], seconds: float) -> str:
    """What it has said to its errors when it has ended."""
    return web.patiently(lambda left: process.communicate(timeout=left), seconds)[1]


def with_database(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def creation(name: str, major: int) -> str:
    old, new = "lc_collate 'C' lc_ctype 'C.UTF-8'", "locale_provider builtin builtin_locale 'C.UTF-8'"
    return f"create database {name} template template0 encoding 'UTF8' {new if major >= 17 else old}"
