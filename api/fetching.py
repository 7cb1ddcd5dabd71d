"""One row or some rows from the database, with its failures told apart as the reader's answer needs it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from api.problems import Refusal
from api.sessions import Pool, Session


@asynccontextmanager
async def acquired(pool: Pool) -> AsyncIterator[Session]:
    session = pool.free() or await taken(pool)
    try:
        yield session
    except BaseException as error:
        pool.settle(session, error)
        raise
    pool.give_back(session)


async def taken(pool: Pool) -> Session:
    try:
        return await pool.take()
    except TimeoutError as error:
        # a database that does not answer and a pool that is used up both show as a wait
        slug = "overloaded" if pool.is_exhausted() else "database-unavailable"
        raise Refusal(slug, "No connection to the database came free in time.") from error


async def row(pool: Pool, sql: str, args: list[Any]) -> Any:
    found = await rows(pool, sql, args)
    return found[0] if found else None


async def rows(pool: Pool, sql: str, args: list[Any]) -> Any:
    session = pool.free() or await taken(pool)
    try:
        found = await asked(session, sql, args)
    except BaseException as error:
        pool.settle(session, error)
        raise
    pool.give_back(session)
    return found


async def asked(session: Session, sql: str, args: list[Any]) -> Any:
    try:
        return await session.fetch(sql, *args)
    except asyncpg.InvalidCachedStatementError:
        # a plan made before the schema changed is made anew, once
        return await session.fetch(sql, *args)
