"""Staffing figures as a panel: an agency and a day a row, a metric and a modality a column.

Derived and lossy. PostgreSQL picks a figure for each cell by the published rule for headlines, applied to
the figures of that agency and day, and turns them.
"""

from typing import Any, get_args

from api.bundle.tables import Field, Table
from api.bundle.wide_columns import CELL, FIGURES, FIT, Cell
from api.cells import csv_cell
from api.making import Copy
from api.sql import Statement
from schemas import vocabularies as v

NAME = f"{FIGURES.name}-wide"
ABOUT = (
    "Derived from the staffing figures: one row an agency and day, one column a metric and modality, of "
    "flows with its period. Beside each number stands its qualifier. Columns are in the order of the "
    "releases that brought them, by name within one: a later release only adds some behind the last."
)
LOST = (
    "Left out: figures without a day, deprecated ones, those of a subset, of men or women only, and paces "
    "(`per`). Where several figures are left for one cell, the rule for headlines picks one of them. A range "
    "has a qualifier and no number; a column whose figures are gone stays, empty. Bounds, precision of "
    f"dates, periods' ends, target dates, sources and quotations are only in {FIGURES.name}.csv."
)
AGENCY = (
    "agency_id", "agency_name", "agency_kind", "agency_level", "agency_state", "agency_county_geoid",
    "agency_aggregate",
)  # fmt: skip
KEY = ("agency_id", "as_of")
ROW = (*AGENCY, "as_of", "year")


def table(found: list[Cell]) -> Table:
    known = FIGURES.file_schema
    fixed = [Field(column=known[name]) for name in ROW]
    return Table(
        name=NAME,
        about=ABOUT,
        fields=(*fixed, *(field for cell in found for field in cell.fields)),
        key=KEY,
        references={"agency_id": FIGURES.references["agency_id"]},
        lost=LOST,
    )


def header(made: Table) -> bytes:
    return (",".join(field.name for field in made.fields) + "\n").encode()


def selection(release: int, found: list[Cell]) -> Copy:
    """The rows without a header: names that are data do not go into the text of a statement."""
    statement = Statement(FIGURES, release)
    names = statement.value([cell.name for cell in found])
    turned = "".join(
        f",\n  max(value) filter (where n = {n}), max(qualifier) filter (where n = {n})"
        for n in range(1, len(found) + 1)
    )
    row = ", ".join(ROW)
    written = ", ".join(f"{csv_cell(statement, name)} as {name}" for name in ROW)
    sql = f"""select {row}{turned}
from (
  select distinct on (x.agency_id, x.as_of, {CELL}) {written}, x.value, x.qualifier,
    array_position({names}::text[], {CELL}) as n
  from {statement.releases}, {statement.rows} and {FIT}
  order by x.agency_id, x.as_of, {CELL}, {MERIT}
) x
where n is not null
group by {row}
order by {", ".join(KEY)}"""
    return sql, statement.args


def place(codes: tuple[Any, ...], column: str) -> str:
    """Where a code stands in a list; behind all of them where it is unknown or not in it."""
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"coalesce(array_position(array[{listed}], {column}), {len(codes) + 1})"


QUALITY = place(get_args(v.SourceQuality), "x.source_quality")
# As seeds/headline.py has it, for figures of one day.
MERIT = ", ".join(
    (
        "x.rank <> 'preferred'",
        f"case when x.source_kind = 'dataset' then 1 else {QUALITY} end",
        place(get_args(v.Precision), "x.as_of_precision"),
        place(v.WEIGHTIEST, "x.source_kind"),
        "x.source_published_on desc nulls last",
        "x.id",
    )
)
