"""Population of states: the vintages, the metric, the sources and the release notes."""

import re
from collections.abc import Sequence

import click
from msgspec import Struct

from schemas.seed_parts import Coverage
from seeds.importers.shared.write import Row, Tally


class Vintage(Struct, frozen=True, kw_only=True):
    """An edition of estimates. `family` ends the ids of its figures."""

    name: str
    family: str
    source_id: str
    fields: dict[str, object]


HISTORY = Vintage(
    name="FRED 2026-03",
    family="fred-2026-03",
    source_id="census-state-population-1900-2025",
    fields={
        "title": "Population of the states by year, 1900 to 2025",
        "via": "Federal Reserve Economic Data (FRED); JoshData/historical-state-population-csv on GitHub, "
        "commit df66a9e",
        "url": "https://github.com/JoshData/historical-state-population-csv",
        "note": "Rounded and revised. The years 2020 to 2024 are of a later vintage than the Census Bureau's "
        "file of 2024; no state and year agrees with it. Alaska and Hawaii begin in 1950.",
    },
)
METRICS: list[Row] = [
    {
        "id": "resident_population",
        "label": "Resident population",
        "definition": "People who live in an area. Two vintages differ, so a series has one vintage.",
        "unit": "residents",
        "nature": "stock",
    }
]
TITLE = "Population of the nation and the states, 1900 to 2025"
_NOTES = """\
The population of 50 states and the District of Columbia by year since 1900 ({old:,} figures), and the Census Bureau's estimates of the nation, the states and Puerto Rico for 1 July ({new:,} figures).
The two files are of different vintages and differ by up to 1.6 percent (District of Columbia, 2024). Each vintage is a series of its own: never mix them. Regions and divisions are not loaded.
"""  # noqa: E501 -- a paragraph a line


def vintage(name: str) -> Vintage:
    """Read the vintage of the Census Bureau's file from its name: NST-EST2024-ALLDATA.csv."""
    if not (match := re.search(r"EST(\d{4})", name)):
        raise click.ClickException(
            f"{name}: the name does not say the vintage, as NST-EST2024-ALLDATA.csv does"
        )
    year = match[1]
    return Vintage(
        name=year,
        family=f"census-{year}",
        source_id=f"census-state-population-vintage-{year}",
        fields={
            "title": f"National and state population estimates, vintage {year} ({name})",
            "via": "yanax726/620_Final on GitHub, commit 0eae84c" if year == "2024" else None,
            "url": "https://www.census.gov/programs-surveys/popest.html",
            "note": "Estimates for 1 July of each year.",
        },
    )


def source(vintage: Vintage, coverage: Sequence[Coverage]) -> Row:
    return {
        "id": vintage.source_id,
        "kind": "dataset",
        **vintage.fields,
        "publisher": "US Census Bureau",
        "retrieved_on": None,
        "language": "en",
        "license": "Public domain in the United States (17 U.S.C. 105)",
        "quality": "primary",
        "coverage": list(coverage),
    }


def notes(old: Tally, new: Tally) -> str:
    return _NOTES.format(old=old.loaded, new=new.loaded)
