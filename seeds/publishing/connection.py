"""The publishing connection: one at a time. PostgreSQL drops it soon after its process dies."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg

from seeds.publishing.ledger import RefusedError

# The key of the advisory lock: any number, as long as every publisher uses the same.
LOCK_KEY: Final = 7_687_838
SETTINGS: Final = {
    "application_name": "muster publish",
    "TimeZone": "UTC",
    "DateStyle": "ISO",
    "jit": "off",
    "work_mem": "128MB",
    # What a release works out in temporary tables stays in memory.
    "temp_buffers": "256MB",
    # In memory or on a fast disk, an index look-up of one record in a hundred beats a full scan.
    "random_page_cost": "1.1",
    "lock_timeout": "4s",
    # Enough to plan the joins of a release.
    "default_statistics_target": "10",
    # A killed publisher must not keep the lock until its long statement ends.
    "client_connection_check_interval": "500ms",
}


@asynccontextmanager
async def publisher_connection(owner_url: str, wait_seconds: float) -> AsyncIterator[Any]:
    """Connect and hold the publishers' lock. Waits up to `wait_seconds` for the lock."""
    connection = await asyncpg.connect(owner_url, timeout=10, server_settings=SETTINGS)
    try:
        await _lock(connection, time.monotonic() + wait_seconds)
        yield connection
    except asyncpg.LockNotAvailableError as error:
        raise RefusedError(f"nothing was published: another session holds a lock ({error})") from error
    except asyncpg.ReadOnlySQLTransactionError as error:
        raise RefusedError(
            "nothing was published: the database is read-only, as a standby is. "
            "Name the primary in MUSTER_OWNER_URL"
        ) from error
    finally:
        await connection.close(timeout=10)


async def _lock(connection: Any, until: float) -> None:
    while not await connection.fetchval("select pg_try_advisory_lock($1)", LOCK_KEY):
        if time.monotonic() > until:
            raise RefusedError("another muster is publishing to this database")
        await asyncio.sleep(0.25)
