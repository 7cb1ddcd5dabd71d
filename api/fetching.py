"""One row or some rows from the database, with its failures told apart as the reader's answer needs it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from api.pools import Pool
from api.problems import Refusal


@asynccontextmanager
async def acquired(pool: Pool) -> AsyncIterator[Any]:
    try:
        connection = await pool.acquire()
    except TimeoutError as error:
        # a database that does not answer and a pool that is used up both show as a wait
        slug = "overloaded" if pool.is_exhausted() else "database-unavailable"
        raise Refusal(slug, "No connection to the database came free in time.") from error
    try:
        yield connection
    finally:
        await pool.release(connection)


async def row(pool: Pool, sql: str, args: list[Any]) -> Any:
    return await asked(pool, lambda connection: connection.fetchrow(sql, *args))


async def rows(pool: Pool, sql: str, args: list[Any]) -> Any:
    return await asked(pool, lambda connection: connection.fetch(sql, *args))


async def asked(pool: Pool, ask: Callable[[Any], Awaitable[Any]]) -> Any:
    """A plan cached before the schema changed is made anew, once."""
    async with acquired(pool) as connection:
        try:
            return await ask(connection)
        except asyncpg.InvalidCachedStatementError:
            return await ask(connection)
