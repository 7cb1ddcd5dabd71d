"""Processes that the bench starts: pinned to cores, watched, and always stopped."""

import contextlib
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

import psutil

STARTING, STOPPING = 60.0, 20.0
SERVER_CORE = 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pinned(command: Sequence[str], core: int = SERVER_CORE) -> list[str]:
    return ["taskset", "--cpu-list", str(core), *command]


class Server:
    """A server on a port of the loopback interface; stopped with its children when the block ends."""

    def __init__(
        self, name: str, command: Sequence[str], port: int, env: Mapping[str, str], log: Path
    ) -> None:
        self.name, self.command, self.port, self.env, self.log = name, command, port, env, log

    def __enter__(self) -> Self:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                pinned(self.command),
                env={**os.environ, **self.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def wait(self) -> None:
        until = time.monotonic() + STARTING
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            if self.process.poll() is not None or time.monotonic() > until:
                said = self.log.read_text(errors="replace")[-2000:]
                raise SystemExit(f"{self.name} did not start:\n{said}")
            time.sleep(0.05)

    def __exit__(self, *_: object) -> None:
        family = self.family()
        for process in family:
            with contextlib.suppress(psutil.Error):
                process.terminate()
        _, deaf = psutil.wait_procs(family, timeout=STOPPING)
        for process in deaf:
            with contextlib.suppress(psutil.Error):
                process.kill()
        self.process.wait()

    def family(self) -> list[psutil.Process]:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(self.process.pid)
            return [process, *process.children(recursive=True)]
        return []

    def resident(self) -> int:
        """Bytes of memory, its own and its children's."""
        total = 0
        for process in self.family():
            with contextlib.suppress(psutil.Error):
                total += process.memory_info().rss
        return total

    @contextlib.contextmanager
    def growth(self) -> Iterator[list[int]]:
        """Fills the list with one number: the bytes by which the server grew at most within the block."""
        before, peak, ended, found = self.resident(), [0], threading.Event(), list[int]()

        def sample() -> None:
            while not ended.wait(0.02):
                peak[0] = max(peak[0], self.resident())

        sampler = threading.Thread(target=sample)
        sampler.start()
        try:
            yield found
        finally:
            ended.set()
            sampler.join()
            found.append(max(0, peak[0] - before))
