"""The columns of the wide table and their order: those of earlier releases first.

Both follow from the revisions of the figures, so every replay of the log gives the same table.
"""

from typing import get_args

import msgspec
from msgspec import Struct

from api.bundle.tables import Field
from api.catalog.columns import Column
from api.catalog.resources import BY_NAME
from api.database.pool import Session
from api.query.sql import Statement, encoded
from schemas import vocabularies as v
from schemas.metric import Metric

FIGURES, METRICS = BY_NAME["staffing-figures"], BY_NAME["metrics"]
CELL = "concat_ws('__', x.metric, x.modality, x.period)"
CONDITION = (
    "x.as_of is not null and x.rank <> 'deprecated' and x.subset is null and x.sex = 'all' and x.per is null"
)
# Ended revisions count too, so that a withdrawal never moves a column.
COLUMNS = """select c.metric, c.modality, c.period, {body} as body
from {releases}, lateral (
  select x.metric, x.modality, x.period, {cell} as name, min(x.from_release) as since
  from {figures} x where x.from_release <= r.number and {fit} and x.value is not null group by 1, 2, 3) c
cross join lateral (
  select y.body from {metrics} y where y.id = c.metric and y.from_release <= r.number
  order by y.from_release desc limit 1) y
order by c.since, c.name"""


class Cell(Struct, frozen=True, kw_only=True):
    """A numeric column: the figures of one metric, modality and period."""

    metric: Metric
    modality: str
    period: str | None

    @property
    def name(self) -> str:
        return "__".join(filter(None, (self.metric.id, self.modality, self.period)))

    @property
    def label(self) -> str:
        kind = ", ".join(code.replace("_", " ") for code in (self.modality, self.period) if code)
        return f"{self.metric.label} ({kind})"

    @property
    def fields(self) -> tuple[Field, Field]:
        number = Column(
            name=self.name, kind="number", value=None, nullable=True, description=self.metric.definition
        )
        qualifier = Column(
            name=f"{self.name}__qualifier",
            kind="enum",
            value=None,
            nullable=True,
            description=f"How the source qualifies {self.name}. Read the number with it.",
            codes=get_args(v.Qualifier),
        )
        return (
            Field(column=number, label=self.label, unit=self.metric.unit),
            Field(column=qualifier, label=f"{self.label}: qualifier"),
        )


async def cells(session: Session, release: int) -> list[Cell]:
    """Read the columns for which this release or an earlier one has a number."""
    statement = Statement(FIGURES, release)
    sql = COLUMNS.format(
        body=encoded("y.body"),
        releases=statement.releases,
        cell=CELL,
        figures=FIGURES.view,
        fit=CONDITION,
        metrics=METRICS.view,
    )
    return [
        Cell(
            metric=msgspec.json.decode(row["body"], type=Metric),
            modality=row["modality"],
            period=row["period"],
        )
        for row in await session.fetch(sql, *statement.args)
    ]
