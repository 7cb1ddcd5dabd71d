"""Programs that others wrote, as clients of a file: each says what it holds of it, or that it failed."""

import hashlib
import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pyarrow.parquet

HOST = {"Host": "muster.example"}
Program: TypeAlias = Callable[[str], str]


class Refused(Exception):  # noqa: N818 - the answer was a problem, not a file
    pass


def curl(address: str, *options: str) -> str:
    if shutil.which("curl") is None:
        raise RuntimeError("curl is missing: `make check-all` installs it")
    with tempfile.NamedTemporaryFile() as file:
        command = ["curl", "--silent", "--max-time", "60", "--header", "Host: muster.example", *options]
        command += ["--output", file.name, "--write-out", "%{http_code}", address]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise OSError(f"curl exited with {done.returncode}")
        if done.stdout != "200":
            raise Refused(done.stdout)
        return held(urlsplit(address).path, Path(file.name).read_bytes())


def held(path: str, body: bytes) -> str:
    """What a file holds. Forms that say of themselves what was asked have other bytes at another address."""
    if path.endswith(".parquet"):
        return f"{pyarrow.parquet.ParquetFile(io.BytesIO(body)).metadata.num_rows} rows"
    if path.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            assert book.testzip() is None
            return f"{book.read('xl/worksheets/sheet1.xml').count(b'<row ') - 1} rows"
    if path.endswith(".geojson"):
        return f"{len(json.loads(body)['features'])} rows"
    return hashlib.sha256(body).hexdigest()


def curl_of_http_1_0(address: str) -> str:
    return curl(address, "--http1.0")


def pandas_csv(address: str) -> str:
    import pandas as pd

    return f"{len(pd.read_csv(address, storage_options=HOST, low_memory=False))} rows"


def pandas_csv_with_pyarrow(address: str) -> str:
    import pandas as pd

    return f"{len(pd.read_csv(address, storage_options=HOST, engine='pyarrow'))} rows"


def pandas_lines(address: str) -> str:
    import pandas as pd

    return f"{len(pd.read_json(address, lines=True, storage_options=HOST))} rows"


def pandas_array(address: str) -> str:
    import pandas as pd

    return f"{len(pd.read_json(address, storage_options=HOST))} rows"


def pandas_parquet(address: str) -> str:
    import pandas as pd

    return f"{len(pd.read_parquet(address, storage_options=HOST))} rows"


def openpyxl_workbook(address: str) -> str:
    import pandas as pd

    return f"{len(pd.read_excel(address, storage_options=HOST))} rows"


def urllib_features(address: str) -> str:
    with urlopen(Request(address, headers=HOST), timeout=60) as answer:
        return f"{len(json.load(answer)['features'])} rows"


def r_csv(address: str) -> str:
    return r("cat(nrow(read.csv(url(address, headers = host))), 'rows')", address)


def r_download(address: str) -> str:
    code = "file <- tempfile(); download.file(address, file, quiet = TRUE, headers = host); "
    return r(f"{code}cat(tools::md5sum(file))", address)


def r(code: str, address: str) -> str:
    """Whatever R warns of is a failure too; what it does not halt at is told as a warning."""
    if shutil.which("Rscript") is None:
        raise RuntimeError("Rscript is missing: `make check-all` installs it")
    given = "options(warn = 1); address <- commandArgs(TRUE)[1]; host <- c(Host = 'muster.example'); "
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", given + code, address], capture_output=True, text=True, check=False
    )
    if "HTTP status was '503" in done.stderr:
        raise Refused(done.stderr)
    if done.returncode:
        raise OSError(done.stderr)
    if done.stderr:
        raise UserWarning(done.stderr)
    return done.stdout


EVERY = (curl, curl_of_http_1_0)
OF_R = (r_csv, r_download)
PROGRAMS: dict[str, tuple[Program, ...]] = {
    ".csv": (*EVERY, pandas_csv, pandas_csv_with_pyarrow, r_csv),
    ".ndjson": (*EVERY, pandas_lines),
    ".array.json": (*EVERY, pandas_array),
    ".parquet": (*EVERY, pandas_parquet),
    ".xlsx": (*EVERY, openpyxl_workbook),
    ".geojson": (*EVERY, urllib_features),
}


def outcome(program: Program, address: str) -> tuple[str, str]:
    """`whole`, `refused` or `cut`, and what the program holds or said."""
    try:
        return "whole", program(address)
    except Refused as refusal:
        return "refused", str(refusal)
    except HTTPError as error:
        return "refused" if error.code == 503 else "cut", str(error)
    except Exception as error:  # noqa: BLE001 - each has its own way of failing
        return "cut", f"{type(error).__name__} {error}"
