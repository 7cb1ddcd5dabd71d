"""Locks that are held for as long as a test wants."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import asyncpg


@contextmanager
def holding(url: str, lock: str) -> Iterator[None]:
    """A transaction that has taken the lock, and ends with the block."""
    held, done = threading.Event(), threading.Event()

    async def hold() -> None:
        connection = await asyncpg.connect(url)
        async with connection.transaction():
            await connection.execute(lock)
            held.set()
            await asyncio.to_thread(done.wait)
        await connection.close()

    with ThreadPoolExecutor(1) as pool:
        taking = pool.submit(asyncio.run, hold())
        try:
            assert held.wait(20)
            yield
        finally:
            done.set()
            taking.result(20)
