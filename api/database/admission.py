"""Limit how many queries of one cost run at a time, so that expensive ones leave sessions for the others."""

import asyncio
import math
import time
from collections import deque
from statistics import fmean

from api.problems import ProblemError


class Admission:
    """Admits at most `size` queries at a time. Others wait in order for up to `timeout` seconds."""

    # Small, so that the average reflects the last minutes.
    SAMPLE_SIZE = 20

    def __init__(self, size: int, timeout: float = 2.0) -> None:
        self.size, self.timeout = size, timeout
        self.semaphore = asyncio.Semaphore(size)
        self.waiting = 0
        self.started: dict[object, float] = {}
        self.durations: deque[float] = deque(maxlen=self.SAMPLE_SIZE)

    async def enter(self) -> object:
        """Wait for a slot and return it. The caller must `leave` it. Raises TimeoutError."""
        if self.semaphore.locked():
            await self.wait()
        else:
            await self.semaphore.acquire()
        slot = object()
        self.started[slot] = time.monotonic()
        return slot

    async def wait(self) -> None:
        self.waiting += 1
        try:
            async with asyncio.timeout(self.timeout):
                await self.semaphore.acquire()
        finally:
            self.waiting -= 1

    def leave(self, slot: object) -> None:
        """Free the slot. `retry_after` estimates from the time it was taken."""
        self.durations.append(time.monotonic() - self.started.pop(slot))
        self.semaphore.release()

    def retry_after(self) -> int:
        """Estimate the seconds until all waiting queries and one more are done, from recent durations.

        A running query counts with its duration so far. Of many rejected at once the first gets the longest
        time, so they do not all retry together.
        """
        now = time.monotonic()
        running = [now - since for since in self.started.values()]
        each = max(fmean(self.durations or [0]), fmean(running or [0]))
        return max(1, math.ceil(each * (self.waiting + 1) / self.size))

    def overloaded(self, detail: str) -> ProblemError:
        return ProblemError("overloaded", detail, headers={"retry-after": str(self.retry_after())})
