"""A server of one worker, with the flags of `muster serve`, for tools that speak HTTP."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from tests.conftest import Database

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def serving(database: Database, folder: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The server's address and its settings."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings = {
        "MUSTER_DATABASE_URL": database.reader_url,
        "MUSTER_EXPORTER_URL": database.exporter_url,
        "MUSTER_DATA_DIR": str(folder),
        "MUSTER_PORT": str(port),
        "MUSTER_WORKERS": "1",
    }
    others = {name: text for name, text in os.environ.items() if not name.startswith("MUSTER_")}
    command = [sys.executable, "-P", "-m", "api.server.worker", str(os.getpid())]
    environment = others | settings | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, cwd=ROOT) as process:
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}", settings
        finally:
            process.terminate()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended by itself"
        with suppress(httpx.HTTPError):
            if httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=60).is_success:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not get ready")
