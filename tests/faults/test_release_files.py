"""Stored files as clients take them from a real server: resumed, in place, slowly, and by many at once."""

import hashlib
import http.client
import io
import json
import os
import random
import shutil
import subprocess
import threading
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from msgspec import Struct

from api.storage.manifest import FILES
from tests.faults import web
from tests.faults.conftest import Serve
from tests.faults.postgres import Postgres
from tests.faults.service import Service, links

HOME = "/v1/releases/1/files"
SIZE = 48 * 2**20
MEGABYTE = 2**20


class Large(Struct, frozen=True):
    """A file that no buffer holds, and its address."""

    body: bytes
    sha256: str
    path: str = f"{HOME}/large.bin"


@cache
def large_file() -> Large:
    body = random.Random(1).randbytes(SIZE)
    return Large(body=body, sha256=hashlib.sha256(body).hexdigest())


@pytest.fixture(scope="session")
def large() -> Large:
    return large_file()


def stored(service: Service, filled: Postgres, large: Large) -> Path:
    """Put where the service looks for the files of release 1, as the writer would have put it."""
    folder = service.folder / "release-files" / "1"
    if folder.exists():
        return folder
    [release] = filled.ask("select content_sha256 from api.releases where number = 1")
    about = {"media_type": "application/octet-stream", "about": "Random bytes.", "rows": None}
    file = {"name": "large.bin", "bytes": SIZE, "sha256": large.sha256, **about}
    listed = {"release": 1, "content_sha256": release["content_sha256"], "contract_version": 2}
    unfinished = folder.with_name(".1.unfinished")
    unfinished.mkdir(parents=True)
    (unfinished / "large.bin").write_bytes(large.body)
    (unfinished / FILES).write_text(json.dumps({**listed, "public_url": "", "files": [file]}))
    unfinished.rename(folder)
    return folder


@pytest.fixture
def holder(service: Service, filled: Postgres, large: Large) -> Service:
    stored(service, filled, large)
    return service


def curl(folder: Path, port: int, path: str, *options: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    command = ["curl", "--silent", "--show-error", "--fail", "--max-time", "60", "--output", "file", *options]
    return subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_whole_file_is_taken_on_any_version_of_http(holder: Service, large: Large, tmp_path: Path):
    for options in ((), ("--http1.0",), ("--compressed",)):
        done = curl(tmp_path, holder.port, large.path, *options)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "file").read_bytes() == large.body


@pytest.mark.parametrize("had", [1, MEGABYTE + 7, SIZE - 1])
def test_curl_goes_on_where_it_was_cut(had: int, holder: Service, large: Large, tmp_path: Path):
    (tmp_path / "file").write_bytes(large.body[:had])
    done = curl(tmp_path, holder.port, large.path, "--continue-at", "-", "--write-out", "%{size_download}")
    assert (done.returncode, done.stdout) == (0, str(SIZE - had)), done.stderr
    assert (tmp_path / "file").read_bytes() == large.body


def test_a_length_is_told_by_head(holder: Service, large: Large):
    answer = web.get(holder.port, large.path, "HEAD")
    assert (answer.status, answer.headers["content-length"]) == (200, str(SIZE))
    assert answer.headers["etag"] == f'"{large.sha256}"'


class InPlace(io.RawIOBase):
    """A remote file as a library reads it: only by ranges."""

    def __init__(self, port: int, path: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.path, self.place, self.taken = path, 0, 0
        self.connection.request("HEAD", path)
        answer = self.connection.getresponse()
        answer.read()
        self.size, self.tag = int(answer.headers["content-length"]), answer.headers["etag"]

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, offset: int, whence: int = 0) -> int:
        self.place = (0, self.place, self.size)[whence] + offset
        return self.place

    def readinto(self, buffer) -> int:
        if self.place >= self.size or not len(buffer):
            return 0
        asked = f"bytes={self.place}-{self.place + len(buffer) - 1}"
        self.connection.request("GET", self.path, headers={"range": asked, "if-range": self.tag})
        answer = self.connection.getresponse()
        assert answer.status == 206
        body = answer.read()
        buffer[: len(body)] = body
        self.place += len(body)
        self.taken += len(body)
        return len(body)


