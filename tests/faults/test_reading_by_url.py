"""Readers that ask for the length of a file first, and then for parts of it."""

import io
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from tests.faults import web
from tests.faults.conftest import Serve
from tests.faults.service import ROOT, Service
from tests.faults.test_nginx import Proxy

PINNED = "/v1/staffing-figures{}?release=1&value__gte=1"
LIVE = "/v1/staffing-figures{}?value__gte=2"
TOOLS = ROOT / "build" / "tools" / "bin" / "python"
Read = Callable[[str], object]


@pytest.fixture
def finishing(serve: Serve) -> Service:
    """A service with two workers that finishes files before it sends them, as it does by default."""
    return serve(MUSTER_WHOLE_FILE_MB="32", MUSTER_WORKERS="2")


@pytest.fixture(params=["directly", pytest.param("behind nginx", marks=pytest.mark.extra)])
def port(finishing: Service, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[int]:
    if request.param == "directly":
        yield finishing.port
        return
    proxy = Proxy(tmp_path, finishing)
    try:
        proxy.wait()
        yield proxy.port
    finally:
        proxy.close()


def whole(port: int, path: str) -> bytes:
    answer = web.get(port, path, headers={"host": "muster.example"})
    assert (answer.status, answer.whole) == (200, True)
    return answer.body


POLARS: dict[str, dict[str, Read]] = {
    ".csv": {
        "read_csv": lambda url: pl.read_csv(url, infer_schema=False),
        "scan_csv": lambda url: pl.scan_csv(url, infer_schema=False).collect(),
    },
    ".parquet": {
        "read_parquet": pl.read_parquet,
        "scan_parquet": lambda url: pl.scan_parquet(url).collect(),
    },
    ".ndjson": {"scan_ndjson": lambda url: pl.scan_ndjson(url, infer_schema_length=None).collect()},
}
FROM_BYTES: dict[str, Callable[[io.BytesIO], pl.DataFrame]] = {
    ".csv": lambda file: pl.read_csv(file, infer_schema=False),
    ".parquet": pl.read_parquet,
    ".ndjson": lambda file: pl.read_ndjson(file, infer_schema_length=None),
}


def test_polars_reads_urls(port: int):
    """Pinned and live ones, each way for the first time, when the server has not made the file yet."""
    for suffix, ways in POLARS.items():
        for address in (PINNED.format(suffix), LIVE.format(suffix)):
            expected = FROM_BYTES[suffix](io.BytesIO(whole(port, address)))
            assert expected.height > 10_000
            for turn, (name, read) in enumerate(ways.items()):
                found = read(f"http://127.0.0.1:{port}{address}&value__lte={10**12 + turn}")
                assert expected.equals(found), (name, address)  # type: ignore[arg-type]


def curl(port: int, path: str, *options: str) -> tuple[int, str]:
    command = ["curl", "-sS", *options, "-H", "host: muster.example", f"http://127.0.0.1:{port}{path}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_curl_learns_the_length_and_resumes(port: int):
    path = PINNED.format(".csv")
    code, told = curl(port, path, "-I")
    body = whole(port, path)
    assert code == 0
    assert f"content-length: {len(body)}\n" in told.lower()
    assert "accept-ranges: bytes\n" in told.lower()
    with tempfile.NamedTemporaryFile() as file:
        file.write(body[:100_000])
        file.flush()
        assert curl(port, path, "-C", "-", "-o", file.name) == (0, "")
        assert Path(file.name).read_bytes() == body


def test_several_parts_at_once_are_the_whole(port: int):
    path = PINNED.format(".csv")
    answer = web.get(port, path, headers={"host": "muster.example", "range": "bytes=0-1,5-6"})
    assert (answer.status, answer.body) == (200, whole(port, path))


PYARROW = """
import sys, fsspec, pyarrow.parquet
with fsspec.open(sys.argv[1]) as file:
    found = pyarrow.parquet.ParquetFile(file)
    print(found.metadata.num_rows, found.read(["value"]).num_rows)
"""
DUCKDB = """
import sys
from duckdb_extensions import import_extension
import duckdb
import_extension("httpfs")
connection = duckdb.connect()
connection.sql("load httpfs")
print(*connection.sql(f"select count(*), count(value) from '{sys.argv[1]}'").fetchone())
"""


@pytest.mark.extra
@pytest.mark.parametrize("program", [PYARROW, DUCKDB], ids=["pyarrow", "duckdb"])
def test_other_programs_read_urls(port: int, program: str, tmp_path: Path):
    for address in (PINNED.format(".parquet"), LIVE.format(".parquet")):
        expected = pl.read_parquet(io.BytesIO(whole(port, address))).height
        done = subprocess.run(
            [TOOLS, "-c", program, f"http://127.0.0.1:{port}{address}&value__lte={10**13}"],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"HOME": str(tmp_path)},  # where DuckDB puts its extension
        )
        assert (done.returncode, done.stdout) == (0, f"{expected} {expected}\n"), done.stderr
