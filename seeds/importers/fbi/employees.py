"""Importer for the FBI's file of full-time law-enforcement employees."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from seeds.importers.fbi.agencies import COLUMNS, Agency, Register, read_points
from seeds.importers.fbi.figures import KEYS, QUESTIONS, Summary, figures, populations
from seeds.importers.fbi.kinds import is_known
from seeds.importers.fbi.names import Names, cut_off
from seeds.importers.fbi.rows import count_columns, read_rows
from seeds.importers.fbi.texts import EDITIONS
from seeds.importers.shared.command import importer
from seeds.importers.shared.companion_files import COUNTIES, NAMES, POINTS
from seeds.importers.shared.counties import Counties
from seeds.importers.shared.csv_rows import EARLIER, FILE
from seeds.importers.shared.earlier_releases import read_agencies, read_stated
from seeds.importers.shared.release_text import write_release, write_sources
from seeds.importers.shared.write import Tally, write_table

FAMILY = "fbi-lee"
# The file is read three times; rows that it prints twice are counted once, where figures are made of it.
NOT_COUNTED = len
LOCATOR = "ori={ori}, data_year={data_year}, {column}"


def _register(file: Path, register: Register, names: Names, summary: Summary) -> None:
    for row in read_rows(file, NOT_COUNTED):
        register.add(row)
        if cut_off(row.printed):
            summary.cut_names += row.printed.endswith(":")
            summary.comma_names += row.printed.endswith(",")
            summary.mended_names += names.name(row) != row.printed.rstrip(":, ")


def _count_types(register: Register, summary: Summary) -> None:
    summary.unknown_types.update(name for name in register.types() if not is_known(name))


def _new_agencies(register: Register, known: set[str]) -> Iterator[Agency]:
    return (agency for agency in register.agencies() if agency["id"] not in known)


def _tables(source_id: str, columns: list[str]) -> dict[str, dict[str, object]]:
    common = {"qualifier": "exact", "date_basis": "stated"}
    table = {"source_id": source_id, "family": FAMILY, "locator": LOCATOR, "extra": ["ori", "data_year"]}
    measures = [
        {"column": c, "metric": QUESTIONS[c].metric, "fields": {"sex": QUESTIONS[c].sex}} for c in columns
    ]
    population = {"column": "population", "metric": "population_covered", "fields": {"sex": "all"}}
    return {
        "agencies.csv.gz": {"mode": "merge", "change": {"kind": "enrichment"}},
        "staffing-figures.csv.gz": {
            **table,
            "common": {"modality": "observed", **common},
            "measures": measures,
        },
        "staffing-figures-population.csv.gz": {
            **table,
            "common": {"modality": "estimated", **common},
            "measures": [population],
        },
    }


class Auxiliary(NamedTuple):
    """The files that describe agencies and contain no figures."""

    names: Path
    points: Path
    counties: Path

    def register(self, names: Names) -> Register:
        return Register(names, Counties(self.counties), read_points(self.points))


@importer("fbi-employees")
@click.argument("file", type=FILE)
@NAMES
@POINTS
@COUNTIES
@click.option(
    "--after", multiple=True, type=EARLIER, help="An earlier release, whose figures are not stated again."
)
@click.option(
    "--edition",
    type=click.Choice(sorted(EDITIONS)),
    help="The edition of the file, which determines source and notes. Default: recognized by its SHA-256.",
)
def command(
    file: Path,
    folder: Path,
    after: tuple[Path, ...],
    edition: str | None,
    retrieved_on: date | None,
    **auxiliary: Path,
) -> None:
    """Import the FBI's Law Enforcement Employees: the master file, a state's part or the reduced one."""
    text = EDITIONS[edition or recognized(file)]
    summary = write_tables(file, folder, after, Auxiliary(**auxiliary))
    own = {"retrieved_on": None, "coverage": summary.tally.coverage()}
    write_sources(folder, [{**text.source, **own}, *text.auxiliary], retrieved_on)
    tables = _tables(str(text.source["id"]), _columns(file))
    write_release(folder, text.title, text.notes(summary), tables)
    summary.tally.report()
    for sentence in summary.types():
        click.echo(f"  {sentence}")


def recognized(file: Path) -> str:
    """Recognize a known copy by its SHA-256: editions do not differ in name or header."""
    with file.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    edition = next((name for name, known in EDITIONS.items() if known.sha256 == sha256), None)
    if edition is None:
        text = f"{file.name} is not a known copy. Choose one of {', '.join(EDITIONS)}."
        raise click.UsageError(f"Missing option '--edition': {text}")
    click.echo(f"--edition {edition}")
    return edition


def write_tables(file: Path, folder: Path, after: tuple[Path, ...], auxiliary: Auxiliary) -> Summary:
    summary, names = Summary(tally=Tally()), Names(auxiliary.names)
    register = auxiliary.register(names)
    _register(file, register, names, summary)
    _count_types(register, summary)
    known, stated = {agency["id"] for agency in read_agencies(after)}, read_stated(after)
    summary.agencies = write_table(folder, "agencies.csv.gz", COLUMNS, _new_agencies(register, known))
    rows = figures(read_rows(file, summary.repeated), stated, summary)
    write_table(folder, "staffing-figures.csv.gz", [*KEYS, *_columns(file)], rows)
    people = populations(read_rows(file, NOT_COUNTED), stated)
    write_table(folder, "staffing-figures-population.csv.gz", [*KEYS, "population"], people)
    return summary


def _columns(file: Path) -> list[str]:
    return [column for column in QUESTIONS if column in {*count_columns(file), "pe_ct_per_1000"}]
