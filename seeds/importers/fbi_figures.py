"""Figures from the employees file: counts of 31 October, the rate as printed, the population covered."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from seeds.importers.earlier import Stated
from seeds.importers.fbi_identity import agency_id
from seeds.importers.fbi_rows import COUNTS, Row
from seeds.importers.tables import decimal_number
from seeds.importers.writing import Tally

KEYS = ["agency_id", "as_of", "ori", "data_year"]
_METRICS = {"officer": "sworn_headcount", "civilian": "civilian_headcount", "total": "total_headcount"}
ZEROS = "rows of nothing but zeros (did not report)"


class Question(Struct, frozen=True):
    """What a column of the file answers."""

    metric: str
    sex: str = "all"


QUESTIONS = {
    **{column: Question(_METRICS[column.split("_")[-2]], column.split("_")[0]) for column in COUNTS[:6]},
    **{column: Question(_METRICS[column.split("_")[0]]) for column in COUNTS[6:]},
    "pe_ct_per_1000": Question("employees_per_1000"),
}


class Summary(Struct):
    """What the release notes tell of the file."""

    tally: Tally
    agencies: int = 0
    no_population: int = 0
    cut_names: int = 0
    comma_names: int = 0
    mended_names: int = 0
    stated: int = 0
    years: tuple[int, int] = (9999, 0)


def figures(rows: Iterator[Row], stated: Stated, summary: Summary) -> Iterator[dict[str, object]]:
    """One wide row an agency-year; a cell that an earlier release states already stays empty."""
    for row in rows:
        summary.years = (min(summary.years[0], row.year), max(summary.years[1], row.year))
        summary.no_population += not row.population
        if row.zeros:
            summary.tally.skip(row.year, ZEROS)
            continue
        key, as_of = agency_id(row), f"{row.year}-10-31"
        cells = {**row.counts, "pe_ct_per_1000": _plain(row.per_1000)}
        told = stated.get((key, as_of), frozenset())
        new = {c: v for c, v in cells.items() if (QUESTIONS[c].metric, QUESTIONS[c].sex) not in told}
        summary.stated += len(new) < len(cells)
        if all(value is None for value in new.values()):
            summary.tally.skip(row.year, "agency-years that an earlier release states")
            continue
        summary.tally.load(row.year)
        yield {"agency_id": key, "as_of": as_of, "ori": row.ori, "data_year": row.year, **new}


def populations(rows: Iterator[Row], stated: Stated) -> Iterator[dict[str, object]]:
    for row in rows:
        key = agency_id(row)
        told = stated.get((key, str(row.year)), frozenset())
        if row.population and not row.zeros and ("population_covered", "all") not in told:
            year = str(row.year)
            cells = {"ori": row.ori, "data_year": year, "population": row.population}
            yield {"agency_id": key, "as_of": year, **cells}


def _plain(number: str | None) -> Decimal | None:
    return None if number is None else decimal_number(number).normalize() + 0
