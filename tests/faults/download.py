"""Clients that read a file in a thread of their own, each in its manner, and a tally of how they ended."""

import hashlib
import http.client
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Self

from msgspec import Struct

from tests.faults import web

FILE = "/v1/staffing-figures.ndjson"


def another(turn: int, file: str = FILE) -> str:
    """The same rows under a new address each time, which no cache can have."""
    return f"{file}?value__gte=-{turn + 1}"


# As clients ask: plain, packed, and as those that cannot know of chunks.
MANNERS = ("1.1", "gzip", "1.0")
CURL = ("curl", "curl 1.0")


class Old(http.client.HTTPConnection):
    _http_vsn, _http_vsn_str = 10, "HTTP/1.0"


class Download:
    def __init__(self, port: int, manner: str, path: str = "", *, keep: bool = False) -> None:
        self.port, self.manner, self.path, self.keep = port, manner, path or another(10_000), keep
        self.answer = web.Answer(status=0, broken="not asked")
        self.connection: http.client.HTTPConnection | None = None
        self.local = 0
        if manner not in CURL:
            kind = Old if manner == "1.0" else http.client.HTTPConnection
            self.connection = kind("127.0.0.1", port, timeout=30)
            self.connection.connect()
            self.local = int(self.connection.sock.getsockname()[1])
        self.thread = threading.Thread(target=self.ask)

    def ask(self) -> None:
        if self.connection is None:
            self.answer = curl(self.port, self.path, old=self.manner == "curl 1.0")
            return
        headers = {"host": "muster.example"} | ({"accept-encoding": "gzip"} if self.manner == "gzip" else {})
        self.answer = web.taken(self.connection, self.path, headers, keep=self.keep)

    def give_up(self) -> None:
        """Leaves without having asked."""
        if self.connection:
            self.connection.close()

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.thread.join(40)
        self.give_up()
        assert not self.thread.is_alive(), "a download hangs"


def curl(port: int, path: str, *, old: bool) -> web.Answer:
    """What curl makes of it: exit code 0 means that it has the whole."""
    if shutil.which("curl") is None:
        raise RuntimeError("curl is missing: `make check-all` installs it")
    with tempfile.NamedTemporaryFile() as file:
        command = [
            "curl",
            "--silent",
            "--output",
            file.name,
            "--max-time",
            "30",
            "--write-out",
            "%{http_code}",
        ]
        command += ["--header", "host: muster.example", *(["--http1.0"] if old else [])]
        done = subprocess.run(
            [*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, check=False, text=True
        )
        with Path(file.name).open("rb") as body:
            sha256, size = hashlib.file_digest(body, "sha256").hexdigest(), body.tell()
    broken = f"curl exited with {done.returncode}" if done.returncode else ""
    return web.Answer(status=int(done.stdout or 0), sha256=sha256, size=size, broken=broken)


class Tally(Struct):
    """`refused`: a problem instead of a file."""

    whole: int = 0
    cut: int = 0
    refused: int = 0

    def add(self, answer: web.Answer, reference: str) -> None:
        if not answer.whole:
            self.cut += 1
        elif answer.status == 503:
            self.refused += 1
        else:
            assert answer.status == 200, answer
            assert answer.sha256 == reference, f"{answer.size} bytes of a file were taken for the whole"
            self.whole += 1


def references(port: int, manners: tuple[str, ...] = MANNERS, file: str = FILE) -> dict[str, str]:
    """The file as each manner gets it when nothing happens."""
    found = {}
    for manner in manners:
        with Download(port, manner, another(10_000, file)) as download:
            pass
        assert (download.answer.status, download.answer.whole) == (200, True), manner
        found[manner] = download.answer.sha256
    assert len(set(found.values())) == 1 + ("gzip" in manners)
    return found
