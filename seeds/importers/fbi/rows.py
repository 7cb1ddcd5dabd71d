"""Reads the FBI's "Law Enforcement Employees" file: the master file, a part of it or a reduced copy."""

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from seeds.importers.shared.csv_rows import read_header, whole_number, year_number
from seeds.importers.shared.repeated_rows import Cells, read_distinct

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
_NOTHING = {"", "NULL", "NA", "N/A", "NaN", "nan"}
_OPTIONAL = (*COUNTS, "pub_agency_unit")
_KEY = ("ori", "data_year")
# The FBI's own header misspells this one.
_SPELLINGS = {"male_cilvilian_ct": "male_civilian_ct"}


class Row(Struct, frozen=True, kw_only=True):
    """One agency and year. `printed` is the agency's name with its unit, if the file has one."""

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
        """Whether all counts are 0, which means that the agency did not report."""
        return not any(self.counts.values())


def read_rows(file: Path, repeated: Callable[[Cells], object]) -> Iterator[Row]:
    """Stream the file. Ignores extra columns, such as an index or names joined from elsewhere."""
    return map(_row, read_distinct(file, _NEEDED, _KEY, repeated, _OPTIONAL, _SPELLINGS))


def count_columns(file: Path) -> set[str]:
    return set(read_header(file, COUNTS, _SPELLINGS)) & set(COUNTS)


def _row(cells: Cells) -> Row:
    counts = {name: whole_number(cells[name]) for name in COUNTS if cells.get(name, "") not in _NOTHING}
    per_1000 = cells["pe_ct_per_1000"]
    return Row(
        ori=cells["ori"].strip(),
        year=year_number(cells["data_year"]),
        printed=_printed(cells["pub_agency_name"], cells.get("pub_agency_unit", "")),
        state=cells["state_abbr"],
        county=cells["county_name"],
        type=cells["agency_type_name"].strip(),
        population=whole_number(cells["population"]) if cells["population"] not in _NOTHING else 0,
        per_1000=None if per_1000 in _NOTHING else per_1000,
        counts=counts,
    )


def _printed(name: str, unit: str) -> str:
    return " ".join(f"{name} {'' if unit in _NOTHING else unit}".split())
