"""Loads the tables of a folder as its croissant.json describes them, and compares every cell with Parquet.

Run by an environment with mlcroissant. Prints the number of records of each table.
"""

import datetime as dt
import itertools
import json
import sys
from pathlib import Path

import mlcroissant
import pandas as pd
import pyarrow.parquet

ROWS = 40


def plain(value):
    """Return a value as pyarrow reads it: texts as str, moments with their zone, no NaN."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if value is None or pd.isna(value):
        return None
    if isinstance(value, bytes):
        return value.decode()
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def as_moment(value):
    is_day = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    return dt.datetime.combine(value, dt.time()) if is_day else value


folder = Path(sys.argv[1])
description = json.loads((folder / "croissant.json").read_bytes())
mapping = {file["@id"]: folder / file["@id"] for file in description["distribution"]}
data_set = mlcroissant.Dataset(jsonld=folder / "croissant.json", mapping=mapping)
assert not data_set.metadata.issues.errors, data_set.metadata.issues.errors
assert not data_set.metadata.issues.warnings, data_set.metadata.issues.warnings
counts = {}
for table in description["recordSet"]:
    name = table["@id"]
    expected = pyarrow.parquet.read_table(mapping[f"{name}.parquet"]).to_pylist()[:ROWS]
    found = [*itertools.islice(data_set.records(name), ROWS)]
    read = [{key.removeprefix(f"{name}/"): plain(value) for key, value in record.items()} for record in found]
    wanted = [{key: as_moment(plain(value)) for key, value in record.items()} for record in expected]
    assert read == wanted, next((a, b) for a, b in zip(read, wanted, strict=False) if a != b)
    counts[name] = len(read)
print(json.dumps(counts))
