"""What all rooms of tests share: a PostgreSQL, a database filled with a small log, the application, a client.

`server` → `small_log` → `database` → `settings` → `app` → `client`; each is made once a session. A test that
publishes takes `make_database` for a database of its own. `whole_log` is every real release, `site` serves
it. TEST_SERVER_URL names another PostgreSQL for all of them, with a superuser: the embedded one is then not
started.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import asyncpg
import httpx
import pytest
from litestar import Litestar
from msgspec import Struct

from api import embedded
from api.database.setup import initialise
from api.settings import Settings
from tests import effort  # noqa: F401 - loads the profile of all properties
from tests import small_log as log
from tests.folders import open_folder
from tests.scheduling import (  # noqa: F401 - found by name
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_xdist_make_scheduler,
)
from tests.whole_log import log_url, site, whole_log  # noqa: F401 - found by name

# These tests start hundreds of Python processes. Where the environment forbids to keep bytecode, each would
# compile every library again, which takes more than half of the time that a server needs to start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

PUBLIC_URL = "https://muster.example"
PASSWORD = "for-tests"
TEMPLATE = "muster_template"
# Seconds that a caller waits for a session of the database where a test does not say: a busy machine may take
# more to open one than the two that a server in service has for it.
PATIENCE = 120.0
# The data folder of the one application that most tests share.
SHARED_DATA = "shared-data"
LOCALE = {
    True: "locale_provider builtin builtin_locale 'C.UTF-8'",
    False: "lc_collate 'C' lc_ctype 'C.UTF-8'",
}


class Database(Struct, frozen=True, kw_only=True):
    """A database by the three addresses that Muster knows it by."""

    owner_url: str
    reader_url: str
    exporter_url: str

    def publish(self, releases: Path) -> None:
        from seeds.publishing.publish import replay

        replay(self.owner_url, releases, lambda *_: None)


class Server(Struct, frozen=True, kw_only=True):
    """A PostgreSQL and its superuser's address."""

    url: str

    def address(self, database: str, role: str | None = None) -> str:
        parts = urlsplit(self.url)
        login, _, host = parts.netloc.rpartition("@")
        login = f"{role}:{PASSWORD}" if role else login
        return parts._replace(netloc=f"{login}@{host}", path="/" + quote(database)).geturl()

    def create(self, name: str) -> Database:
        """A new database, initialised and empty."""
        made = self.database(name)
        asyncio.run(self.prepare(name, made))
        return made

    def database(self, name: str) -> Database:
        return Database(
            owner_url=self.address(name),
            reader_url=self.address(name, "muster_reader"),
            exporter_url=self.address(name, "muster_exporter"),
        )

    async def prepare(self, name: str, made: Database) -> None:
        """The schema is a copy of a database that has it; initialising then only sets up the roles."""
        if self.url not in PREPARED:
            await self.copy(TEMPLATE, "template0")
            await initialise(
                self.address(TEMPLATE), reader_url=made.reader_url, exporter_url=made.exporter_url
            )
            PREPARED.add(self.url)
        await self.copy(name, TEMPLATE)
        await initialise(made.owner_url, reader_url=made.reader_url, exporter_url=made.exporter_url)

    async def copy(self, name: str, template: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            modern = connection.get_server_version().major >= 17
            locale = f"encoding 'UTF8' {LOCALE[modern]}" if template == "template0" else ""
            await connection.execute(f'drop database if exists "{name}" with (force)')
            await connection.execute(f'create database "{name}" template "{template}" {locale}')
        finally:
            await connection.close()


# The servers that have the template, by their superusers' URLs.
PREPARED: set[str] = set()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The embedded PostgreSQL, or the one that TEST_SERVER_URL names."""
    if url := os.environ.get("TEST_SERVER_URL"):
        yield Server(url=url)
        return
    with open_folder() as folder, embedded.start(folder / "data", sync=False) as cluster:
        yield Server(url=cluster.owner_url)


@pytest.fixture(scope="session")
def small_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small log: all real releases in part, and three made-up ones behind them."""
    return log.write(tmp_path_factory.mktemp("log"))


@pytest.fixture(scope="session")
def make_database(server: Server) -> Callable[[str], Database]:
    """Makes an empty database of that name; `publish(folder)` fills it with a log."""
    return server.create


@pytest.fixture(scope="session")
def database(server: Server, small_log: Path) -> Database:
    """The small log, published. Nobody changes it."""
    made = server.create("muster_tests")
    made.publish(small_log)
    return made


def settings_for(database: Database, folder: Path) -> Settings:
    """What the environment of a server on this database would say."""
    return Settings.from_environment(
        {
            "MUSTER_DATABASE_URL": database.reader_url,
            "MUSTER_EXPORTER_URL": database.exporter_url,
            "MUSTER_DATA_DIR": str(folder),
            "MUSTER_PUBLIC_URL": PUBLIC_URL,
            "MUSTER_WORKERS": "1",
            # tests are about the first answer; those of memory compare the next ones with it
            "MUSTER_MEMORY_MB": "0",
        }
    )


@pytest.fixture(scope="session")
def settings(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_for(database, tmp_path_factory.mktemp(SHARED_DATA, numbered=False))


def files_of(database: Database, settings: Settings, *numbers: int) -> Path:
    """The stored files of these releases, and of the newest without a number; the folder of the last one."""
    from api.bundle import write
    from api.storage import folder

    place = write.BundleConfig(
        database_url=database.exporter_url, root=settings.release_files_dir, public_url=settings.public_url
    )
    published = write.published(database.exporter_url)
    wanted = numbers or (published[-1].number,)
    write.write(place, published, wanted, lambda *_: None, lambda _: None)
    return folder.path_of(settings.release_files_dir, wanted[-1])


def be_patient(application: Litestar) -> None:
    """Let nobody be sent away because this machine is slow; what tries that sets a shorter time itself."""
    for pool in (application.state.pools.pages, application.state.pools.files):
        for waited_for in (pool, *pool.admissions.values()):
            waited_for.timeout = PATIENCE


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Litestar]:
    """The application between its start and its end, both in one task: a fixture's two halves are not."""
    from api.app import create_app

    application = create_app(settings)
    started, over = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with application.lifespan():
            be_patient(application)
            started.set()
            await over.wait()

    life = asyncio.create_task(live())
    await asyncio.wait({life, asyncio.create_task(started.wait())}, return_when=asyncio.FIRST_COMPLETED)
    yield application
    over.set()
    await life


@pytest.fixture(scope="session")
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    """The application as it runs, without a server before it."""
    async with running(settings) as application:
        yield application


def client_of(app: Litestar) -> httpx.AsyncClient:
    """A client that asks for no coding and follows no redirect by itself."""
    transport = httpx.ASGITransport(app=app)
    headers = {"accept-encoding": "identity"}
    return httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)


@pytest.fixture(scope="session")
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as asking:
        yield asking
