"""Tools that others wrote read the files and find the same values, qualifiers and codes."""

import csv
import io
import json
import math
import os
import random
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.api.forms import flat, plain

NAME = "staffing-figures"
SUFFIXES = (".csv", ".ndjson", ".array.json", ".parquet", ".xlsx")
# What is compared: an id, codes, every kind of number, days, booleans, texts that are hard to quote.
COLUMNS = (
    *("id", "agency_name", "agency_county_geoid", "metric", "subset", "value", "value_low", "low_inclusive"),
    *("value_high", "qualifier", "modality", "as_of", "year", "period", "headline", "alternatives", "note"),
    *("source_published_on", "attribution_chain", "quote"),
)
MODULES = Path(__file__).parents[1] / "docs" / "node_modules"
# What pandas takes for a missing value, whatever the column.
MISSING = {"#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>"}
MISSING |= {"N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"}


@pytest.fixture(scope="module")
async def files(get, tmp_path_factory):
    """Each form of the figures as a file on a disk."""
    folder = tmp_path_factory.mktemp("files")
    for suffix in SUFFIXES:
        (folder / f"figures{suffix}").write_bytes((await get(f"/v1/{NAME}{suffix}")).body)
    return {suffix: folder / f"figures{suffix}" for suffix in SUFFIXES}


@pytest.fixture(scope="module")
def expected(records, names):
    return [
        {name: row[name] for name in COLUMNS}
        for row in (flat(NAME, record, names) for record in plain(records[NAME]))
    ]


def seen(cell):
    """A cell as a program has it, in the terms of JSON."""
    if cell is None or type(cell).__name__ in {"NAType", "NaTType"}:
        return None
    if isinstance(cell, float) and math.isnan(cell):
        return None
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    return cell.item() if hasattr(cell, "item") else cell


def agree(found, expected):
    found = [{name: seen(row[name]) for name in COLUMNS} for row in found]
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert one == other


def test_pandas_reads_the_csv(files, expected):
    import pandas as pd

    agree(pd.read_csv(files[".csv"], low_memory=False).to_dict("records"), expected)


def test_pandas_with_pyarrow_reads_the_csv_and_the_parquet(files, expected):
    import pandas as pd

    agree(pd.read_csv(files[".csv"], engine="pyarrow").to_dict("records"), expected)
    table = pd.read_parquet(files[".parquet"])
    assert str(table["modality"].dtype) == "category"
    assert (str(table["value"].dtype), str(table["headline"].dtype)) == ("float64", "bool")
    agree(table.to_dict("records"), expected)


