"""The printed tables of the Census Bureau, BLS, BJS, California and the Border Patrol, cell by cell.

They are read from the publishers' own files without the importers. A figure says in its locator which cell
it was made from.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from msgspec import Struct

SHARED = Path(__file__).parents[2].parent / "shared/data"
SURVEY = "census-aspep-police/aspep_police_1992_2023.csv"
HISTORY = "state-population-1900-2025/historical_state_population_by_year.csv"
VINTAGE = "state-population-1900-2025/NST-EST2024-ALLDATA.csv"
COUNTIES = "census-county-pop-2023/co-est2023-alldata.csv"
JOBS = "bls-oews-2025-police/oews_2025_police.csv"
AGENCIES = "bjs-csllea-2018/csllea_2018.csv"
CALIFORNIA = "ca-doj-le-personnel/LE_and_CJ_Personnel_2003-2017.csv"
PATROL = "cbp-usbp-staffing/border_patrol_staffing_1992_2019.csv"

PAID = (
    "full_time_employees", "full_time_pay_usd_month", "part_time_employees", "part_time_pay_usd_month",
    "full_time_equivalent", "total_pay_usd_month",
)  # fmt: skip
WAGES = ("mean", "10th_percentile", "25th_percentile", "median", "75th_percentile", "90th_percentile")
FUNDED = tuple(f"{part}_FUNDED_{kind}" for part in ("SO", "PD", "CHP") for kind in ("SWORN", "NONSWORN"))
NO_NUMBER = {"", "-", "NA", "NaN"}

Row = Mapping[str, str]


class Cell(Struct, frozen=True, kw_only=True):
    """What is printed at a place; `left_out` says why the collection has no figure of it."""

    place: str
    printed: str
    left_out: str | None = None


class Printed(Struct, frozen=True, kw_only=True):
    """A printed table: who prints it, the source that it became, and its cells."""

    title: str
    source: str
    file: str
    cells: Callable[[list[Row]], Iterable[Cell]]
    columns: tuple[str, ...] | None = None


def read(name: str, columns: tuple[str, ...] | None = None) -> list[Row]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs {path}, the publisher's own file")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, columns))


def survey(rows: list[Row]) -> Iterator[Cell]:
    for row in rows:
        place = f"{row['government_level']}, {row['state']}, {row['year']}, {row['function']}"
        for column in PAID:
            yield Cell(place=f"{place}, {column}", printed=row[column])


def history(rows: list[Row]) -> Iterator[Cell]:
    for row in rows:
        yield Cell(place=f"{row['state']}, {row['year']}", printed=row["population"])


def vintage(rows: list[Row]) -> Iterator[Cell]:
    for row in rows:
        left_out = None if int(row["SUMLEV"]) in {10, 40} else "of regions and divisions"
        for year in range(2020, 2025):
            column = f"POPESTIMATE{year}"
            yield Cell(place=f"NAME={row['NAME']}, {column}", printed=row[column], left_out=left_out)


def counties(rows: list[Row]) -> Iterator[Cell]:
    for row in rows:
        left_out = "of counties" if row["SUMLEV"] == "50" else "of an earlier vintage"
        for year in range(2020, 2024):
            column = f"POPESTIMATE{year}"
            place = f"{row['STATE']}, {row['COUNTY']}, {column}"
            yield Cell(place=place, printed=row[column], left_out=left_out)


def jobs(rows: list[Row]) -> Iterator[Cell]:
    for row in rows:
        left_out = None if row["industry_code"] == "000000" else "of one industry"
        for column in ("employment", *(f"annual_{name}_wage" for name in WAGES)):
            place = f"series {row['series_key']}, {column}"
            yield Cell(place=place, printed=row[column], left_out=left_out)


def california(rows: list[Row]) -> Iterator[Cell]:
    for row in rows:
        for column in row.keys() - {"YEAR", "COUNTY"}:
            place = f"COUNTY={row['COUNTY']}, YEAR={row['YEAR']}, {column}"
            yield Cell(place=place, printed=row[column].strip(), left_out=other_column(column))


def other_column(column: str) -> str | None:
    if column in FUNDED:
        return None
    return (
        "that repeat or add up others"
        if column.startswith(("ST_", "CNTY_")) or column.endswith("FUNDED_TOTAL")
        else "of prosecution, defense and probation"
    )


def patrol(rows: list[Row]) -> Iterator[Cell]:
    for row in rows:
        place = f"sector={row['sector']}, fiscal_year={row['fiscal_year']}, number_of_agents"
        yield Cell(place=place, printed=row["number_of_agents"])


TABLES = (
    Printed(
        title="Census Bureau: public employment and payroll, 1992-2023",
        source="census-aspep-1992-2023",
        file=SURVEY,
        cells=survey,
    ),
    Printed(
        title="Census Bureau: population of states, 1900-2025",
        source="census-state-population-1900-2025",
        file=HISTORY,
        cells=history,
        columns=("state", "year", "population"),
    ),
    Printed(
        title="Census Bureau: population of states, vintage 2024",
        source="census-state-population-vintage-2024",
        file=VINTAGE,
        cells=vintage,
    ),
    Printed(
        title="Census Bureau: population of counties, vintage 2023", source="", file=COUNTIES, cells=counties
    ),
    Printed(
        title="BLS: employment and pay by area, May 2025",
        source="bls-oews-2025-05",
        file=JOBS,
        cells=jobs,
    ),
    Printed(
        title="California DOJ: personnel by county, 2003-2017",
        source="ca-doj-personnel-2003-2017",
        file=CALIFORNIA,
        cells=california,
    ),
    Printed(
        title="Border Patrol: agents by sector, 1992-2019",
        source="cbp-usbp-staffing-1992-2019",
        file=PATROL,
        cells=patrol,
    ),
)
