"""Processes and databases of these tests' own: nothing here may disturb what the other rooms share."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from msgspec import Struct

from api import embedded
from api.database.setup import initialise
from api.embedded import launch
from seeds.publishing.publish import replay
from tests import small_log
from tests.faults import web
from tests.folders import open_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_log.write(tmp_path_factory.mktemp("releases"), first=1, made_up=0)


@pytest.fixture(scope="session")
def prepared() -> Iterator[Path]:
    """A data folder after its first start: to be copied, not used."""
    with open_folder() as folder:
        with embedded.start(folder / "data", sync=False):
            pass
        yield folder / "data"


@pytest.fixture(scope="session")
def published(prepared: Path, releases: Path) -> Iterator[Path]:
    """The same with the releases in it, so that a start has nothing to publish."""
    with open_folder("/tmp") as folder:
        subprocess.run(["cp", "-a", prepared, folder / "data"], check=True)
        with embedded.start(folder / "data", sync=False) as cluster:
            urls = {"reader_url": cluster.reader_url, "exporter_url": cluster.exporter_url}
            asyncio.run(initialise(cluster.owner_url, **urls))
            replay(cluster.owner_url, releases, lambda *_: None)
        yield folder / "data"


@pytest.fixture
def home() -> Iterator[Path]:
    """What a test's data folder lies in: open all the way, whatever TMPDIR says."""
    with open_folder("/tmp") as folder:
        yield folder


@pytest.fixture
def data(prepared: Path, home: Path) -> Path:
    """A data folder whose cluster is made already and does not run."""
    subprocess.run(["cp", "-a", prepared, home / "data"], check=True)
    return home / "data"


@pytest.fixture(scope="session")
def namespaces() -> None:
    """What root needs below a folder that others may not enter, and few containers have."""
    command = [sys.executable, "-I", "-S", launch.__file__, "0", "namespace", "0", "0", "/bin/true"]
    if os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("not run: no user namespace may be made here")


@pytest.fixture
def environment(home: Path, releases: Path) -> dict[str, str]:
    clean = {name: text for name, text in os.environ.items() if not name.startswith("MUSTER_")}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {"DATA_DIR": home / "data", "RELEASES_DIR": releases, "PORT": port, "WORKERS": 1}
    return clean | {f"MUSTER_{name}": str(value) for name, value in given.items()} | {"PYTHONPATH": str(ROOT)}


class Running:
    """`muster` with its words in a file."""

    def __init__(self, environment: dict[str, str], said: Path, *command: str) -> None:
        self.environment, self.said = environment, said
        with said.open("ab") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "api.cli", *command],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                # A shell without job control lets its children ignore Ctrl-C.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
            )

    def words(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def end(self, seconds: float = 30) -> int:
        return self.process.wait(seconds * web.busy())

    def wait(self, path: str = "/health/ready", seconds: float = 30) -> "Running":
        until = time.monotonic() + seconds * web.busy()
        while self.status(path) != 200:
            assert self.process.poll() is None, self.words()
            assert time.monotonic() < until, self.words()
            time.sleep(0.1)
        return self

    def words_with(self, text: str, seconds: float = 60) -> str:
        """Once the text is among them: a server answers a moment before it says so."""
        until = time.monotonic() + seconds * web.busy()
        while text not in (words := self.words()):
            assert time.monotonic() < until, words
            time.sleep(0.05)
        return words

    def status(self, path: str) -> int | None:
        try:
            address = f"http://127.0.0.1:{self.environment['MUSTER_PORT']}{path}"
            with urllib.request.urlopen(address, timeout=2) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return None


@pytest.fixture
def muster(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """`muster("serve", MUSTER_PORT=…)`; what still runs at the end of the test is ended."""
    started: list[Running] = []

    def start(*command: str, **settings: str) -> Running:
        said = tmp_path / f"said-{len(started)}"
        started.append(Running(environment | settings, said, *command))
        return started[-1]

    yield start
    for each in started:
        each.process.terminate()
        each.end()


def descendants(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


class Told(Struct, frozen=True, kw_only=True):
    """What a process was started with."""

    name: str
    environment: dict[str, str]
    command: list[str]


def told(pid: int) -> Iterator[Told]:
    """Of each process below this one; the one that writes release files may begin or end at any moment."""
    above = psutil.Process(pid).cmdline()
    for process in descendants(pid):
        with suppress(psutil.NoSuchProcess):
            each = Told(name=process.name(), environment=process.environ(), command=process.cmdline())
            if each.command != above:  # until a process becomes another program, it is a copy of this one
                yield each


def gone(processes: list[psutil.Process], seconds: float = 10) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=seconds * web.busy())
    return not alive