def test_pandas_without_pyarrow_reads_the_csv(files, expected):
    code = (
        "import sys; sys.modules['pyarrow'] = None; import pandas; "
        "table = pandas.read_csv(sys.argv[1], low_memory=False); "
        f"print(table[{list(COLUMNS)}].to_json(orient='records', double_precision=15))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, files[".csv"]], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    agree(json.loads(done.stdout), expected)


def test_pandas_reads_the_workbook(files, expected):
    import pandas as pd

    agree(pd.read_excel(files[".xlsx"]).to_dict("records"), expected)


async def test_no_cell_looks_like_a_missing_value(files):
    text = files[".csv"].read_text(encoding="utf-8")
    cells = {cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row}
    assert cells & MISSING == set()


def test_polars_reads_them(files, expected):
    import polars as pl

    agree(pl.read_csv(files[".csv"], infer_schema_length=None, try_parse_dates=True).to_dicts(), expected)
    table = pl.read_parquet(files[".parquet"])
    assert table.schema["as_of"] == pl.Date
    assert table.schema["value"] == pl.Float64
    agree(table.to_dicts(), expected)
    agree(pl.read_ndjson(files[".ndjson"], infer_schema_length=None).to_dicts(), expected)


def test_pandas_reads_the_lines_and_the_array(files, expected):
    import pandas as pd

    for table in (
        pd.read_json(files[".ndjson"], lines=True, dtype=False, precise_float=True),
        pd.read_json(files[".array.json"], dtype=False, precise_float=True),
    ):
        agree(table.to_dict("records"), expected)


def rows_of(query):
    names = [column[0] for column in query.description]
    return [dict(zip(names, row, strict=True)) for row in query.fetchall()]


def test_duckdb_reads_them(files, expected):
    import duckdb

    with duckdb.connect() as connection:
        for form in (f"read_csv('{files['.csv']}')", f"'{files['.parquet']}'"):
            found = connection.sql(f"select * from {form}")
            types = {name: str(kind) for name, kind in zip(found.columns, found.types, strict=True)}
            assert types["as_of"] == "DATE", form
            assert types["headline"] == "BOOLEAN", form
            agree(rows_of(found), expected)
        for suffix in (".ndjson", ".array.json"):
            form = f"read_json('{files[suffix]}', sample_size = -1)"
            agree(rows_of(connection.sql(f"select * from {form}")), expected)
        stated = connection.sql(f"select key, value from parquet_kv_metadata('{files['.parquet']}')")
        known = {key.decode(): value.decode() for key, value in stated.fetchall()}
        assert known["cite_as"].startswith("Muster, release ")
        assert known["license"].startswith("https://creativecommons.org/")


def test_a_parquet_file_describes_itself(files, newest):
    import pyarrow.parquet

    from api.catalog.resources import BY_NAME

    schema = pyarrow.parquet.read_schema(files[".parquet"])
    assert tuple(schema.names) == BY_NAME[NAME].file_columns
    for name, column in BY_NAME[NAME].file_schema.items():
        assert schema.field(name).metadata[b"description"].decode() == column.description
    said = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    assert said["release"] == str(newest)
    assert said["query"] == f"Staffing figures of release {newest}, all of them, in the order of id."
    assert said["address"] == f"/v1/{NAME}.parquet?release={newest}"


def test_a_workbook_holds_texts_codebook_and_citation(files, expected):
    from openpyxl import load_workbook

    book = load_workbook(files[".xlsx"])
    data, codebook, citation = book.worksheets
    assert (data.title, codebook.title, citation.title) == (NAME, "codebook", "citation")
    assert [sheet.freeze_panes for sheet in book.worksheets] == ["A2"] * 3
    header = [cell.value for cell in data[1]]
    assert [row[0] for row in codebook.iter_rows(min_row=2, values_only=True)] == header
    # "n" is also what openpyxl calls an empty cell
    for cells in data.iter_rows(min_row=2):
        for column, cell in zip(header, cells, strict=True):
            if column in {"id", "note", "agency_county_geoid"} and cell.value is not None:
                assert cell.data_type == "s", cell.coordinate
            assert cell.data_type != "f", cell.coordinate
            assert cell.hyperlink is None, cell.coordinate
    assert any((row["note"] or "").startswith("=") for row in expected)
    said = dict(citation.iter_rows(min_row=2, values_only=True))
    assert said["cite_as"].startswith("Muster, release ")


@pytest.mark.extra
def test_r_reads_the_csv(files, expected):
    if shutil.which("Rscript") is None:
        raise RuntimeError("Rscript is missing: `make check-all` installs it")
    code = (
        'd <- read.csv(commandArgs(TRUE)[1], na.strings = "", encoding = "UTF-8"); '
        f"""d <- d[, c({", ".join(f'"{name}"' for name in COLUMNS)})]; """
        'write.csv(d, stdout(), na = "", row.names = FALSE, fileEncoding = "UTF-8")'
    )
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", code, files[".csv"]],
        capture_output=True,
        check=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    found = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))
    agree([typed(row, like) for row, like in zip(found, expected, strict=True)], expected)


def typed(row, like):
    """What R printed, in the types of the expected row: R knows no other."""
    told = {"true": True, "false": False, "": None}
    found = {name: told.get(cell, cell) for name, cell in row.items()}
    for name, cell in found.items():
        if isinstance(like[name], int | float) and not isinstance(like[name], bool):
            found[name] = float(cell)
    return found


D3 = """
import { readFileSync } from "node:fs";
import * as d3 from "d3";
const rows = d3.csvParse(readFileSync(process.argv[2], "utf8"), d3.autoType);
console.log(JSON.stringify(rows));
"""


@pytest.mark.extra
def test_d3_reads_the_csv_with_auto_type(files, expected, tmp_path):
    if not (MODULES / "d3").exists():
        raise RuntimeError("d3 is missing: `make check-all` installs it")
    (tmp_path / "node_modules").symlink_to(MODULES)
    (tmp_path / "read.mjs").write_text(D3)
    tools = Path(__file__).parents[2] / "build" / "tools" / "bin"
    done = subprocess.run(
        ["node", "read.mjs", files[".csv"]],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
    )
    found = json.loads(done.stdout)
    # a day is a moment in JavaScript, at midnight UTC
    days = ("as_of", "source_published_on")
    for row in found:
        row |= {name: row[name] and row[name].removesuffix("T00:00:00.000Z") for name in days}
    agree(found, expected)


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx"])
def test_what_lacks_its_end_does_not_open(files, suffix):
    """Two hundred cuts, the last byte among them."""
    whole, chance = files[suffix].read_bytes(), random.Random(200)
    for size in (len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(199))):
        with pytest.raises((ValueError, zipfile.BadZipFile, OSError)):
            opened(suffix, io.BytesIO(whole[:size]))


def opened(suffix, file):
    import pyarrow.parquet
    from openpyxl import load_workbook

    return pyarrow.parquet.ParquetFile(file) if suffix == ".parquet" else load_workbook(file)
