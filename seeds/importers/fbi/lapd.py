"""Importer for the Los Angeles police's LEOKA counts since 1975, men and women by role."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from seeds.importers.fbi.leoka_tables import tables
from seeds.importers.shared.command import importer
from seeds.importers.shared.csv_rows import FILE, whole_number, year_number
from seeds.importers.shared.release_text import write_release, write_sources
from seeds.importers.shared.repeated_rows import REPEATED, read_distinct
from seeds.importers.shared.write import Row, Tally, write_table

MEASURES = {
    "officers": ("sworn_headcount", "all"),
    "male_officers": ("sworn_headcount", "male"),
    "female_officers": ("sworn_headcount", "female"),
    "civilians": ("civilian_headcount", "all"),
    "male_civilians": ("civilian_headcount", "male"),
    "female_civilians": ("civilian_headcount", "female"),
    "total_employees": ("total_headcount", "all"),
}
AGENCY = "ca0194200"
SOURCE: Row = {
    "id": "fbi-leoka-lapd-1975-2018",
    "kind": "dataset",
    "title": "Law Enforcement Officers Killed and Assaulted (LEOKA): Los Angeles police, 1975 to 2018",
    "publisher": "Federal Bureau of Investigation",
    "author": "Cleaned by Jacob Kaplan",
    "via": "jacobkap/crimedatatool_helper on GitHub, commit 090e86b",
    "retrieved_on": None,
    "language": "en",
    "license": "Public domain in the United States (17 U.S.C. 105)",
    "quality": "primary",
    "counting_rule": "Full-time law-enforcement employees on 31 October of the year; officers are those with "
    "powers of arrest.",
    "note": "The row of 1979 is empty. In every other row women and men add up to each role, and the roles "
    "to all employees.",
}
NOTES = """\
Officers, civilians and all employees of the Los Angeles Police Department (ORI CA01942), men and women by role, and the population covered, for {loaded} of the 44 years 1975 to 2018. 1979 is empty in the file and not loaded. Men and women of all employees are not in the file and not computed.
The figures belong to the same family as LEOKA 2004 and 2005: there those two years of this department are left out.
"""  # noqa: E501 -- a paragraph a line
TABLES = tables(
    {
        "source_id": "fbi-leoka-lapd-1975-2018",
        "family": "fbi-leoka",
        "locator": "year={year}, {column}",
        "extra": ["year"],
    },
    MEASURES,
)


def read_years(file: Path, tally: Tally) -> Iterator[tuple[int, Row]]:
    """Yield the years that have numbers."""
    for cells in read_distinct(
        file,
        ["year", "population", *MEASURES],
        ["year"],
        lambda cells: tally.skip(year_number(cells["year"]), REPEATED),
    ):
        year = year_number(cells["year"])
        counts = {column: cells[column] for column in MEASURES if cells[column] not in {"", "NA"}}
        if not counts:
            tally.skip(year, "empty row")
            continue
        tally.load(year)
        yield year, {column: whole_number(count) for column, count in counts.items()} | _people(cells)


def _people(cells: dict[str, str]) -> dict[str, int]:
    population = cells["population"]
    return {"population": whole_number(population)} if population not in {"", "NA", "0"} else {}


@importer("fbi-lapd")
@click.argument("file", type=FILE)
def command(file: Path, folder: Path, retrieved_on: date | None) -> None:
    """Import the Los Angeles Police Department's LEOKA counts."""
    tally = Tally()
    years = list(read_years(file, tally))
    counts = [
        {"agency_id": AGENCY, "as_of": f"{year}-10-31", "year": year}
        | {column: cell for column, cell in row.items() if column in MEASURES}
        for year, row in years
    ]
    people = [
        {"agency_id": AGENCY, "as_of": str(year), "year": year, "population": row["population"]}
        for year, row in years
        if "population" in row
    ]
    columns = ["agency_id", "as_of", "year"]
    write_table(folder, "staffing-figures.csv.gz", [*columns, *MEASURES], counts)
    write_table(folder, "staffing-figures-population.csv.gz", [*columns, "population"], people)
    write_sources(folder, [{**SOURCE, "coverage": tally.coverage()}], retrieved_on)
    title = "The Los Angeles Police Department, 1975 to 2018"
    write_release(folder, title, NOTES.format(loaded=tally.loaded), TABLES)
    tally.report()
