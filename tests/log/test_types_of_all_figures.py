"""The file of all figures, whose first rows mislead who guesses types, read with its types."""

import json
import math
import warnings
from urllib.request import urlopen, urlretrieve

import pytest

COLUMNS = (
    "id",
    "program_id",
    "subset",
    "value",
    "value_low",
    "low_inclusive",
    "as_of",
    "target_date",
    "note",
)
QUERY = f"?fields={','.join(COLUMNS)}"
FIGURES = "/v1/staffing-figures"


@pytest.fixture(scope="module")
def expected(site):
    with urlopen(f"{site}{FIGURES}.array.json{QUERY}", timeout=600) as answer:
        rows = json.load(answer)
    return {name: [row[name] for row in rows] for name in COLUMNS}


@pytest.fixture(scope="module")
def file(site, tmp_path_factory):
    path = tmp_path_factory.mktemp("figures") / "figures.csv"
    urlretrieve(f"{site}{FIGURES}.csv{QUERY}", path)
    return path


@pytest.fixture(scope="module")
def types(site):
    with urlopen(f"{site}{FIGURES}.csv.metadata.json{QUERY}", timeout=600) as answer:
        return json.load(answer)["reader_types"]


def agree(table, expected):
    for name in COLUMNS:
        assert [plain(cell) for cell in table[name]] == expected[name], name


def plain(cell):
    if cell is None or type(cell).__name__ in {"NAType", "NaTType"}:
        return None
    if isinstance(cell, float) and math.isnan(cell):
        return None
    return f"{cell:%Y-%m-%d}" if hasattr(cell, "year") else cell


def test_the_file_misleads_who_guesses(expected):
    """Else this file tests nothing: DuckDB looks at 20,480 rows, Polars at a hundred."""
    first = {
        name: next((n for n, cell in enumerate(expected[name]) if cell is not None), math.inf)
        for name in COLUMNS
    }
    assert first["target_date"] > 20_480
    assert not all(isinstance(cell, int) for cell in expected["value"] if cell is not None)


def test_pandas(file, types, expected):
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = pd.read_csv(file, **types["pandas"])
    agree({name: table[name].tolist() for name in COLUMNS}, expected)


def test_polars(file, types, expected):
    import polars as pl

    options = types["polars"]
    named = {name: getattr(pl, kind) for name, kind in options["schema_overrides"].items()}
    found = pl.read_csv(file, **options | {"schema_overrides": named})
    agree(found.to_dict(as_series=False), expected)


def test_duckdb(file, types, expected):
    import duckdb

    found = duckdb.read_csv(file, **types["duckdb"])
    agree(dict(zip(found.columns, zip(*found.fetchall(), strict=True), strict=True)), expected)


def test_pyarrow_dataset(file, types, expected):
    from pyarrow import csv, dataset

    form = dataset.CsvFileFormat(convert_options=csv.ConvertOptions(**types["pyarrow"]))
    agree(dataset.dataset(file, format=form).to_table().to_pydict(), expected)
