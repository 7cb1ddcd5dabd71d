"""Which columns the wide table has, and in which order: those of earlier releases first.

Both are read off the revisions of the figures, and so the same wherever the log is replayed.
"""

from typing import get_args

import msgspec
from msgspec import Struct

from api.bundle.tables import Field
from api.catalog import BY_NAME
from api.columns import Column
from api.sessions import Session
from api.sql import Statement, encoded
from schemas import vocabularies as v
from schemas.metric import Metric

FIGURES, METRICS = BY_NAME["staffing-figures"], BY_NAME["metrics"]
CELL = "concat_ws('__', x.metric, x.modality, x.period)"
FIT = (
    "x.as_of is not null and x.rank <> 'deprecated' and x.subset is null and x.sex = 'all' and x.per is null"
)
# Of every revision so far, also of those that have ended: a column stays where it is, whatever is withdrawn.
FOUND = """select c.metric, c.modality, c.period, {body} as body
from {releases}, lateral (
  select x.metric, x.modality, x.period, {cell} as name, min(x.from_release) as since
  from {figures} x where x.from_release <= r.number and {fit} and x.value is not null group by 1, 2, 3) c
cross join lateral (
  select y.body from {metrics} y where y.id = c.metric and y.from_release <= r.number
  order by y.from_release desc limit 1) y
order by c.since, c.name"""


class Cell(Struct, frozen=True, kw_only=True):
    """A column of numbers."""

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
            description=f"How the source qualifies {self.name}: read the number with it.",
            codes=get_args(v.Qualifier),
        )
        return (
            Field(column=number, label=self.label, unit=self.metric.unit),
            Field(column=qualifier, label=f"{self.label}: qualifier"),
        )


async def cells(session: Session, release: int) -> list[Cell]:
    """The columns for which this release or an earlier one has a number."""
    statement = Statement(FIGURES, release)
    sql = FOUND.format(
        body=encoded("y.body"),
        releases=statement.releases,
        cell=CELL,
        figures=FIGURES.view,
        fit=FIT,
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
