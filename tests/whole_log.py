"""The real log as a whole, published once for all runs of a state, and a server on it as users meet one.

TEST_SITE_URL names a server that already holds it, TEST_SITE_DATABASE_URL its database: then nothing is
published, and trying the documents or a statement about the data takes seconds.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.kept_log import kept_cluster
from tests.small_log import REAL, ROOT

PATIENCE, NAME = 300, "muster_whole_log"


@pytest.fixture(scope="session")
def whole_log() -> Iterator[Any]:
    """A database with every real release. Nobody changes it: it is kept for the next run."""
    from tests.conftest import Server

    def publish(url: str) -> None:
        Server(url=url).create(NAME).publish(REAL)

    with kept_cluster(publish) as url:
        yield Server(url=url).database(NAME)


@pytest.fixture(scope="session")
def log_url(request: pytest.FixtureRequest) -> str:
    """The address of that database, for a reader who may take two minutes."""
    given = os.environ.get("TEST_SITE_DATABASE_URL")
    return given or str(request.getfixturevalue("whole_log").exporter_url)


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the whole log."""
    if url := os.environ.get("TEST_SITE_URL"):
        yield url
        return
    with serving(request.getfixturevalue("whole_log"), tmp_path_factory.mktemp("site")) as url:
        yield url


@contextmanager
def serving(database: Any, folder: Path) -> Iterator[str]:
    """`muster serve` on a free port, with the files of release 1, which the documents download."""
    from api.settings import Settings
    from tests.conftest import files_of

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: text for name, text in os.environ.items() if not name.startswith("MUSTER_")} | {
        "MUSTER_DATABASE_URL": database.reader_url,
        "MUSTER_EXPORTER_URL": database.exporter_url,
        "MUSTER_DATA_DIR": str(folder),
        "MUSTER_PORT": str(port),
        "MUSTER_WORKERS": "1",
        "PYTHONPATH": str(ROOT),
    }
    with (folder / "serve.log").open("wb") as said:
        command = [sys.executable, "-P", "-m", "api.cli", "serve", "--no-release-files"]
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
    try:
        wait(process, f"http://127.0.0.1:{port}", folder / "serve.log")
        given = environment | {"MUSTER_PUBLIC_URL": f"http://127.0.0.1:{port}"}
        mine = {name: text for name, text in given.items() if name.startswith("MUSTER_")}
        files_of(database, Settings.from_environment(mine), 1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait(process: "subprocess.Popen[bytes]", url: str, said: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(f"{url}/health/ready", timeout=60):
                return
        except (URLError, OSError):
            assert process.poll() is None, said.read_text(encoding="utf-8")
            assert time.monotonic() < until, said.read_text(encoding="utf-8")
            time.sleep(0.1)
