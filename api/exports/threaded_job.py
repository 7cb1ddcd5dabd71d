"""Run an export whose library works in a thread, one batch after the database.

So both work at the same time, and neither blocks the event loop.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

from api.database.admission import Admission
from api.exports.job import ExportJob, ExportRun, started
from api.storage.checksums import Proof, Write

Reserve: TypeAlias = Callable[[int], object]


class ExportCancelled(Exception):  # noqa: N818 - named for its reader
    """Ends the thread's work at its next write, because no client waits for the file any more."""


class ThreadedRun(ExportRun):
    """An export whose encoder runs in a thread. The event loop does its writes while the thread waits.

    `reserve` is called with the size of the encoder's scratch files and raises if they do not fit.
    """

    BATCH = 1024 * 1024

    def __init__(
        self, job: ExportJob, write: Write, threads: ThreadPoolExecutor, reserve: Reserve = int
    ) -> None:
        super().__init__(job, write)
        self.reserve, self.threads = reserve, threads
        self.loop, self.cancelled = asyncio.get_running_loop(), False
        self.future: Future[Any] | None = None

    async def start(self) -> None:
        await self.run_in_thread(self.start_encoder, self.write_from_thread)

    def write_from_thread(self, data: bytes) -> None:
        if self.cancelled:
            raise ExportCancelled
        asyncio.run_coroutine_threadsafe(self.write_on_loop(data), self.loop).result()

    async def write_on_loop(self, data: bytes) -> None:
        if self.encoder is not None:
            self.reserve(self.encoder.scratch)
        self.writer(data)

    async def encode_batch(self) -> None:
        await self.wait_for_thread()
        self.future = self.threads.submit(self.started_encoder.feed, self.take_batch())

    async def wait_for_thread(self) -> None:
        if self.future is not None:
            future, self.future = self.future, None
            await self.result_of(future)

    async def run_in_thread(self, work: Any, *args: Any) -> Any:
        return await self.result_of(self.threads.submit(work, *args))

    async def result_of(self, future: "Future[Any]") -> Any:
        waiting = asyncio.wrap_future(future)
        try:
            return await asyncio.shield(waiting)
        except asyncio.CancelledError:
            self.cancelled = True
            await settle(waiting)
            raise

    async def finish(self) -> Proof:
        if self.batch:
            await self.encode_batch()
        await self.wait_for_thread()
        await self.run_in_thread(self.started_encoder.finish)
        return self.writer.proof(self.rows)

    async def close(self) -> None:
        self.cancelled = True
        if self.future is not None:
            await settle(asyncio.wrap_future(self.future))
        if self.encoder is not None:
            await asyncio.to_thread(self.encoder.close)


async def settle(future: "asyncio.Future[Any]") -> None:
    """Wait until the thread is idle. Reads its exception, so that asyncio does not log it as unhandled."""
    future.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
    await asyncio.wait({future})


class ExportRunner:
    """Starts exports.

    Bounds memory: one export per worker runs in a thread; the next waits, then gets 503.
    """

    AT_ONCE, TIMEOUT = 1, 10.0

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(self.AT_ONCE, thread_name_prefix="conversion")
        self.admission = Admission(self.AT_ONCE, self.TIMEOUT)

    @asynccontextmanager
    async def start(self, job: ExportJob, write: Write, reserve: Reserve = int) -> AsyncIterator[ExportRun]:
        if job.form.library is None:
            async with started(ExportRun(job, write)) as run:
                yield run
            return
        slot = await self.admit()
        try:
            async with started(ThreadedRun(job, write, self.threads, reserve)) as run:
                yield run
        finally:
            self.admission.leave(slot)

    async def admit(self) -> object:
        try:
            return await self.admission.enter()
        except TimeoutError as error:
            raise self.admission.overloaded(
                "The server is already writing as many Parquet and Excel files as it can."
            ) from error
