"""With the types of `.metadata.json`, every program reads every CSV as the JSON says, without a warning.

Programs guess types from the first rows, so their guesses differ from file to file. These files begin with
whole numbers and with columns that stay empty for long.
"""

import csv
import io
import json
import math
import os
import shutil
import subprocess
import warnings
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.catalog.resources import CATALOG
from tests.api.test_readers import MODULES

TOOLS = Path(__file__).parents[2] / "build" / "tools" / "bin"
# A file of one column writes "" for an unknown.
SINGLE = (
    ("staffing-figures", "year"),
    ("staffing-figures", "as_of"),
    ("agreements", "note"),
    ("incentives", "value"),
)
FILES = [*((each.name, None) for each in CATALOG), *SINGLE]


class File:
    """A CSV on a disk, its types, and its columns as JSON has them: lists joined, nested lists left out."""

    def __init__(self, path, types, schema, records):
        self.path, self.types = path, types
        self.kinds = {name: column.kind for name, column in schema.items() if column.kind != "nested"}
        self.columns = {name: [joined(row[name]) for row in records] for name in self.kinds}

    def agrees(self, table):
        for name, expected in self.columns.items():
            assert [plain(cell, self.kinds[name]) for cell in table[name]] == expected, name


def joined(value):
    return ("; ".join(value) or None) if isinstance(value, list) else value


def plain(cell, kind):
    """A cell of a program in the terms of JSON. A day must be a date, and a time must know its zone."""
    if cell is None or type(cell).__name__ in {"NAType", "NaTType"}:
        return None
    if isinstance(cell, float) and math.isnan(cell):
        return None
    if kind == "moment":
        assert isinstance(cell, datetime)
        return f"{cell.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if kind == "day":
        assert isinstance(cell, date), cell
        return f"{cell:%Y-%m-%d}"
    return cell


@pytest.fixture(params=FILES, ids=lambda file: " only ".join(filter(None, file)))
async def file(request, get, tmp_path):
    name, column = request.param
    query = f"?fields={column}" if column else ""
    records = (await get(f"/v1/{name}.array.json{query}")).json
    path = tmp_path / f"{name}.csv"
    path.write_bytes((await get(f"/v1/{name}.csv{query}")).body)
    types = (await get(f"/v1/{name}.csv.metadata.json{query}")).json["reader_types"]
    schema = next(each for each in CATALOG if each.name == name).file_schema
    return File(path, types, {column: schema[column]} if column else schema, records)


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_pandas(file):
    import pandas as pd

    table = pd.read_csv(file.path, **file.types["pandas"])
    file.agrees({name: table[name].tolist() for name in table})


def polars_options(file):
    import polars as pl

    options = file.types["polars"]
    named = {name: getattr(pl, kind) for name, kind in options["schema_overrides"].items()}
    return options | {"schema_overrides": named}


def test_polars(file):
    import polars as pl

    options = polars_options(file)
    file.agrees(pl.read_csv(file.path, **options).to_dict(as_series=False))
    file.agrees(pl.scan_csv(file.path, **options).collect().to_dict(as_series=False))


def test_duckdb(file):
    import duckdb

    with duckdb.connect() as connection:
        found = connection.read_csv(file.path, **file.types["duckdb"])
        file.agrees(dict(zip(found.columns, zip(*found.fetchall(), strict=True), strict=True)))


DUCKDB = """
import json, sys
import duckdb
connection = duckdb.connect()
connection.sql("set TimeZone = 'UTC'")
found = connection.read_csv(sys.argv[1], **json.loads(sys.argv[2]))
print(json.dumps(dict(zip(found.columns, map(str, found.types)))))
for (row,) in connection.sql("select to_json(found) from found").fetchall():
    print(row)
"""


