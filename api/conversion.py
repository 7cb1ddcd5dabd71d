"""A file that a library makes, in a thread, one batch behind the database.

So both work at once and neither keeps the loop from its requests.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

from api.making import Making, Order, opened
from api.problems import Refusal
from api.proofs import Proof
from api.shapes import Put

Hold: TypeAlias = Callable[[int], object]


class Abandoned(Exception):  # noqa: N818 - nobody waits for the file any more
    """Ends the thread's work at the next piece."""


class Conversion(Making):
    """The same in a thread. What the shape puts is put by the loop, for which the thread waits.

    `hold` is told how much scratch the shape has, and may refuse it.
    """

    BATCH = 1024 * 1024

    def __init__(self, order: Order, put: Put, threads: ThreadPoolExecutor, hold: Hold = int) -> None:
        super().__init__(order, put)
        self.hold, self.threads = hold, threads
        self.loop, self.abandoned = asyncio.get_running_loop(), False
        self.running: Future[Any] | None = None

    async def begin(self) -> None:
        await self.run(self.shaped, self.hand_over)

    def hand_over(self, data: bytes) -> None:
        if self.abandoned:
            raise Abandoned
        asyncio.run_coroutine_threadsafe(self.take(data), self.loop).result()

    async def take(self, data: bytes) -> None:
        if self.shape is not None:
            self.hold(self.shape.scratch)
        self.counted(data)

    async def turn(self) -> None:
        await self.idle()
        self.running = self.threads.submit(self.begun.feed, self.taken())

    async def idle(self) -> None:
        if self.running is not None:
            running, self.running = self.running, None
            await self.done(running)

    async def run(self, work: Any, *args: Any) -> Any:
        return await self.done(self.threads.submit(work, *args))

    async def done(self, running: "Future[Any]") -> Any:
        waiting = asyncio.wrap_future(running)
        try:
            return await asyncio.shield(waiting)
        except asyncio.CancelledError:
            self.abandoned = True
            await settled(waiting)
            raise

    async def end(self) -> Proof:
        if self.batch:
            await self.turn()
        await self.idle()
        await self.run(self.begun.end)
        return self.counted.proof(self.rows)

    async def close(self) -> None:
        self.abandoned = True
        if self.running is not None:
            await settled(asyncio.wrap_future(self.running))
        if self.shape is not None:
            await asyncio.to_thread(self.shape.close)


async def settled(running: "asyncio.Future[Any]") -> None:
    """Waits until the thread is at rest. How its work ended is nobody's concern: asyncio need not tell."""
    running.add_done_callback(lambda done: done.cancelled() or done.exception())
    await asyncio.wait({running})


class Conversions:
    """One at a time in a worker, of bounded memory. Who finds another at work waits a little and is told."""

    AT_ONCE, PATIENCE = 1, 10.0

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(self.AT_ONCE, thread_name_prefix="conversion")
        self.room = asyncio.Semaphore(self.AT_ONCE)

    @asynccontextmanager
    async def begun(self, order: Order, put: Put, hold: Hold = int) -> AsyncIterator[Making]:
        if order.form.library is None:
            async with opened(Making(order, put)) as making:
                yield making
            return
        try:
            async with asyncio.timeout(self.PATIENCE):
                await self.room.acquire()
        except TimeoutError as error:
            raise Refusal("overloaded", "Too many files of this kind are being made.") from error
        try:
            async with opened(Conversion(order, put, self.threads, hold)) as making:
                yield making
        finally:
            self.room.release()
