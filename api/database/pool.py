"""A pool of database sessions, opened when they are needed.

asyncpg's pool uses a task, a timer and a proxy for every acquisition, which costs more than a short query.
Readers leave no state in a session, so returning one needs no reset.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeAlias, cast

import asyncpg

from api.catalog.costs import Cost
from api.database.admission import Admission

Session: TypeAlias = Any
# Seconds. Firewalls and proxies on the way to the database drop idle connections.
MAX_IDLE = 300.0
# PostgreSQL's last words in a session.
ENDED = (asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError, asyncpg.CrashShutdownError)

# asyncpg raises this when the query begins between PostgreSQL's last words and the end of the connection.
UNREAD = (asyncpg.InternalClientError,)


def is_lost(session: Session, error: BaseException) -> bool:
    """Whether the query failed because its session had ended, for example while nobody used it."""
    closed = isinstance(error, asyncpg.InterfaceError) and session.is_closed()
    return closed or isinstance(error, (*ENDED, *UNREAD, ConnectionError))


class Pool:
    """A pool of at most `size` sessions. A caller waits up to `timeout` seconds for a free one.

    `shares` limits how many sessions queries of a cost may use; a cost that it does not name may use all.
    """

    timeout = 2.0

    def __init__(
        self, connect: Callable[[], Awaitable[Session]], size: int, shares: Mapping[Cost, int] | None = None
    ) -> None:
        self.connect, self.size = connect, size
        self.admissions = {cost: Admission((shares or {}).get(cost, size), self.timeout) for cost in Cost}
        self.sessions: set[Session] = set()
        self.opening: set[asyncio.Task[None]] = set()
        self.idle: list[tuple[float, Session]] = []
        self.waiting: deque[asyncio.Future[Session]] = deque()

    def free(self) -> Session | None:
        """Return the most recently used free session, if any."""
        while self.idle:
            since, session = self.idle.pop()
            if not session.is_closed() and time.monotonic() - since < MAX_IDLE:
                return session
            self.drop(session)
        return None

    def give_back(self, session: Session) -> None:
        if session.is_closed():
            self.drop(session)
        elif waiter := self.next_waiter():
            waiter.set_result(session)
        else:
            self.idle.append((time.monotonic(), session))

    def give_back_after(self, session: Session, error: BaseException) -> None:
        """Return the session after an error that PostgreSQL raised in a query.

        Any other error may leave a query running or be the end of the session, so drop it.
        """
        if isinstance(error, asyncpg.PostgresError) and not isinstance(error, ENDED):
            self.give_back(session)
        else:
            self.drop(session)

    async def take(self) -> Session:
        """Return a free session, or the next one that is opened or given back. Raises TimeoutError."""
        async with asyncio.timeout(self.timeout):
            return self.free() or await self.wait()

    async def wait(self) -> Session:
        waiter: asyncio.Future[Session] = asyncio.get_running_loop().create_future()
        self.waiting.append(waiter)
        self.open_more()
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter in self.waiting:
                self.waiting.remove(waiter)
            elif not waiter.cancelled() and waiter.exception() is None:
                self.give_back(waiter.result())
            raise

    def open_more(self) -> None:
        """Open a session for each waiter that none is being opened for, up to `size`."""
        wanted = min(len(self.waiting), self.size - len(self.sessions))
        for _ in range(wanted - len(self.opening)):
            self.opening.add(asyncio.create_task(self.open()))

    async def open(self) -> None:
        """Open a session and hand it out, or hand out the failure.

        No caller owns this task: a session that opens too late for its caller serves the next one.
        """
        try:
            session = await self.connect()
        except Exception as error:  # noqa: BLE001 - the caller who waits raises it
            self.opened()
            if waiter := self.next_waiter():
                waiter.set_exception(error)
        else:
            self.opened()
            self.sessions.add(session)
            self.give_back(session)
        self.open_more()

    def opened(self) -> None:
        self.opening.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    def drop(self, session: Session) -> None:
        self.sessions.discard(session)
        session.terminate()
        self.open_more()

    def drop_idle(self) -> None:
        """Close all free sessions: what ended one of them has probably ended the others."""
        while self.idle:
            self.drop(self.idle.pop()[1])

    def next_waiter(self) -> asyncio.Future[Session] | None:
        """Return the longest waiter that still waits, if any."""
        while self.waiting:
            waiter = self.waiting.popleft()
            if not waiter.done():
                return waiter
        return None

    def get_size(self) -> int:
        return len(self.sessions)

    def get_idle_size(self) -> int:
        return len(self.idle)

    def is_exhausted(self) -> bool:
        """Whether all sessions are in use. If not, a wait means that the database does not respond."""
        return len(self.sessions) == self.size and not self.idle

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Session]:
        session = self.free() or await self.take()
        try:
            yield session
        except BaseException as error:
            self.give_back_after(session, error)
            raise
        self.give_back(session)

    def terminate(self) -> None:
        for task in self.opening:
            task.cancel()
        for session in self.sessions:
            session.terminate()
