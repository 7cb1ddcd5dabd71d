"""The FBI's "Law Enforcement Employees" file, row by row: the master file, a part, a reduced one."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from seeds.importers.fbi_kinds import known_type
from seeds.importers.tables import read_header, read_table, whole_number, year_number

COUNTS = (
    "male_officer_ct",
    "male_civilian_ct",
    "male_total_ct",
    "female_officer_ct",
    "female_civilian_ct",
    "female_total_ct",
    "officer_ct",
    "civilian_ct",
    "total_pe_ct",
)
_NEEDED = (
    "ori", "data_year", "pub_agency_name", "state_abbr", "county_name", "agency_type_name",
    "population", "officer_ct", "civilian_ct", "total_pe_ct", "pe_ct_per_1000",
)  # fmt: skip
_NOTHING = {"", "NULL", "NA"}
# The FBI's own header misspells this one.
_SPELLINGS = {"male_cilvilian_ct": "male_civilian_ct"}


class Row(Struct, frozen=True, kw_only=True):
    """One agency-year. `printed` is the agency's name with its unit, where the file has one."""

    ori: str
    year: int
    printed: str
    state: str
    county: str
    type: str
    population: int
    per_1000: str | None
    counts: dict[str, int]

    @property
    def zeros(self) -> bool:
        """Nothing but zeros is how the FBI writes an agency that did not report."""
        return not any(self.counts.values())


def read_rows(file: Path) -> Iterator[Row]:
    """Stream the file; columns beyond ours (an index, names joined from elsewhere) are never looked at."""
    return map(_row, read_table(file, _NEEDED))


def count_columns(file: Path) -> set[str]:
    return {_SPELLINGS.get(name, name) for name in read_header(file)} & set(COUNTS)


def _row(cells: dict[str, str]) -> Row:
    cells = {_SPELLINGS.get(name, name): cell for name, cell in cells.items()}
    counts = {name: whole_number(cells[name]) for name in COUNTS if cells.get(name, "") not in _NOTHING}
    per_1000 = cells["pe_ct_per_1000"]
    return Row(
        ori=cells["ori"],
        year=year_number(cells["data_year"]),
        printed=_printed(cells["pub_agency_name"], cells.get("pub_agency_unit", "")),
        state=cells["state_abbr"],
        county=cells["county_name"],
        type=known_type(cells["agency_type_name"]),
        population=whole_number(cells["population"]) if cells["population"] not in _NOTHING else 0,
        per_1000=None if per_1000 in _NOTHING else per_1000,
        counts=counts,
    )


def _printed(name: str, unit: str) -> str:
    return " ".join(f"{name} {'' if unit in _NOTHING else unit}".split())
