"""Fetch rows from a pool. An overloaded pool and an unreachable database raise different problems."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from api.catalog.costs import Cost
from api.database.admission import Admission
from api.database.pool import Pool, Session, is_lost
from api.problems import ProblemError


@asynccontextmanager
async def acquired(pool: Pool, cost: Cost = Cost.LOOKUP) -> AsyncIterator[Session]:
    """Acquire a session for queries of this cost. Raises 503 if none is free in time."""
    admission = pool.admissions[cost]
    slot = await admit(pool, admission)
    try:
        session = await live_session(pool, admission)
        try:
            yield session
        except BaseException as error:
            pool.give_back_after(session, error)
            raise
        pool.give_back(session)
    finally:
        admission.leave(slot)


async def live_session(pool: Pool, admission: Admission) -> Session:
    """Return a session that responds. Its user cannot repeat a query whose rows are half sent."""
    if (session := pool.free()) is None:
        return await take_session(pool, admission)
    try:
        await session.execute("select")
    except BaseException as error:
        if not lost(pool, session, error):
            raise
        return await take_session(pool, admission)
    return session


def lost(pool: Pool, session: Session, error: BaseException) -> bool:
    """Return the session after an error. Whether the session had ended, so that another may do better."""
    ended = is_lost(session, error)
    pool.give_back_after(session, error)
    if ended:
        pool.drop_idle()
    return ended


# Both an unreachable database and an exhausted pool end in this timeout.
TIMED_OUT = "No database connection became free in time."


async def admit(pool: Pool, admission: Admission) -> object:
    try:
        return await admission.enter()
    except TimeoutError as error:
        raise timed_out(admission, busy=bool(pool.sessions)) from error


async def take_session(pool: Pool, admission: Admission) -> Session:
    try:
        return await pool.take()
    except TimeoutError as error:
        raise timed_out(admission, busy=pool.is_exhausted()) from error


def timed_out(admission: Admission, *, busy: bool) -> ProblemError:
    return admission.overloaded(TIMED_OUT) if busy else ProblemError("database-unavailable", TIMED_OUT)


async def row(pool: Pool, sql: str, args: list[Any], cost: Cost = Cost.LOOKUP) -> Any:
    matches = await rows(pool, sql, args, cost)
    return matches[0] if matches else None


async def rows(pool: Pool, sql: str, args: list[Any], cost: Cost = Cost.LOOKUP) -> Any:
    """Fetch rows, once more if the session had ended.

    Without `acquired`, whose context manager costs as much as a look-up is allowed to.
    """
    admission = pool.admissions[cost]
    slot = await admit(pool, admission)
    try:
        session = pool.free() or await take_session(pool, admission)
        try:
            rows = await fetch_rows(session, sql, args)
        except BaseException as error:
            if not lost(pool, session, error):
                raise
            return await fetch_again(pool, admission, sql, args)
        pool.give_back(session)
        return rows
    finally:
        admission.leave(slot)


async def fetch_again(pool: Pool, admission: Admission, sql: str, args: list[Any]) -> Any:
    session = await take_session(pool, admission)
    try:
        rows = await fetch_rows(session, sql, args)
    except BaseException as error:
        pool.give_back_after(session, error)
        raise
    pool.give_back(session)
    return rows


async def fetch_rows(session: Session, sql: str, args: list[Any]) -> Any:
    try:
        return await session.fetch(sql, *args)
    except asyncpg.InvalidCachedStatementError:
        # the schema has changed since the statement was planned: plan it again, once
        return await session.fetch(sql, *args)
