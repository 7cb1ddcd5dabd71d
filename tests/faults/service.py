"""`muster serve` as a process of its own, and what a test asks of it."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from tests.faults import web

ROOT = Path(__file__).resolve().parents[2]
PUBLIC_URL = "https://muster.example"


class Service:
    """A running `muster serve`. What it says goes to a file."""

    command: tuple[str, ...] = ("-m", "api.cli", "serve", "--no-release-files")

    def __init__(self, folder: Path, reader_url: str, exporter_url: str, **settings: str) -> None:
        self.folder = folder
        self.spool = Path(settings.get("MUSTER_SPOOL_DIR", folder / "spool"))
        self.port = int(settings.get("MUSTER_PORT", 0)) or free_port()
        self.size = int(settings.get("MUSTER_WORKERS", 1))
        self.log = folder / f"serve-{self.port}.log"
        clean = {name: text for name, text in os.environ.items() if not name.startswith("MUSTER_")}
        given = {
            "MUSTER_DATABASE_URL": reader_url,
            "MUSTER_EXPORTER_URL": exporter_url,
            "MUSTER_DATA_DIR": str(folder),
            "MUSTER_PORT": str(self.port),
            "MUSTER_PUBLIC_URL": PUBLIC_URL,
            "MUSTER_WORKERS": "1",
            # what is finished before it is sent cannot be cut
            "MUSTER_WHOLE_FILE_MB": "0",
            # what is remembered needs no database
            "MUSTER_MEMORY_MB": "0",
            "PYTHONPATH": str(ROOT),
            **settings,
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", *self.command],
                env=clean | given,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def wait(self, seconds: float = 60) -> "Service":
        """Until every worker answers."""
        web.until(lambda: self.is_alive() and self.starts() == self.size, seconds)
        web.until(lambda: web.status(self.port, "/health/live", timeout=2) == 200, seconds)
        return self

    def is_alive(self) -> bool:
        assert self.process.poll() is None, self.said()
        return True

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def starts(self) -> int:
        """How many workers have begun to serve so far; one that has not yet cannot be stopped politely."""
        return self.said().count("Started worker-")

    def server(self) -> psutil.Process:
        """Granian's own process, the parent of the workers."""
        (server,) = (
            child
            for child in psutil.Process(self.process.pid).children()
            if any("api.server.worker" in word for word in child.cmdline())
        )
        return server

    def workers(self) -> list[psutil.Process]:
        try:
            return [child for child in self.server().children() if lives(child)]
        except (psutil.Error, ValueError):
            return []

    def oldest(self) -> psutil.Process:
        """The only worker to kill: the same one twice within six seconds ends the server."""
        return min(self.workers(), key=lambda worker: worker.create_time())

    def memory(self) -> int:
        return sum(worker.memory_info().rss for worker in self.workers())

    def spooled(self) -> int:
        """Files in the making: they have no name, only a worker's descriptor."""
        return sum(str(self.spool) in link for worker in self.workers() for link in links(worker.pid))

    def stop(self, seconds: float = 60) -> int:
        self.process.send_signal(signal.SIGTERM)
        try:
            return web.patiently(self.process.wait, seconds)
        finally:
            self.kill()

    def kill(self) -> None:
        """Its server and workers die of it, which takes them a moment."""
        try:
            family = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            family = []
        self.process.kill()
        self.process.wait()
        _, living = psutil.wait_procs(family, 20 * web.busy())
        assert not living, living


def lives(process: psutil.Process) -> bool:
    """It may end at any moment, also between two questions."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def links(pid: int) -> list[str]:
    """What a process holds open: nothing, where it has ended meanwhile."""
    found = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                found.append(str(descriptor.readlink()))
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
