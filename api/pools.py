from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg

from api.connection import user
from api.settings import Settings

# The command line uses the pools' limits and addresses and has no need of the framework.
if TYPE_CHECKING:
    from litestar import Litestar

READER, EXPORTER = "muster_reader", "muster_exporter"
PAGES, FILES = 10, 4


class Reader(asyncpg.Connection):  # type: ignore[misc]
    """Readers keep nothing in a session, so giving one back to its pool costs no round trip."""

    def get_reset_query(self) -> str:
        return ""


class Pool(asyncpg.Pool):  # type: ignore[misc]
    """Waits so long for a connection and no longer, whoever asks."""

    patience = 2.0

    def acquire(self, *, timeout: float | None = None) -> Any:
        return super().acquire(timeout=self.patience if timeout is None else timeout)

    def is_exhausted(self) -> bool:
        """Tells a wait for a free connection from a database that does not answer."""
        return bool(self.get_size() == self.get_max_size() and self.get_idle_size() == 0)


class Pools:
    """`pages` for answers of a page, `files` for exports: a few long COPYs cannot starve the pages."""

    def __init__(self, settings: Settings) -> None:
        if settings.database_url is None:
            raise ValueError("MUSTER_DATABASE_URL is not set")
        files_url = settings.exporter_url or exporter_of(settings.database_url)
        # The role's own timeouts come first; these are for a server that does not answer at all.
        self.pages = pool(settings.database_url, PAGES, patient=12)
        self.files = pool(files_url, FILES, patient=130, **longer(files_url))

    async def open(self) -> None:
        await self.pages
        await self.files

    async def close(self) -> None:
        self.pages.terminate()
        self.files.terminate()


def pool(url: str, size: int, patient: float, **server_settings: str) -> Pool:
    return Pool(
        url,
        connection_class=Reader,
        record_class=asyncpg.Record,
        min_size=0,
        max_size=size,
        max_queries=50_000,
        max_inactive_connection_lifetime=300.0,
        init=decode_numbers,
        setup=None,
        reset=None,
        loop=None,
        timeout=2,
        command_timeout=patient,
        statement_cache_size=256,
        max_cached_statement_lifetime=0,
        server_settings={"application_name": "muster", **server_settings},
    )


def exporter_of(url: str) -> str:
    """`init-database` gives both roles the password of the one URL it knows."""
    if user(url) != READER:
        return url
    return url.replace(f"//{READER}", f"//{EXPORTER}", 1)


def longer(url: str) -> dict[str, str]:
    """A role that is not ours carries a reader's limits, or none."""
    return {} if user(url) == EXPORTER else {"statement_timeout": "120s"}


async def decode_numbers(connection: Any) -> None:
    await connection.set_type_codec(
        "numeric", schema="pg_catalog", encoder=str, decoder=number, format="text"
    )


def number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


@asynccontextmanager
async def database(app: "Litestar") -> AsyncIterator[None]:
    """For `Litestar(lifespan=[database])`: settings are `app.state.settings`, else the environment's."""
    settings = app.state.get("settings") or Settings.from_environment()
    app.state.pools = Pools(settings)
    await app.state.pools.open()
    try:
        yield
    finally:
        await app.state.pools.close()
