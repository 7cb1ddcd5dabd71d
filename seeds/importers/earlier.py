"""What earlier releases state already: an importer leaves alone what they say."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from seeds.importers.tables import read_table

KEYS = ("agency_id", "as_of")
# (agency, as_of as stated) to the (metric, sex) it has a figure of.
Stated = dict[tuple[str, str], frozenset[tuple[str, str]]]


def read_agencies(folders: Iterable[Path], columns: Sequence[str] = ("id",)) -> Iterator[dict[str, str]]:
    files = (file for folder in folders for file in sorted(folder.glob("agencies*.csv.gz")))
    return (row for file in files for row in read_table(file, columns))


def read_stated(folders: Iterable[Path]) -> Stated:
    """The questions that the wide tables of these releases answer, by agency and date."""
    stated: Stated = {}
    # Few answers differ, so equal ones are kept once: memory grows by the agency-year, not by the figure.
    kept: dict[frozenset[tuple[str, str]], frozenset[tuple[str, str]]] = {}
    for folder in folders:
        for name, table in _tables(folder).items():
            for row in read_table(folder / name, KEYS) if "measures" in table else ():
                key = (row["agency_id"], row["as_of"])
                answers = stated.get(key, frozenset()) | _answers(row, table["measures"])
                stated[key] = kept.setdefault(answers, answers)
    return stated


def _tables(folder: Path) -> dict[str, Any]:
    try:
        release = tomllib.loads((folder / "release.toml").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{folder.name} is no release: {error}") from error
    tables: dict[str, Any] = release.get("files", {})
    return tables


def _answers(row: dict[str, str], measures: list[dict[str, object]]) -> frozenset[tuple[str, str]]:
    return frozenset(_question(measure) for measure in measures if row[str(measure["column"])])


def _question(measure: dict[str, object]) -> tuple[str, str]:
    fields = measure.get("fields", {})
    sex = fields.get("sex", "all") if isinstance(fields, dict) else "all"
    return str(measure["metric"]), str(sex)
