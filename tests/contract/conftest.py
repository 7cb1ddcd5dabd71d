"""A server as it runs, on a larger small log, for tools that speak HTTP."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from api.settings import Settings
from tests import small_log
from tests.conftest import Database, files_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def larger(server, tmp_path_factory) -> Database:
    """More of each official file than the other rooms have, which compare every record in pages of 1,000."""
    made = server.create("muster_contract")
    made.publish(small_log.write(tmp_path_factory.mktemp("log"), rows=200))
    return made


@pytest.fixture(scope="session")
def service(larger, tmp_path_factory) -> Iterator[str]:
    """The address of a server of one worker, with the flags of `muster serve`, and the files of release 1."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {name: text for name, text in os.environ.items() if not name.startswith("MUSTER_")}
    environment |= {
        "MUSTER_DATABASE_URL": larger.reader_url,
        "MUSTER_EXPORTER_URL": larger.exporter_url,
        "MUSTER_DATA_DIR": str(tmp_path_factory.mktemp("service")),
        "MUSTER_PORT": str(port),
        "MUSTER_WORKERS": "1",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-P", "-m", "api.server", str(os.getpid())]
    with subprocess.Popen(command, env=environment, cwd=ROOT) as process:
        try:
            wait_for(port, process)
            given = {name: text for name, text in environment.items() if name.startswith("MUSTER_")}
            files_of(larger, Settings.from_environment(given), 1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended by itself"
        with suppress(httpx.HTTPError):
            if httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=5).is_success:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not get ready")
