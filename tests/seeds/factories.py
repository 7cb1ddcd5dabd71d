"""Small release folders, written and sealed: `release(log, 1, {"agencies": [AGENCY]})`."""

import gzip
import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from seeds.log.folders import seal

Row = Mapping[str, Any]

METRIC = {
    "id": "sworn_headcount",
    "label": "Sworn officers",
    "definition": "Sworn officers on a day.",
    "unit": "people",
    "nature": "stock",
}
HIRES = {"id": "hires", "label": "Hires", "definition": "People hired.", "unit": "people", "nature": "flow"}
AGENCY = {
    "id": "springfield",
    "name": "Springfield Police",
    "kind": "police_department",
    "level": "municipal",
}
SOURCE = {
    "id": "table",
    "kind": "dataset",
    "title": "The table",
    "publisher": "The office",
    "quality": "primary",
    "published_on": date(2025, 12, 30),
}
FIGURE = {
    "id": "springfield-sworn-2025",
    "agency_id": "springfield",
    "metric": "sworn_headcount",
    "value": 120,
    "as_of": date(2025, 10, 31),
    "source_id": "table",
    "locator": "row 1",
}
FIRST: Mapping[str, Sequence[Row]] = {
    "metrics": [METRIC, HIRES],
    "agencies": [AGENCY],
    "sources": [SOURCE],
    "staffing-figures": [FIGURE],
}
CORRECTED = {"kind": "our_error", "notice": "We misread the table."}
UPDATED = {"kind": "update"}


def release(
    log: Path, number: int, tables: Mapping[str, Sequence[Row]], name: str = "made", **header: Any
) -> Path:
    """One folder behind those that are there: a release a day, its rows as TOML."""
    folder = log / f"{number:04}-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    said = {
        "number": number,
        "version": f"0.{number}.0",
        "title": f"Release {number}",
        "previous_sha256": "",
        **header,
    }
    day = f"published_at = 2026-{1 + (number - 1) // 28:02}-{1 + (number - 1) % 28:02}T12:00:00Z\n"
    (folder / "release.toml").write_text("[release]\n" + lines(said) + day, encoding="utf-8")
    for resource, rows in tables.items():
        write(folder / f"{resource}.toml", resource, rows)
    seal(folder)
    return folder


def write(path: Path, resource: str, rows: Sequence[Row]) -> None:
    path.write_text("".join(f"[[{resource}]]\n{lines(row)}\n" for row in rows), encoding="utf-8")


def lines(row: Row) -> str:
    return "".join(f"{name} = {toml(value)}\n" for name, value in row.items() if value is not None)


def toml(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case int() | Decimal():
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return "{ " + ", ".join(f"{k} = {toml(v)}" for k, v in value.items() if v is not None) + " }"
        case Sequence():
            return "[" + ", ".join(toml(each) for each in value) + "]"
    raise TypeError(f"{value!r} has no place in a release")


def table(folder: Path, name: str, rows: Sequence[Row]) -> Path:
    """A packed table, its columns those of the first row; seal the folder behind it again."""
    cells = [
        ",".join(rows[0]),
        *(",".join("" if v is None else str(v) for v in row.values()) for row in rows),
    ]
    path = folder / name
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in cells).encode(), mtime=0))
    return path


WIDE = """
[files."staffing-figures.csv.gz"]
source_id = "table"
family = "office"
locator = "row {row}, {column}"
extra = ["row"]
common = { modality = "observed", date_basis = "stated" }
measures = [{ column = "officers", metric = "sworn_headcount" }, { column = "hired", metric = "hires" }]
"""


def wide_release(log: Path, number: int, rows: Sequence[Row], *, change: Row | None = None) -> Path:
    """A release of one wide table: `agency_id`, `as_of`, `row`, `officers`, `hired`."""
    folder = release(log, number, {})
    more = f"change = {toml(change)}\n" if change else ""
    with (folder / "release.toml").open("a", encoding="utf-8") as header:
        header.write(WIDE.replace("family", f"{more}family"))
    table(folder, "staffing-figures.csv.gz", rows)
    return folder
