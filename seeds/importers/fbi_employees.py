"""`muster import fbi-employees`: full-time law-enforcement employees, from the FBI's file to a release."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from seeds.importers.companions import COUNTIES, NAMES, POINTS
from seeds.importers.counties import Counties
from seeds.importers.drafting import write_release, write_sources
from seeds.importers.earlier import read_agencies, read_stated
from seeds.importers.fbi_agencies import COLUMNS, Agency, Register, read_points
from seeds.importers.fbi_figures import KEYS, QUESTIONS, Summary, figures, populations
from seeds.importers.fbi_names import Names, cut_off
from seeds.importers.fbi_rows import count_columns, read_rows
from seeds.importers.fbi_texts import EDITIONS
from seeds.importers.running import importer
from seeds.importers.tables import EARLIER, FILE
from seeds.importers.writing import Tally, write_table

FAMILY = "fbi-lee"
LOCATOR = "ori={ori}, data_year={data_year}, {column}"


def _register(file: Path, register: Register, names: Names, summary: Summary) -> None:
    for row in read_rows(file):
        register.add(row)
        if cut_off(row.printed):
            summary.cut_names += row.printed.endswith(":")
            summary.comma_names += row.printed.endswith(",")
            summary.mended_names += names.name(row) != row.printed.rstrip(":, ")


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
    """The files that describe agencies; none of them holds figures."""

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
@click.option("--after", multiple=True, type=EARLIER, help="An earlier release, whose statements stay.")
@click.option(
    "--edition",
    type=click.Choice(sorted(EDITIONS)),
    help="Which file it is: its source and notes. Not needed for the copies that Muster was made with.",
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


def recognized(file: Path) -> str:
    """The edition of a copy we know, byte for byte; a name or a header would not tell one from another."""
    with file.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    found = [name for name, edition in EDITIONS.items() if edition.sha256 == sha256]
    if not found:
        said = f"{file.name} is none of the copies we know. Which is it: {', '.join(EDITIONS)}?"
        raise click.UsageError(f"Missing option '--edition': {said}")
    click.echo(f"--edition {found[0]}")
    return found[0]


def write_tables(file: Path, folder: Path, after: tuple[Path, ...], auxiliary: Auxiliary) -> Summary:
    summary, names = Summary(tally=Tally()), Names(auxiliary.names)
    register = auxiliary.register(names)
    _register(file, register, names, summary)
    known, stated = {agency["id"] for agency in read_agencies(after)}, read_stated(after)
    summary.agencies = write_table(folder, "agencies.csv.gz", COLUMNS, _new_agencies(register, known))
    rows = figures(read_rows(file), stated, summary)
    write_table(folder, "staffing-figures.csv.gz", [*KEYS, *_columns(file)], rows)
    people = populations(read_rows(file), stated)
    write_table(folder, "staffing-figures-population.csv.gz", [*KEYS, "population"], people)
    return summary


def _columns(file: Path) -> list[str]:
    return [column for column in QUESTIONS if column in {*count_columns(file), "pe_ct_per_1000"}]
