"""Draw charts in a process of its own, one at a time, which starts when it is first needed."""

import asyncio
import logging
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

import msgspec
import psutil  # type: ignore[import-untyped]

from api.charts.frames import DRAWN, Order, read_frame, write_frame
from api.database.admission import Admission
from api.problems import ProblemError

log = logging.getLogger("muster")
ROOT = Path(__file__).resolve().parents[2]
# Seconds without a chart after which the process ends.
IDLE = 600.0
# Seconds that a chart may wait for those before it, and seconds that it may take.
PATIENCE, LONGEST = 5.0, 20.0
# A process that has grown beyond this ends, and the next chart starts another.
MEMORY = 300 * 2**20
# The part of the environment that the process needs. It knows no URL of a database.
ENVIRONMENT = ("PATH", "LANG", "HOME", "LD_LIBRARY_PATH")


class Ended(Exception):  # noqa: N818 - what happened
    """The process ended without an answer."""


class Renderer:
    """A worker's process for charts. `module` is what it runs."""

    def __init__(self, module: str = "api.charts.drawing", idle: float = IDLE) -> None:
        self.module, self.idle = module, idle
        self.admission = Admission(1, PATIENCE)
        self.process: subprocess.Popen[bytes] | None = None
        self.timer: asyncio.TimerHandle | None = None

    async def draw(self, order: Order) -> bytes:
        """Draw a picture. Raises 503 if too many wait, or if the process fails twice."""
        try:
            slot = await self.admission.enter()
        except TimeoutError:
            raise self.admission.overloaded("Too many charts are being drawn.") from None
        try:
            return await self.attempt(order)
        finally:
            self.admission.leave(slot)

    async def attempt(self, order: Order) -> bytes:
        """Draw, with a new process if the one there is has died."""
        for _ in range(2):
            try:
                answer = await self.ask(order)
            except Ended:
                log.warning("The process that draws charts ended. The next chart starts another.")
                continue
            if answer[:1] != DRAWN:
                raise RuntimeError(f"A chart could not be drawn: {answer[1:].decode(errors='replace')}")
            return answer[1:]
        raise ProblemError(
            "overloaded", "The chart could not be drawn. Its data is at the same URL as .vl.json."
        )

    async def ask(self, order: Order) -> bytes:
        process = self.running()
        exchange = asyncio.get_running_loop().run_in_executor(None, exchanged, process, order)
        try:
            answer = await asyncio.wait_for(asyncio.shield(exchange), LONGEST)
        except BaseException as error:
            # Nobody may read half an answer, also if the client has left.
            self.end()
            if isinstance(error, TimeoutError):
                raise Ended from error
            raise
        if answer is None:
            self.end()
            raise Ended
        self.rest(process)
        return answer

    def running(self) -> subprocess.Popen[bytes]:
        if self.timer:
            self.timer.cancel()
        if self.process is not None and self.process.poll() is not None:
            self.end()  # closes its pipes
        if self.process is None:
            self.process = start(self.module)
        return self.process

    def rest(self, process: subprocess.Popen[bytes]) -> None:
        """End the process when it is idle for long, or now if it has grown too large."""
        if memory(process) > MEMORY:
            self.end()
        else:
            self.timer = asyncio.get_running_loop().call_later(self.idle, self.end)

    def end(self) -> None:
        process, self.process = self.process, None
        if self.timer:
            self.timer.cancel()
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with suppress(BrokenPipeError):  # part of an order is left that nobody reads
                    cast("IO[bytes]", stream).close()


def start(module: str) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-P", "-m", module, str(os.getpid())]
    return subprocess.Popen(  # noqa: S603 - our own module
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )


def exchanged(process: subprocess.Popen[bytes], order: Order) -> bytes | None:
    """Send an order and read its answer, in a thread. None: the process has ended."""
    try:
        write_frame(cast("IO[bytes]", process.stdin), msgspec.json.encode(order))  # type: ignore[arg-type]
        return read_frame(cast("IO[bytes]", process.stdout))  # type: ignore[arg-type]
    except (OSError, ValueError):
        return None


def memory(process: subprocess.Popen[bytes]) -> int:
    try:
        return int(psutil.Process(process.pid).memory_info().rss)
    except psutil.Error:
        return 0
