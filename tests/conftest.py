"""What all rooms of tests share: a PostgreSQL, a database filled with a small log, the application, a client.

`server` → `small_log` → `database` → `settings` → `app` → `client`; each is made once a session. A test that
publishes takes `make_database` for a database of its own. `whole_log` is every real release, `site` serves
it. TEST_SERVER_URL names another PostgreSQL for all of them, with a superuser: the embedded one is then not
started.
"""

import asyncio
import os
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
from api.database import initialise
from api.settings import Settings
from tests import small_log as log
from tests.folders import open_folder
from tests.whole_log import (  # noqa: F401 - found by name
    log_url,
    pytest_collection_modifyitems,
    pytest_xdist_make_scheduler,
    site,
    whole_log,
)

PUBLIC_URL = "https://muster.example"
PASSWORD = "for-tests"
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
        from seeds.publishing import replay

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
        made = Database(
            owner_url=self.address(name),
            reader_url=self.address(name, "muster_reader"),
            exporter_url=self.address(name, "muster_exporter"),
        )
        asyncio.run(self.prepare(name, made))
        return made

    async def prepare(self, name: str, made: Database) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            modern = connection.get_server_version().major >= 17
            await connection.execute(f'drop database if exists "{name}" with (force)')
            await connection.execute(
                f"create database \"{name}\" template template0 encoding 'UTF8' {LOCALE[modern]}"
            )
        finally:
            await connection.close()
        await initialise(made.owner_url, reader_url=made.reader_url, exporter_url=made.exporter_url)


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
        }
    )


@pytest.fixture(scope="session")
def settings(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_for(database, tmp_path_factory.mktemp("data"))


def files_of(database: Database, settings: Settings, *numbers: int) -> Path:
    """The stored files of these releases, and of the newest without a number; the folder of the last one."""
    from api.bundle import folder, writing

    place = writing.Place(
        database_url=database.exporter_url, root=settings.release_files_dir, public_url=settings.public_url
    )
    published = writing.published(database.exporter_url)
    wanted = numbers or (published[-1].number,)
    writing.write(place, published, wanted, lambda *_: None, lambda _: None)
    return folder.place(settings.release_files_dir, wanted[-1])


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Litestar]:
    """The application between its start and its end, both in one task: a fixture's two halves are not."""
    from api.app import create_app

    application = create_app(settings)
    started, over = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with application.lifespan():
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
