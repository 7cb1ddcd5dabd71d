"""Start the HTTP server as a process, watch it and its database, and stop it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import msgspec
import psutil  # type: ignore[import-untyped]

from api.database.connection import DatabaseProblem
from api.embedded import Cluster
from api.settings import Settings
from api.storage import folder

ROOT = Path(__file__).resolve().parents[2]
STARTING, STOPPING = 60, 45
EXAMPLE_PATHS = (
    "/docs",
    "/v1/incentives?kind=signing_bonus&sort=-value",
    "/v1/staffing-figures.csv?agency_id=us-dhs-ice",
)


class ReaderUrls(msgspec.Struct, frozen=True, kw_only=True):
    """The database URLs of the server process. Without `files`, the pools derive it from `pages`."""

    pages: str
    files: str | None


class ServerProblem(DatabaseProblem):
    pass


def claim_port(settings: Settings) -> None:
    """Check that the port is free, before any slow work. Raises ServerProblem."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise ServerProblem(
                f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
                "To use another port or host, set MUSTER_PORT or MUSTER_HOST."
            ) from error


def run(
    settings: Settings,
    readers: ReaderUrls,
    cluster: Cluster | None,
    say: Callable[[str], None],
    *,
    files: bool,
) -> None:
    """Run the server until KeyboardInterrupt. It stops before its database does."""
    server = launch("api.server.worker", readers)
    try:
        wait_until_live(settings, server)
        say(
            "\n".join(
                [
                    "Muster is ready. Try these URLs:",
                    *(f"  {settings.public_url}{path}" for path in EXAMPLE_PATHS),
                ]
            )
        )
        with writing_release_files(settings.release_files_dir, readers) if files else nullcontext() as writer:
            watch(server, cluster, writer, say)
    finally:
        end(server)


@contextmanager
def writing_release_files(root: Path, readers: ReaderUrls) -> Iterator[subprocess.Popen[bytes]]:
    """Run the process that writes release files. At the end, kill it and delete its unfinished files."""
    writer = launch("api.server.release_files", readers)
    try:
        yield writer
    finally:
        writer.kill()
        writer.wait()
        folder.sweep_if_idle(root)


def launch(module: str, readers: ReaderUrls) -> subprocess.Popen[bytes]:
    """Start a module as a process in its own session, so that Ctrl-C reaches only this process."""
    environment = {name: text for name, text in os.environ.items() if name != "MUSTER_OWNER_URL"}
    environment["MUSTER_DATABASE_URL"] = readers.pages
    if readers.files:
        environment["MUSTER_EXPORTER_URL"] = readers.files
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-P", "-m", module, str(os.getpid())]
    return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603


def wait_until_live(settings: Settings, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTING
    while not is_live(settings):
        if server.poll() is not None or time.monotonic() > deadline:
            raise ServerProblem("The HTTP server did not start. The lines above say why.")
        time.sleep(0.05)


def is_live(settings: Settings) -> bool:
    loopback = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised, not bound
    connection = http.client.HTTPConnection(
        loopback.get(settings.host, settings.host), settings.port, timeout=5
    )
    try:
        connection.request("GET", "/health/live")
        return bool(connection.getresponse().status)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def watch(
    server: subprocess.Popen[bytes],
    cluster: Cluster | None,
    writer: subprocess.Popen[bytes] | None,
    say: Callable[[str], None],
) -> None:
    while server.poll() is None:
        if writer is not None:
            writer.poll()  # Reaps the process when it has ended.
        if cluster is not None and not cluster.is_running():
            say("PostgreSQL ended unexpectedly and is being started again.")
            cluster.run(say)
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=1)
    raise ServerProblem("The HTTP server ended unexpectedly. The lines above say why.")


def end(server: subprocess.Popen[bytes]) -> None:
    try:
        server.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOPPING
        while server.poll() is None and time.monotonic() < deadline:
            try:
                server.wait(timeout=1)
            except subprocess.TimeoutExpired:  # The process is still alive, so its id is not reused.
                terminate_workers(server.pid)
        server.wait(timeout=0)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        server.kill()
        server.wait()


def terminate_workers(pid: int) -> None:
    """Signal the workers again. One whose event loop had not started loses the first signal."""
    with suppress(psutil.Error):
        for worker in psutil.Process(pid).children():
            worker.terminate()