@pytest.fixture
def parquet(holder: Service, filled: Postgres, large: Large, tmp_path: Path) -> tuple[str, bytes]:
    """A Parquet file of a million numbers beside the large one."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = holder.folder / "release-files" / "1"
    path = folder / "numbers.parquet"
    if not path.exists():
        numbers = range(1_000_000)
        columns = {
            "number": numbers,
            "square": [n * n for n in numbers],
            "text": [f"{n:>20}" for n in numbers],
        }
        pq.write_table(pa.table(columns), path, row_group_size=100_000)
        manifest = json.loads((folder / FILES).read_text())
        data = path.read_bytes()
        file = {"name": path.name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        file |= {"media_type": "application/vnd.apache.parquet", "about": "Numbers.", "rows": 1_000_000}
        manifest["files"].append(file)
        (folder / ".new").write_text(json.dumps(manifest))
        (folder / ".new").rename(folder / FILES)
    return f"{HOME}/numbers.parquet", path.read_bytes()


def test_parquet_is_read_in_place(holder: Service, parquet: tuple[str, bytes]):
    import pyarrow.parquet as pq

    path, data = parquet
    remote = InPlace(holder.port, path)
    found = pq.ParquetFile(remote)
    assert found.metadata.num_rows == 1_000_000
    rows = found.read_row_group(7, columns=["number"])["number"]
    assert (rows[0].as_py(), rows[-1].as_py(), len(rows)) == (700_000, 799_999, 100_000)
    assert remote.taken < len(data) / 5
    remote.connection.close()


DUCKDB = """
import sys
from duckdb_extensions import import_extension
import duckdb
import_extension("httpfs")
connection = duckdb.connect()
connection.sql("load httpfs")
found = connection.sql(f"select sum(number)::bigint, max(square) from '{sys.argv[1]}' where number < 10")
print(found.fetchone())
"""


@pytest.mark.extra
def test_duckdb_reads_parquet_over_http(holder: Service, parquet: tuple[str, bytes], tmp_path: Path):
    python = Path(__file__).parents[2] / "build" / "tools" / "bin" / "python"
    address = f"http://127.0.0.1:{holder.port}{parquet[0]}"
    home = {"HOME": str(tmp_path)}  # where DuckDB puts its extension
    done = subprocess.run(
        [python, "-c", DUCKDB, address], capture_output=True, text=True, check=False, env=os.environ | home
    )
    assert (done.returncode, done.stdout) == (0, "(45, 81)\n"), done.stderr


def open_files(service: Service) -> int:
    return sum("release-files" in link for worker in service.workers() for link in links(worker.pid))


def threads(service: Service) -> int:
    return sum(worker.num_threads() for worker in service.workers())


def pages(service: Service, count: int = 60) -> float:
    answers = [web.get(service.port, "/v1/agencies?limit=20") for _ in range(count)]
    assert {answer.status for answer in answers} == {200}
    return sorted(answer.seconds for answer in answers)[count * 9 // 10]


def test_slow_readers_hold_no_thread_and_little_memory(holder: Service, large: Large):
    web.get(holder.port, large.path)
    alone, memory, before = pages(holder), holder.memory(), threads(holder)
    with ExitStack() as slow:
        for _ in range(150):  # one after the other: a busy machine sends some of a crowd away
            [reader] = slow.enter_context(web.readers(holder.port, large.path, 1))
            assert reader.read(12)[9:12] == b"200"
        web.until(lambda: open_files(holder) == 150, 10)
        # as soon as the server's buffers are full, pages have the worker to themselves
        web.until(lambda: pages(holder) < 2 * alone + 0.03 * web.busy(), 5)
        assert threads(holder) <= before + 40
        assert holder.memory() < memory + 150 * 1.25 * MEGABYTE + 32 * MEGABYTE
    web.until(lambda: open_files(holder) == 0, 3)


def test_many_readers_at_once_get_the_file(holder: Service, large: Large):
    answers: list[web.Answer] = []

    def take() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", holder.port, timeout=60)
        answers.append(web.taken(connection, large.path, {}))
        connection.close()

    clients = [threading.Thread(target=take) for _ in range(6)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert {(answer.status, answer.sha256, answer.broken) for answer in answers} == {(200, large.sha256, "")}
    web.until(lambda: open_files(holder) == 0, 1)


@pytest.fixture
def two(serve: Serve, filled: Postgres, large: Large) -> Service:
    service = serve(MUSTER_WORKERS="2")
    stored(service, filled, large)
    return service


def test_what_a_dead_worker_cut_is_seen_and_resumed(two: Service, large: Large, tmp_path: Path):
    with ExitStack() as open_ones:
        [reader] = open_ones.enter_context(web.readers(two.port, large.path, 1))
        begun = reader.read(65_536)
        for worker in two.workers():
            if any("release-files" in link for link in links(worker.pid)):
                worker.kill()
        rest = reader.rest()
    assert len(begun) + len(rest) < SIZE
    head, _, body = (begun + rest).partition(b"\r\n\r\n")
    assert f"content-length: {SIZE}".encode() in head.lower()
    assert large.body.startswith(body)
    (tmp_path / "file").write_bytes(body)
    web.until(lambda: web.status(two.port, "/health/ready") == 200, 30)
    done = curl(tmp_path, two.port, large.path, "--continue-at", "-")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "file").read_bytes() == large.body
