"""A file of any form as rows, each value as the pages have it; and a page's record as a row of a file."""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

from api.catalog.resources import BY_NAME

Row = dict[str, Any]
SUFFIXES = (".csv", ".ndjson", ".array.json", ".parquet", ".xlsx", ".geojson")


def suffixes(name: str) -> tuple[str, ...]:
    return SUFFIXES if name == "agencies" else SUFFIXES[:-1]


def plain(records: list[Row]) -> list[Row]:
    """As json.loads has them, without exact fractions."""
    return json.loads(json.dumps(records, default=float))


# Column of ids → the column with the name, in files only.
BESIDE = {"parent_id": "parent_name", "replaced_by": "replaced_by_name"}
ABOUT = {"agency_parent_id": "agency_parent_name", "program_id": "program_name"}
NAMED = {
    "agencies": BESIDE,
    "staffing-figures": ABOUT,
    "incentives": ABOUT,
    "agreements": ABOUT,
    "agency-years": {"counted_in": "counted_in_name"},
}


def flat(name: str, record: Row, names: dict[str, str]) -> Row:
    """A record as a line of a file: names beside ids, its best citation flat and last, other lists as are."""
    row = {}
    for column, cell in record.items():
        row[column] = cell
        if column in NAMED.get(name, {}):
            row[NAMED[name][column]] = names.get(cell)
    row.pop("attribution", None)
    if name in {"staffing-figures", "incentives", "agreements", "area-figures"}:
        del row["citations"]
        best = next(iter(record["citations"]), {})
        steps = [step["name"] for step in best.get("attribution", []) if step["name"]]
        last = {
            "source_id": record["source_id"],
            "publisher": record["source_publisher"],
            "source_title": of_source(record, "title"),
            "source_published_on": record["source_published_on"],
            "source_published_on_precision": record["source_published_on_precision"],
            "source_url": of_source(record, "url"),
            "speaker": steps[-1] if steps else record["source_publisher"],
            "attribution_chain": " > ".join(steps) or record["source_publisher"],
            "locator": record["locator"],
            "quote": best.get("quote"),
        }
        row = {column: value for column, value in row.items() if column not in last} | last
        return row | {column: row.pop(column) for column in newer(row)}
    return row


def newer(row: Row) -> list[str]:
    """The columns that later contracts added: a file has them behind all others."""
    columns = ("headline_of_year", "disputed_by", "flags", "flag_notes", "series_id")
    of_agreements = ("county_geoid",) if "county_as_listed" in row else ()
    return [column for column in (*columns, *of_agreements) if column in row]


def of_source(record: Row, field: str) -> Any:
    return next((c[field] for c in record["citations"] if c["source_id"] == record["source_id"]), None)


def rows(name: str, suffix: str, body: bytes) -> list[Row]:
    kinds = {column: known.kind for column, known in BY_NAME[name].file_schema.items()}
    found = READ[suffix](body)
    return [{column: value(kinds[column], cell) for column, cell in row.items()} for row in found]


def value(kind: str, cell: Any) -> Any:
    """What a cell of any form says, in the terms of JSON."""
    if cell is None or cell == "":
        return [] if kind in {"list", "nested"} else None
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%dT%H:%M:%SZ}" if kind == "moment" else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return TYPED.get(kind, lambda text: text)(cell) if isinstance(cell, str) else cell


TYPED = {
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "list": lambda text: text.split("; "),
    "nested": json.loads,
}


def read_csv(body: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8"), newline=""), strict=True))


def read_lines(body: bytes) -> list[Row]:
    return [json.loads(line) for line in body.splitlines()]


def read_parquet(body: bytes) -> list[Row]:
    import pyarrow.parquet

    return pyarrow.parquet.read_table(io.BytesIO(body)).to_pylist()


def read_workbook(body: bytes) -> list[Row]:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(body)).worksheets[0]
    header, *cells = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in cells]


def read_features(body: bytes) -> list[Row]:
    found = [feature["properties"] for feature in json.loads(body)["features"]]
    return [{name: cell for name, cell in row.items() if name != "point_of"} for row in found]


READ = {
    ".csv": read_csv,
    ".ndjson": read_lines,
    ".array.json": json.loads,
    ".parquet": read_parquet,
    ".xlsx": read_workbook,
    ".geojson": read_features,
}
