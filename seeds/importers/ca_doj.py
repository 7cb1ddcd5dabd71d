"""Importer for the California DOJ's personnel by county: sheriff, police departments, Highway Patrol."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from schemas.seed_parts import Coverage
from seeds.importers.shared.command import importer
from seeds.importers.shared.companion_files import COUNTIES
from seeds.importers.shared.counties import Counties
from seeds.importers.shared.csv_rows import FILE, whole_number, year_number
from seeds.importers.shared.release_text import write_release, write_sources
from seeds.importers.shared.repeated_rows import REPEATED, Cells, read_distinct
from seeds.importers.shared.write import Row, Tally, write_table

# The other columns repeat these (ST_ and CNTY_ have the same numbers) or are not law enforcement.
PARTS = {"SO": ("sheriff", "SO"), "PD": ("police_departments", "PD"), "CHP": ("highway_patrol", "CHP")}
KINDS = {"SWORN": "sworn_headcount", "NONSWORN": "civilian_headcount"}
COLUMNS = [f"{part}_FUNDED_{kind}" for part in PARTS for kind in KINDS]
STATEWIDE = (
    "The source prints the Highway Patrol under Sacramento County only: the number is the whole state's."
)

AGENCY_COLUMNS = ["id", "name", "kind", "level", "aggregate", "state", "county", "county_geoid"]
FIGURE_COLUMNS = ["agency_id", "as_of", "note", "COUNTY", "YEAR", *COLUMNS]

TITLE = "California law-enforcement personnel by county, 2003 to 2017"
NOTES = """
Sworn and other personnel of the sheriff and of the police departments of each of California's 58 counties, and of the Highway Patrol, by year.
Each county's total is an agency of the kind government_total, marked as an aggregate: never add it to agencies. The Highway Patrol stands under Sacramento County only, it seems with the whole state's number.
Of the file's 38 columns six are loaded: the totals repeat them, the columns beginning ST_ and CNTY_ repeat each other, and prosecution, public defence and probation are no law-enforcement agencies. A cell that holds a single space is no figure, not 0.
"""  # noqa: E501 -- a paragraph a line
FILES: dict[str, Row] = {
    "agencies.csv.gz": {"mode": "merge"},
    "staffing-figures.csv.gz": {
        "source_id": "ca-doj-personnel-2003-2017",
        "family": "ca-doj",
        "locator": "COUNTY={COUNTY}, YEAR={YEAR}, {column}",
        "extra": ["COUNTY", "YEAR"],
        "common": {"modality": "observed", "qualifier": "exact", "date_basis": "stated"},
        "measures": [
            {
                "column": f"{part}_FUNDED_{kind}",
                "metric": metric,
                "fields": {"subset": subset, "subset_as_stated": stated},
            }
            for part, (subset, stated) in PARTS.items()
            for kind, metric in KINDS.items()
        ],
    },
}


@importer("ca-doj")
@click.argument("file", type=FILE)
@COUNTIES
def import_ca_doj(file: Path, counties: Path, folder: Path, retrieved_on: date | None) -> None:
    """Import California's law-enforcement personnel by county and year."""
    tally = Tally()
    names: set[str] = set()
    known = Counties(counties)
    write_table(folder, "staffing-figures.csv.gz", FIGURE_COLUMNS, figures(file, known, tally, names))
    write_table(folder, "agencies.csv.gz", AGENCY_COLUMNS, (county_total(name, known) for name in names))
    tally.report()
    write_sources(folder, [source(tally.coverage())], retrieved_on)
    write_release(folder, TITLE, NOTES, FILES)


def figures(path: Path, known: Counties, tally: Tally, names: set[str]) -> Iterator[Row]:
    """Yield a row for each county and year. Puts the Highway Patrol's cells into a row with a note."""

    def skip(row: Cells, reason: str) -> None:
        tally.skip(year_number(row["YEAR"]), reason, len(COLUMNS))

    rows = read_distinct(
        path, ("YEAR", "COUNTY", *COLUMNS), ("COUNTY", "YEAR"), lambda row: skip(row, f"cells of {REPEATED}")
    )
    for row in rows:
        county, year = known.find("CA", row["COUNTY"]), row["YEAR"].strip()
        if county.geoid is None or county.name is None:
            skip(row, f"cells of rows of {row['COUNTY']!r}, which is not a county of California")
            continue
        names.add(county.name)
        head: Row = {
            "agency_id": county_id(county.name), "as_of": year, "COUNTY": row["COUNTY"], "YEAR": year
        }  # fmt: skip
        cells = {column: whole_number(row[column]) for column in COLUMNS if row[column].strip()}
        number = year_number(year)
        tally.load(number, len(cells))
        if blank := len(COLUMNS) - len(cells):
            tally.skip(number, "blank cells of the columns read", blank)
        patrol = {column: cells.pop(column) for column in COLUMNS[-2:] if column in cells}
        for part, note in ((cells, None), (patrol, STATEWIDE)):
            if part:
                yield {**head, "note": note, **part}


def county_id(county: str) -> str:
    return f"ca-total-{county.lower().replace(' ', '-')}"


def county_total(name: str, counties: Counties) -> Row:
    county = counties.find("CA", name)
    return {
        "id": county_id(name),
        "name": f"{name}, California: law enforcement (total)",
        "kind": "government_total",
        "level": "county",
        "aggregate": True,
        "state": "CA",
        "county": county.name,
        "county_geoid": county.geoid,
    }


def source(coverage: Sequence[Coverage]) -> Row:
    return {
        "id": "ca-doj-personnel-2003-2017",
        "kind": "dataset",
        "title": "Law enforcement and criminal justice personnel, 2003-2017",
        "publisher": "California Department of Justice, OpenJustice",
        "via": "GitHub, themarshallproject/california_crime_rates",
        "retrieved_on": None,
        "license": "Public (OpenJustice open data); attribution to the California Department of Justice",
        "counting_rule": "Personnel by county and year; the day counted and part-time work are not stated.",
        "quality": "primary",
        "coverage": list(coverage),
        "note": "Coverage counts cells: sheriff, police departments and Highway Patrol, sworn and not sworn.",
    }
