from collections.abc import Awaitable, Callable

import asyncpg

from api.catalog.costs import Cost
from api.database.connection import user
from api.database.pool import Pool, Session
from api.settings import Settings

READER, EXPORTER = "muster_reader", "muster_exporter"
PAGES, FILES = 10, 4
# Two sessions for pages always remain for look-ups and readiness checks, and two for files that an index can
# read in order.
PAGE_SHARES = {Cost.INDEXED: 6, Cost.UNINDEXED: 2}
FILE_SHARES = {Cost.UNINDEXED: 2}


class Pools:
    """Two pools: `pages` for pages and `files` for exports, so that long COPYs cannot block the pages."""

    def __init__(self, settings: Settings) -> None:
        if settings.database_url is None:
            raise ValueError("MUSTER_DATABASE_URL is not set")
        files_url = settings.exporter_url or exporter_of(settings.database_url)
        # The role's own timeouts are shorter; these are for a server that does not respond at all.
        self.pages = Pool(connector(settings.database_url, timeout=5), PAGES, PAGE_SHARES)
        self.files = Pool(connector(files_url, timeout=130, **file_timeout(files_url)), FILES, FILE_SHARES)

    def close(self) -> None:
        self.pages.terminate()
        self.files.terminate()


def connector(url: str, timeout: float, **server_settings: str) -> Callable[[], Awaitable[Session]]:
    """Return the function that opens a session of a pool."""

    async def connect() -> Session:
        session = await asyncpg.connect(
            url,
            timeout=4,  # longer than a caller waits: a session that opens late serves the next one
            command_timeout=timeout,
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

    return connect


def exporter_of(url: str) -> str:
    """Return the exporter's URL. `init-database` gives both roles the same password."""
    if user(url) != READER:
        return url
    return url.replace(f"//{READER}", f"//{EXPORTER}", 1)


def file_timeout(url: str) -> dict[str, str]:
    """Return the timeout for files of a role that is not ours, which may have a shorter one or none."""
    return {} if user(url) == EXPORTER else {"statement_timeout": "120s"}


async def decode_numbers(session: Session) -> None:
    await session.set_type_codec("numeric", schema="pg_catalog", encoder=str, decoder=number, format="text")


def number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
