"""Staffing figures as a wide table: one row per agency and day, one column per metric and modality.

The table is derived and lossy. PostgreSQL picks the figure for each cell by the published rule for headlines,
applied to the figures of that agency and day, and pivots them.
"""

from typing import Any, get_args

from api.bundle.tables import Field, Table
from api.bundle.wide_columns import CELL, CONDITION, FIGURES, Cell
from api.exports.job import Copy
from api.exports.projection import csv_cell
from api.query.sql import Statement
from schemas import vocabularies as v

NAME = f"{FIGURES.name}-wide"
ABOUT = (
    "Derived from the staffing figures: one row per agency and day, one column per metric and modality, and "
    "period for flows. Each number is followed by its qualifier. Columns are in the order of the releases "
    "that introduced them, then by name. Later releases only add columns at the end."
)
OMISSIONS = (
    "Left out: figures without a day, deprecated figures, figures of a subset, of only men or only women, "
    "and rates (`per`). If several figures remain for one cell, the rule for headlines picks one. A range "
    "has a qualifier but no number. A column whose figures were withdrawn stays, empty. Bounds, date "
    f"precision, period ends, target dates, sources and quotes are only in {FIGURES.name}.csv."
)
AGENCY = (
    "agency_id", "agency_name", "agency_kind", "agency_level", "agency_state", "agency_county_geoid",
    "agency_aggregate",
)  # fmt: skip
KEY = ("agency_id", "as_of")
ROW = (*AGENCY, "as_of", "year")


def table(cells: list[Cell]) -> Table:
    columns = FIGURES.file_schema
    fixed = [Field(column=columns[name]) for name in ROW]
    return Table(
        name=NAME,
        about=ABOUT,
        fields=(*fixed, *(field for cell in cells for field in cell.fields)),
        key=KEY,
        references={"agency_id": FIGURES.references["agency_id"]},
        omissions=OMISSIONS,
    )


def header(table: Table) -> bytes:
    return (",".join(field.name for field in table.fields) + "\n").encode()


def selection(release: int, cells: list[Cell]) -> Copy:
    """Select the rows without a header. Column names are data, so they never become SQL text."""
    statement = Statement(FIGURES, release)
    names = statement.value([cell.name for cell in cells])
    pivoted = "".join(
        f",\n  max(value) filter (where n = {n}), max(qualifier) filter (where n = {n})"
        for n in range(1, len(cells) + 1)
    )
    row = ", ".join(ROW)
    cells_as_csv = ", ".join(f"{csv_cell(statement, name)} as {name}" for name in ROW)
    sql = f"""select {row}{pivoted}
from (
  select distinct on (x.agency_id, x.as_of, {CELL}) {cells_as_csv}, x.value, x.qualifier,
    array_position({names}::text[], {CELL}) as n
  from {statement.releases}, {statement.rows} and {CONDITION}
  order by x.agency_id, x.as_of, {CELL}, {PREFERENCE}
) x
where n is not null
group by {row}
order by {", ".join(KEY)}"""
    return sql, statement.args


def position(codes: tuple[Any, ...], column: str) -> str:
    """Write SQL for the position of a code in a list. Unknown codes come after all others."""
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"coalesce(array_position(array[{listed}], {column}), {len(codes) + 1})"


QUALITY = position(get_args(v.SourceQuality), "x.source_quality")
# The rule of seeds/headline/rule.py, for figures of one day.
PREFERENCE = ", ".join(
    (
        "x.rank <> 'preferred'",
        f"case when x.source_kind = 'dataset' then 1 else {QUALITY} end",
        position(get_args(v.Precision), "x.as_of_precision"),
        position(v.WEIGHTIEST, "x.source_kind"),
        "x.source_published_on desc nulls last",
        "x.id",
    )
)
