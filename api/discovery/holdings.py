"""Read what a catalog entry says about a release: its dates, places, metrics and data sets."""

from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from api.catalog.costs import Cost
from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.cite import compose
from api.cite.work import Work
from api.database import fetch
from api.database.pool import Pool
from api.exports.formats import Format
from api.query.sql import Statement, encoded
from api.reading.releases import ReleaseRef, not_here
from schemas.metric import Metric
from schemas.release import Release
from schemas.source import Source
from schemas.vocabularies import State

RELEASES, FIGURES = BY_NAME["releases"], BY_NAME["staffing-figures"]
# The columns of days that records hold for. Each has an index.
DAYS = {
    "staffing-figures": ("as_of",),
    "incentives": ("as_of",),
    "agreements": ("signed_on", "last_listed_on"),
}
SIZE = """select 2 * r.staffing_figures < n.staffing_figures as small from api.releases r
join api.current_release c on true join api.releases n on n.number = c.number where r.number = $1"""
RELEASE_FIGURES = """with figures as materialized (
  select distinct x.as_of, x.metric, x.from_release, x.to_release from {})
"""
IN_ORDER = "string_agg(x.body, ',' order by x.id)"


class Holdings(Struct, frozen=True, kw_only=True):
    """The contents of a release. `first`, `last`: the range of its days. `metrics`: those with figures."""

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
        """The number of records of a resource, or None if the release does not count them."""
        count: int | None = getattr(self.release, resource.name.replace("-", "_"), None)
        return count

    def fits(self, resource: Resource, form: Format) -> bool:
        """Whether a file of all records is within the limit of its format."""
        if form.max_rows is None:
            return True
        count = self.count(resource)
        return count is not None and count <= form.max_rows

    def work(self, public_url: str) -> Work:
        """The release as a work to cite."""
        return compose.collection(
            self.release, pinned(public_url, f"/v1/{RELEASES.name}/{self.number}", self.number)
        )


def pinned(public_url: str, path: str, number: int) -> str:
    return f"{public_url}{path}?release={number}"


async def read(pool: Pool, release: ReleaseRef) -> Holdings:
    """Read what a release holds. 503 where the session does not see the release."""
    size = await fetch.row(pool, SIZE, [release.number])
    if size is None:
        raise not_here(release.number)
    row = await fetch.row(pool, *statement(release.number, small=size["small"]), Cost.INDEXED)
    if row is None:
        raise not_here(release.number)
    return Holdings(
        release=msgspec.json.decode(row["release"], type=Release),
        first=row["first"],
        last=row["last"],
        states=row["states"] or [],
        metrics=msgspec.json.decode(b"[%b]" % (row["metrics"] or b""), type=list[Metric]),
        data_sets=msgspec.json.decode(b"[%b]" % (row["data_sets"] or b""), type=list[Source]),
    )


def statement(number: int, *, small: bool) -> tuple[str, list[Any]]:
    """Write a statement that reads everything in one row, from one snapshot.

    `small`: the release has less than half of all figures. Then reading its own figures once is faster than
    searching an index of all figures.
    """
    statements = {name: Statement(resource, number) for name, resource in BY_NAME.items()}
    rows = {name: each.rows for name, each in statements.items()}
    prefix, figures = "", FIGURES.view
    if small:
        prefix, figures = RELEASE_FIGURES.format(rows[FIGURES.name]), "figures"
        rows[FIGURES.name] = f"figures x where {statements[FIGURES.name].valid}"
    sources, valid = statements["sources"], statements[FIGURES.name].validity.format("y")
    kind = sources.value("dataset")
    metrics = f"{rows['metrics']} and exists (select from {figures} y where y.metric = x.id and {valid})"
    sql = f"""{prefix}select {encoded("x.body")} as release, d.first, d.last,
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
    """Select the first and last day of each column."""
    return " union all ".join(
        f"select min(x.{column}) as first, max(x.{column}) as last from {rows[name]}"
        for name, columns in DAYS.items()
        for column in columns
    )
