from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import asyncpg

from api.connection import user
from api.sessions import Pool, Session
from api.settings import Settings

# The command line uses the pools' limits and addresses and has no need of the framework.
if TYPE_CHECKING:
    from litestar import Litestar

READER, EXPORTER = "muster_reader", "muster_exporter"
PAGES, FILES = 10, 4


class Pools:
    """`pages` for answers of a page, `files` for exports: a few long COPYs cannot starve the pages."""

    def __init__(self, settings: Settings) -> None:
        if settings.database_url is None:
            raise ValueError("MUSTER_DATABASE_URL is not set")
        files_url = settings.exporter_url or exporter_of(settings.database_url)
        # The role's own timeouts come first; these are for a server that does not answer at all.
        self.pages = pool(settings.database_url, PAGES, patient=12)
        self.files = pool(files_url, FILES, patient=130, **longer(files_url))

    def close(self) -> None:
        self.pages.terminate()
        self.files.terminate()


def pool(url: str, size: int, patient: float, **server_settings: str) -> Pool:
    async def connect() -> Session:
        session = await asyncpg.connect(
            url,
            timeout=2,
            command_timeout=patient,
            statement_cache_size=256,
            max_cached_statement_lifetime=0,
            server_settings={"application_name": "muster", **server_settings},
        )
        try:
            await decode_numbers(session)
        except BaseException:
            session.terminate()
            raise
        return session

    return Pool(connect, size)


def exporter_of(url: str) -> str:
    """`init-database` gives both roles the password of the one URL it knows."""
    if user(url) != READER:
        return url
    return url.replace(f"//{READER}", f"//{EXPORTER}", 1)


def longer(url: str) -> dict[str, str]:
    """A role that is not ours carries a reader's limits, or none."""
    return {} if user(url) == EXPORTER else {"statement_timeout": "120s"}


async def decode_numbers(session: Session) -> None:
    await session.set_type_codec("numeric", schema="pg_catalog", encoder=str, decoder=number, format="text")


def number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


@asynccontextmanager
async def database(app: "Litestar") -> AsyncIterator[None]:
    """For `Litestar(lifespan=[database])`: settings are `app.state.settings`, else the environment's."""
    settings = app.state.get("settings") or Settings.from_environment()
    app.state.pools = Pools(settings)
    try:
        yield
    finally:
        app.state.pools.close()
