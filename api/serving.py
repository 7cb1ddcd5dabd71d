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

from api.bundle import folder
from api.connection import DatabaseProblem
from api.embedded import Cluster
from api.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
STARTING, STOPPING = 60, 45
WORTH_OPENING = (
    "/docs",
    "/v1/incentives?kind=signing_bonus&sort=-value",
    "/v1/staffing-figures.csv?agency_id=us-dhs-ice",
)


class Readers(msgspec.Struct, frozen=True, kw_only=True):
    """What the server process is told of the database; without `files` the pools derive it."""

    pages: str
    files: str | None


class ServerProblem(DatabaseProblem):
    pass


def claim_port(settings: Settings) -> None:
    """A port in use is said before the work is done, not after."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise ServerProblem(
                f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
                "MUSTER_PORT and MUSTER_HOST name another address."
            ) from error


def run(
    settings: Settings, readers: Readers, cluster: Cluster | None, say: Callable[[str], None], *, files: bool
) -> None:
    """Until KeyboardInterrupt; the server is stopped before its database is."""
    server = launch("api.server", readers)
    try:
        wait_for_answer(settings, server)
        say(
            "\n".join(
                [
                    "Muster serves. Worth opening:",
                    *(f"  {settings.public_url}{path}" for path in WORTH_OPENING),
                ]
            )
        )
        with storing(settings.release_files_dir, readers) if files else nullcontext() as writer:
            watch(server, cluster, writer, say)
    finally:
        end(server)


@contextmanager
def storing(root: Path, readers: Readers) -> Iterator[subprocess.Popen[bytes]]:
    """The newest release's files are written beside, where they are missing; none is left unfinished."""
    writer = launch("api.bundle.background", readers)
    try:
        yield writer
    finally:
        writer.kill()
        writer.wait()
        folder.sweep_after(root)


def launch(module: str, readers: Readers) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl-C reaches only us and the order of stopping is ours."""
    environment = {name: text for name, text in os.environ.items() if name != "MUSTER_OWNER_URL"}
    environment["MUSTER_DATABASE_URL"] = readers.pages
    if readers.files:
        environment["MUSTER_EXPORTER_URL"] = readers.files
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-P", "-m", module, str(os.getpid())]
    return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603


def wait_for_answer(settings: Settings, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTING
    while not answers(settings):
        if server.poll() is not None or time.monotonic() > until:
            raise ServerProblem("The HTTP server did not start; its reasons stand above.")
        time.sleep(0.05)


def answers(settings: Settings) -> bool:
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised, not bound
    connection = http.client.HTTPConnection(
        everywhere.get(settings.host, settings.host), settings.port, timeout=5
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
            writer.poll()  # takes leave of it when it is done
        if cluster is not None and not cluster.is_running():
            say("PostgreSQL ended unexpectedly and is started again.")
            cluster.run(say)
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=1)
    raise ServerProblem("The HTTP server ended by itself; its reasons stand above.")


def end(server: subprocess.Popen[bytes]) -> None:
    try:
        server.send_signal(signal.SIGTERM)
        until = time.monotonic() + STOPPING
        while server.poll() is None and time.monotonic() < until:
            try:
                server.wait(timeout=1)
            except subprocess.TimeoutExpired:  # only then its number is still its own
                remind(server.pid)
        server.wait(timeout=0)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        server.kill()
        server.wait()


def remind(pid: int) -> None:
    """A worker whose loop has not begun yet loses the signal, and granian sends none again."""
    with suppress(psutil.Error):
        for worker in psutil.Process(pid).children():
            worker.terminate()