@pytest.mark.extra
def test_duckdb_1_5(file):
    python = TOOLS / "python"
    if not python.exists():
        raise RuntimeError("DuckDB 1.5 is missing: `make check-all` installs it")
    command = [python, "-c", DUCKDB, file.path, json.dumps(file.types["duckdb"])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    types, *rows = map(json.loads, done.stdout.splitlines())
    for name, expected in file.columns.items():
        cells = [row[name] for row in rows]
        if file.kinds[name] == "day":
            assert types[name] == "DATE", name
        if file.kinds[name] == "moment":
            assert types[name] == "TIMESTAMP WITH TIME ZONE", name
            cells = [cell.replace(" ", "T").removesuffix("+00") + "Z" for cell in cells]
        assert cells == expected, name


def test_pyarrow(file):
    from pyarrow import csv as arrow
    from pyarrow import dataset

    options = arrow.ConvertOptions(**file.types["pyarrow"])
    file.agrees(arrow.read_csv(file.path, convert_options=options).to_pydict())
    form = dataset.CsvFileFormat(convert_options=options)
    file.agrees(dataset.dataset(file.path, format=form).to_table().to_pydict())


R = """
types <- eval(parse(text = commandArgs(TRUE)[2]))
warnings_are <- options(warn = 2)
found <- do.call(read.csv, c(list(commandArgs(TRUE)[1], encoding = "UTF-8"), types))
for (name in names(found)) if (is.logical(found[[name]])) found[[name]] <- tolower(found[[name]])
digits <- function(x) ifelse(is.na(x), NA, sprintf("%.15g", x))
for (name in names(found)) if (is.numeric(found[[name]])) found[[name]] <- digits(found[[name]])
write.csv(found, stdout(), na = "<unknown>", row.names = FALSE, fileEncoding = "UTF-8")
"""


def r_literal(options):
    """The arguments as R writes them."""
    classes = ", ".join(f"{name} = {json.dumps(kind)}" for name, kind in options["colClasses"].items())
    columns = f"colClasses = c({classes}), " if classes else ""
    assert (options["na.strings"], options["blank.lines.skip"]) == ("", False)
    return f'list({columns}na.strings = "", blank.lines.skip = FALSE)'


@pytest.mark.extra
def test_r(file):
    if shutil.which("Rscript") is None:
        raise RuntimeError("Rscript is missing: `make check-all` installs it")
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", R, file.path, r_literal(file.types["r"])],
        capture_output=True,
        check=False,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr.decode()
    found = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))
    for name, expected in file.columns.items():
        cells = [printed(row[name], file.kinds[name]) for row in found]
        assert cells == expected, name


def printed(cell, kind):
    read = {"integer": int, "number": float, "boolean": {"true": True, "false": False}.__getitem__}
    return None if cell == "<unknown>" else read.get(kind, str)(cell)


VEGA = """
import { readFileSync } from "node:fs";
import { read } from "vega-loader";
const [path, format] = process.argv.slice(2);
const day = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  .map((part) => String(part).padStart(2, "0")).join("-");
const rows = read(readFileSync(path, "utf8"), JSON.parse(format));
const cell = (value) => value instanceof Date ? day(value) : value;
console.log(JSON.stringify(rows.map((row) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(value)])))));
"""


@pytest.mark.extra
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Tokyo"])
def test_vega_lite_has_the_same_day_in_every_time_zone(file, tmp_path, zone):
    if not (MODULES / "vega-loader").exists():
        raise RuntimeError("vega-loader is missing: `make check-all` installs it")
    (tmp_path / "node_modules").symlink_to(MODULES)
    (tmp_path / "read.mjs").write_text(VEGA)
    done = subprocess.run(
        ["node", "read.mjs", file.path, json.dumps(file.types["vega_lite"])],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}", "TZ": zone},
    )
    rows = json.loads(done.stdout)
    for name, expected in file.columns.items():
        found = [row[name] for row in rows]
        if file.kinds[name] == "moment":
            found = [f"{datetime.fromtimestamp(cell / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}" for cell in found]
        assert found == expected, name


D3 = """
import { readFileSync } from "node:fs";
import { csvParse } from "d3";
const [path, format] = process.argv.slice(2);
const { parse } = JSON.parse(format);
const read = { number: Number, boolean: (cell) => cell === "true" };
const typed = (row) => Object.fromEntries(Object.entries(row).map(([name, cell]) =>
  [name, cell === "" ? null : (read[parse[name]] ?? String)(cell)]));
console.log(JSON.stringify(csvParse(readFileSync(path, "utf8"), typed)));
"""


@pytest.mark.extra
def test_d3_with_the_types_of_vega_lite(file, tmp_path):
    """As docs/research.md says. Days and times stay texts, which every time zone reads alike."""
    if not (MODULES / "d3").exists():
        raise RuntimeError("d3 is missing: `make check-all` installs it")
    (tmp_path / "node_modules").symlink_to(MODULES)
    (tmp_path / "read.mjs").write_text(D3)
    done = subprocess.run(
        ["node", "read.mjs", file.path, json.dumps(file.types["vega_lite"])],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}"},
    )
    rows = json.loads(done.stdout)
    for name, expected in file.columns.items():
        assert [row[name] for row in rows] == expected, name


async def test_the_other_formats_have_types_already(get):
    for suffix in (".ndjson", ".parquet", ".xlsx", ".array.json"):
        assert (await get(f"/v1/metrics{suffix}.metadata.json")).json["reader_types"] is None
