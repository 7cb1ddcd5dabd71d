"""What goes on beside a test for as long as it wants: a lock that is held, a file that nobody takes."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import asyncpg

Work = Callable[[threading.Event, threading.Event], Coroutine[Any, Any, None]]


@contextmanager
def going_on(work: Work, stop: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Work that says when it has begun, and is told when it is to be done."""
    begun, done = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        going = pool.submit(asyncio.run, work(begun, done))
        try:
            assert begun.wait(20)
            yield
        finally:
            stop()
            done.set()
            going.result(20)


@contextmanager
def holding(url: str, lock: str) -> Iterator[None]:
    """A transaction that has taken the lock, and ends with the block."""

    async def hold(held: threading.Event, done: threading.Event) -> None:
        connection = await asyncpg.connect(url)
        async with connection.transaction():
            await connection.execute(lock)
            held.set()
            await asyncio.to_thread(done.wait)
        await connection.close()

    with going_on(hold):
        yield
