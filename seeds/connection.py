"""The publishing connection: one at a time, and gone soon after its process is."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg

from seeds.ledger import RefusedError

# Any number will do as long as every publisher takes the same.
PUBLISHING: Final = 7_687_838
SETTINGS: Final = {
    "application_name": "muster publish",
    "TimeZone": "UTC",
    "DateStyle": "ISO",
    "jit": "off",
    "work_mem": "128MB",
    # Looking up one record in a hundred is quicker than reading them all, from memory or a fast disk.
    "random_page_cost": "1.1",
    "lock_timeout": "4s",
    # Enough to plan the joins of a release.
    "default_statistics_target": "10",
    # A publisher that was killed must not hold the lock until its long statement ends.
    "client_connection_check_interval": "500ms",
}


@asynccontextmanager
async def alone(owner_url: str, patience: float) -> AsyncIterator[Any]:
    """A connection that holds the publishers' lock, waiting so many seconds for it."""
    connection = await asyncpg.connect(owner_url, timeout=10, server_settings=SETTINGS)
    try:
        await _lock(connection, time.monotonic() + patience)
        yield connection
    except asyncpg.LockNotAvailableError as error:
        raise RefusedError(f"nothing was published: another session holds a lock ({error})") from error
    finally:
        await connection.close(timeout=10)


async def _lock(connection: Any, until: float) -> None:
    while not await connection.fetchval("select pg_try_advisory_lock($1)", PUBLISHING):
        if time.monotonic() > until:
            raise RefusedError("another muster is publishing to this database")
        await asyncio.sleep(0.25)
