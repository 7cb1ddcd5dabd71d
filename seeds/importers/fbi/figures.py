"""Builds figures from the employees file: counts on 31 October, the printed rate, the population covered."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import msgspec
from msgspec import Struct

from seeds.importers.fbi.identity import agency_id
from seeds.importers.fbi.rows import COUNTS, Row
from seeds.importers.shared.csv_rows import decimal_number, year_number
from seeds.importers.shared.earlier_releases import Stated
from seeds.importers.shared.repeated_rows import REPEATED, Cells
from seeds.importers.shared.write import Tally

KEYS = ["agency_id", "as_of", "ori", "data_year"]
_METRICS = {"officer": "sworn_headcount", "civilian": "civilian_headcount", "total": "total_headcount"}
ZEROS = "rows of nothing but zeros (did not report)"


class Question(Struct, frozen=True):
    """The metric and the sex that a column of the file counts."""

    metric: str
    sex: str = "all"


QUESTIONS = {
    **{column: Question(_METRICS[column.split("_")[-2]], column.split("_")[0]) for column in COUNTS[:6]},
    **{column: Question(_METRICS[column.split("_")[0]]) for column in COUNTS[6:]},
    "pe_ct_per_1000": Question("employees_per_1000"),
}


class Summary(Struct):
    """The numbers that the release notes report about the file."""

    tally: Tally
    agencies: int = 0
    no_population: int = 0
    cut_names: int = 0
    comma_names: int = 0
    mended_names: int = 0
    stated: int = 0
    unknown_types: Counter[str] = msgspec.field(default_factory=Counter)
    years: tuple[int, int] = (9999, 0)

    def repeated(self, cells: Cells) -> None:
        self.tally.skip(year_number(cells["data_year"]), REPEATED)

    def types(self) -> list[str]:
        """Return a sentence for each unknown type of agency, for the terminal and the release notes."""
        return [
            f"{count:,} agencies of the unknown type {name!r}: their kind follows from their name, else it "
            "is other"
            for name, count in self.unknown_types.most_common()
        ]


def figures(rows: Iterator[Row], stated: Stated, summary: Summary) -> Iterator[dict[str, object]]:
    """Yield a row for each agency and year, without the cells that an earlier release already states."""
    for row in rows:
        summary.years = (min(summary.years[0], row.year), max(summary.years[1], row.year))
        summary.no_population += not row.population
        if row.zeros:
            summary.tally.skip(row.year, ZEROS)
            continue
        key, as_of = agency_id(row), f"{row.year}-10-31"
        cells = {**row.counts, "pe_ct_per_1000": _plain(row.per_1000)}
        known = stated.get((key, as_of), frozenset())
        new = {c: v for c, v in cells.items() if (QUESTIONS[c].metric, QUESTIONS[c].sex) not in known}
        summary.stated += len(new) < len(cells)
        if all(value is None for value in new.values()):
            summary.tally.skip(row.year, "agency-years that an earlier release states")
            continue
        summary.tally.load(row.year)
        yield {"agency_id": key, "as_of": as_of, "ori": row.ori, "data_year": row.year, **new}


def populations(rows: Iterator[Row], stated: Stated) -> Iterator[dict[str, object]]:
    for row in rows:
        key = agency_id(row)
        known = stated.get((key, str(row.year)), frozenset())
        if row.population and not row.zeros and ("population_covered", "all") not in known:
            year = str(row.year)
            cells = {"ori": row.ori, "data_year": year, "population": row.population}
            yield {"agency_id": key, "as_of": year, **cells}


def _plain(number: str | None) -> Decimal | None:
    return None if number is None else decimal_number(number).normalize() + 0
