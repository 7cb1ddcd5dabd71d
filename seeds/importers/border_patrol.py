"""Importer for the Border Patrol's agents by sector and fiscal year."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from schemas.seed_parts import Coverage
from seeds.importers.shared.command import importer
from seeds.importers.shared.csv_rows import FILE, whole_number, year_number
from seeds.importers.shared.release_text import write_release, write_sources
from seeds.importers.shared.repeated_rows import REPEATED, Cells, read_distinct
from seeds.importers.shared.write import Row, Tally, write_table

PATROL = "us-dhs-cbp-usbp"
# The Border Patrol states its own totals, which differ from the sums of the sectors. Load them as subsets.
TOTALS = {
    "nationwide total": "nationwide_total",
    "southwest border": "southwest_border_sectors",
    "northern border": "northern_border_sectors",
    "coastal border": "coastal_border_sectors",
}
SECTORS = (
    "big bend", "blaine", "buffalo", "del rio", "detroit", "el centro", "el paso", "grand forks", "havre",
    "houlton", "laredo", "livermore", "miami", "new orleans", "ramey", "rio grande valley", "san diego",
    "spokane", "swanton", "tucson", "yuma",
)  # fmt: skip

COLUMNS = ("sector", "fiscal_year", "number_of_agents")
AGENCY_COLUMNS = ["id", "name", "kind", "level", "parent_id", "aliases"]
FIGURE_COLUMNS = [
    "agency_id", "as_of", "subset", "subset_as_stated", "sector", "fiscal_year", "number_of_agents",
]  # fmt: skip

TITLE = "Border Patrol agents by sector, fiscal years 1992 to 2019"
NOTES = """
The number of agents of each of the Border Patrol's 21 sectors, and its own four totals, for 28 fiscal years.
The totals (nationwide, southwest, northern and coastal border) are loaded as stated, as parts of the Border Patrol, and never computed: for 2019 the nationwide total is 19,648, the 21 sectors add up to 18,933 and the three borders to 19,059.
The file gives fiscal years; each is dated to its last day, 30 September, and marked as inferred. Not loaded: the 15 years 2005 to 2019 of Livermore, for which the file has NA: no figure, not 0.
"""  # noqa: E501 -- a paragraph a line
FILES: dict[str, Row] = {
    "agencies.csv.gz": {"mode": "merge"},
    "staffing-figures.csv.gz": {
        "source_id": "cbp-usbp-staffing-1992-2019",
        "family": "cbp",
        "locator": "sector={sector}, fiscal_year={fiscal_year}, {column}",
        "extra": ["sector", "fiscal_year"],
        "common": {"modality": "observed", "qualifier": "exact", "date_basis": "inferred"},
        "measures": [{"column": "number_of_agents", "metric": "sworn_headcount"}],
    },
}


@importer("border-patrol")
@click.argument("file", type=FILE)
def import_border_patrol(file: Path, folder: Path, retrieved_on: date | None) -> None:
    """Import Border Patrol staffing by sector and fiscal year."""
    tally = Tally()
    write_table(folder, "agencies.csv.gz", AGENCY_COLUMNS, map(sector_agency, SECTORS))
    write_table(folder, "staffing-figures.csv.gz", FIGURE_COLUMNS, figures(file, tally))
    tally.report()
    write_sources(folder, [source(tally.coverage())], retrieved_on)
    write_release(folder, TITLE, NOTES, FILES)


def sector_agency(sector: str) -> Row:
    name = sector.title()
    return {
        "id": sector_id(sector),
        "name": f"U.S. Border Patrol, {name} Sector",
        "kind": "field_office",
        "level": "federal",
        "parent_id": PATROL,
        "aliases": [f"{name} Sector", f"{name} Border Patrol Sector"],
    }


def sector_id(sector: str) -> str:
    return f"{PATROL}-{sector.replace(' ', '-')}"


def figures(path: Path, tally: Tally) -> Iterator[Row]:
    def repeated(row: Cells) -> None:
        tally.skip(_fiscal_year(row), REPEATED)

    for row in read_distinct(path, COLUMNS, COLUMNS[:2], repeated):
        sector, year, agents = row["sector"].strip().lower(), _fiscal_year(row), row["number_of_agents"]
        if sector not in TOTALS and sector not in SECTORS:
            tally.skip(year, f"rows of {row['sector']!r}, which is neither a known sector nor a known total")
            continue
        if agents in ("NA", ""):
            tally.skip(year, f"rows of {sector.title()} without a number (NA)")
            continue
        tally.load(year)
        yield {
            **_agency_or_subset(sector),
            "as_of": f"FY{year}",
            "sector": sector,
            "fiscal_year": year,
            "number_of_agents": whole_number(agents),
        }


def _agency_or_subset(sector: str) -> Row:
    if sector in TOTALS:
        return {"agency_id": PATROL, "subset": TOTALS[sector], "subset_as_stated": sector}
    return {"agency_id": sector_id(sector)}


def _fiscal_year(row: Cells) -> int:
    return year_number(row["fiscal_year"].strip().removeprefix("FY"))


def source(coverage: Sequence[Coverage]) -> Row:
    return {
        "id": "cbp-usbp-staffing-1992-2019",
        "kind": "dataset",
        "title": "U.S. Border Patrol staffing statistics, fiscal years 1992-2019",
        "publisher": "U.S. Customs and Border Protection",
        "via": "GitHub, jacobkap/borderpatrol, data/clean",
        "retrieved_on": None,
        "license": "Public domain (work of the US government); the copy's repository: MIT",
        "counting_rule": "Border Patrol agents by sector and fiscal year; the day counted is not stated.",
        "fiscal_year_end": "09-30",
        "quality": "primary",
        "coverage": list(coverage),
        "note": (
            "The four totals are the publisher's own and differ from the sums of the sectors. "
            "The publisher's PDFs were not read, only the table made from them."
        ),
    }
