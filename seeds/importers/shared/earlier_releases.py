"""What earlier releases already state, so that an importer does not state it again."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from seeds.importers.shared.csv_rows import read_table

KEYS = ("agency_id", "as_of")
# Maps an agency and an as_of, as written, to the (metric, sex) pairs that have a figure.
Stated = dict[tuple[str, str], frozenset[tuple[str, str]]]


def read_agencies(folders: Iterable[Path], columns: Sequence[str] = ("id",)) -> Iterator[dict[str, str]]:
    files = (file for folder in folders for file in sorted(folder.glob("agencies*.csv.gz")))
    return (row for file in files for row in read_table(file, columns))


def read_stated(folders: Iterable[Path]) -> Stated:
    """Return what the wide tables of these releases state, by agency and date."""
    stated: Stated = {}
    # Share equal sets: few differ, so that memory grows with agency-years, not with figures.
    shared: dict[frozenset[tuple[str, str]], frozenset[tuple[str, str]]] = {}
    for folder in folders:
        for name, table in _tables(folder).items():
            for row in read_table(folder / name, KEYS) if "measures" in table else ():
                key = (row["agency_id"], row["as_of"])
                pairs = stated.get(key, frozenset()) | _stated_pairs(row, table["measures"])
                stated[key] = shared.setdefault(pairs, pairs)
    return stated


def _tables(folder: Path) -> dict[str, Any]:
    try:
        release = tomllib.loads((folder / "release.toml").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{folder.name} is not a release: {error}") from error
    tables: dict[str, Any] = release.get("files", {})
    return tables


def _stated_pairs(row: dict[str, str], measures: list[dict[str, object]]) -> frozenset[tuple[str, str]]:
    return frozenset(_metric_and_sex(measure) for measure in measures if row[str(measure["column"])])


def _metric_and_sex(measure: dict[str, object]) -> tuple[str, str]:
    fields = measure.get("fields", {})
    sex = fields.get("sex", "all") if isinstance(fields, dict) else "all"
    return str(measure["metric"]), str(sex)
