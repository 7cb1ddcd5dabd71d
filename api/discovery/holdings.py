"""What a release holds, as a catalogue tells of it: its days, places, metrics and data sets."""

from datetime import date
from typing import Any

import msgspec
from litestar.datastructures import State as Application
from msgspec import Struct

from api import fetching
from api.catalog import BY_NAME
from api.citing import works
from api.citing.work import Work
from api.formats import Format
from api.releases import Held, not_here
from api.resource import Resource
from api.sql import Statement, encoded
from schemas.metric import Metric
from schemas.release import Release
from schemas.source import Source
from schemas.vocabularies import State

RELEASES, FIGURES = BY_NAME["releases"], BY_NAME["staffing-figures"]
# The days that records hold for; each column has an index.
DAYS = {
    "staffing-figures": ("as_of",),
    "incentives": ("as_of",),
    "agreements": ("signed_on", "last_listed_on"),
}
SIZE = """select 2 * r.staffing_figures < n.staffing_figures as few from api.releases r
join api.current_release c on true join api.releases n on n.number = c.number where r.number = $1"""
GATHERED = """with figures as materialized (
  select distinct x.as_of, x.metric, x.from_release, x.to_release from {})
"""
IN_ORDER = "string_agg(x.body, ',' order by x.id)"


class Holdings(Struct, frozen=True, kw_only=True):
    """`first` and `last` are the days between which something holds; `metrics` those that have a figure."""

    release: Release
    first: date | None
    last: date | None
    states: list[State]
    metrics: list[Metric]
    data_sets: list[Source]

    @property
    def number(self) -> int:
        return self.release.number

    def count(self, resource: Resource) -> int | None:
        """How many records it has of a kind, where the release says it."""
        found: int | None = getattr(self.release, resource.name.replace("-", "_"), None)
        return found

    def fits(self, resource: Resource, form: Format) -> bool:
        """Whether a file of all records is known not to be refused."""
        if form.max_rows is None:
            return True
        count = self.count(resource)
        return count is not None and count <= form.max_rows

    def work(self, public_url: str) -> Work:
        """The release as a work to cite."""
        return works.collection(
            self.release, pinned(public_url, f"/v1/{RELEASES.name}/{self.number}", self.number)
        )


def pinned(public_url: str, path: str, number: int) -> str:
    return f"{public_url}{path}?release={number}"


async def read(state: Application, held: Held) -> Holdings:
    """503 where the session has not the release."""
    pool = state.pools.pages
    size = await fetching.row(pool, SIZE, [held.number])
    row = await fetching.row(pool, *statement(held.number, few=size["few"])) if size else None
    if row is None:
        raise not_here(held.number)
    return Holdings(
        release=msgspec.json.decode(row["release"], type=Release),
        first=row["first"],
        last=row["last"],
        states=row["states"] or [],
        metrics=msgspec.json.decode(b"[%b]" % (row["metrics"] or b""), type=list[Metric]),
        data_sets=msgspec.json.decode(b"[%b]" % (row["data_sets"] or b""), type=list[Source]),
    )


def statement(number: int, *, few: bool) -> tuple[str, list[Any]]:
    """One row, all of it of one snapshot.

    An early release has few of all figures that there are: looking for one of them through an index of all is
    slower than gathering its own.
    """
    of = {name: Statement(resource, number) for name, resource in BY_NAME.items()}
    rows = {name: each.rows for name, each in of.items()}
    gathered, figures = "", FIGURES.view
    if few:
        gathered, figures = GATHERED.format(rows[FIGURES.name]), "figures"
        rows[FIGURES.name] = f"figures x where {of[FIGURES.name].held}"
    sources, held = of["sources"], of[FIGURES.name].holding.format("y")
    kind = sources.value("dataset")
    metrics = f"{rows['metrics']} and exists (select from {figures} y where y.metric = x.id and {held})"
    sql = f"""{gathered}select {encoded("x.body")} as release, d.first, d.last,
  (select array_agg(distinct x.state order by x.state)
    from {rows["agencies"]} and x.state is not null) as states,
  ({bodies(metrics)}) as metrics,
  ({bodies(f"{rows['sources']} and x.kind = {kind}")}) as data_sets
from (select * from {rows["releases"]}) x
cross join (select min(first) as first, max(last) as last from ({days(rows)}) u) d
where x.number = $1::integer"""
    return sql, sources.args


def bodies(rows: str) -> str:
    return f"select {encoded(IN_ORDER)} from {rows}"


def days(rows: dict[str, str]) -> str:
    """The first and the last day in each column."""
    return " union all ".join(
        f"select min(x.{column}) as first, max(x.{column}) as last from {rows[name]}"
        for name, columns in DAYS.items()
        for column in columns
    )
