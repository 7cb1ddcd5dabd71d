"""Sessions with the database, opened as they are needed and shared out one at a time.

asyncpg's pool spends a task, a timer and a proxy on every loan, more than a short question costs.
Readers keep nothing in a session, so giving one back is free.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg

Session: TypeAlias = Any
# Whatever stands between us and the database may forget a silent connection sooner or later.
REST = 300.0


class Pool:
    """At most `size` sessions. Who finds none free waits for `patience` seconds and no longer."""

    patience = 2.0

    def __init__(self, connect: Callable[[], Awaitable[Session]], size: int) -> None:
        self.connect, self.size = connect, size
        self.sessions: set[Session] = set()
        self.opening = 0
        self.idle: list[tuple[float, Session]] = []
        self.waiting: deque[asyncio.Future[Session | None]] = deque()

    def free(self) -> Session | None:
        """The session that was used last, if one is free."""
        while self.idle:
            since, session = self.idle.pop()
            if not session.is_closed() and time.monotonic() - since < REST:
                return session
            self.drop(session)
        return None

    def give_back(self, session: Session) -> None:
        if session.is_closed():
            self.drop(session)
        elif not self.wake(session):
            self.idle.append((time.monotonic(), session))

    def settle(self, session: Session, error: BaseException) -> None:
        """A refusal of PostgreSQL ends the question; whatever else stopped it may leave it under way."""
        if isinstance(error, asyncpg.PostgresError):
            self.give_back(session)
        else:
            self.drop(session)

    async def take(self) -> Session:
        async with asyncio.timeout(self.patience):
            while True:
                if (session := self.free() or await self.another()) is not None:
                    return session

    async def another(self) -> Session | None:
        """A new session, or the next that is given back; none where there is room to look again."""
        if len(self.sessions) + self.opening < self.size:
            return await self.opened()
        waiter: asyncio.Future[Session | None] = asyncio.get_running_loop().create_future()
        self.waiting.append(waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and (session := waiter.result()) is not None:
                self.give_back(session)
            raise

    async def opened(self) -> Session:
        self.opening += 1
        try:
            session = await self.connect()
            self.sessions.add(session)
        except BaseException:
            self.wake(None)
            raise
        finally:
            self.opening -= 1
        return session

    def drop(self, session: Session) -> None:
        self.sessions.discard(session)
        session.terminate()
        self.wake(None)

    def wake(self, session: Session | None) -> bool:
        """Hands it to who has waited longest; `None` is room for a new one."""
        while self.waiting:
            waiter = self.waiting.popleft()
            if not waiter.done():
                waiter.set_result(session)
                return True
        return False

    def get_size(self) -> int:
        return len(self.sessions)

    def get_idle_size(self) -> int:
        return len(self.idle)

    def is_exhausted(self) -> bool:
        """Tells a wait for a free session from a database that does not answer."""
        return len(self.sessions) == self.size and not self.idle

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Session]:
        session = self.free() or await self.take()
        try:
            yield session
        except BaseException as error:
            self.settle(session, error)
            raise
        self.give_back(session)

    def terminate(self) -> None:
        for session in self.sessions:
            session.terminate()
