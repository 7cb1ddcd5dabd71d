"""What a release and those before it state about an agency: as much as the rules compare."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from msgspec import Struct

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.check import times
from api.check.statements import Span, span_of
from api.check.times import Time
from api.database import fetch
from api.database.pool import Pool
from api.query.sql import Statement, rows_or_null
from api.reading.releases import not_here
from schemas import vocabularies as v
from schemas.claim import Claim

FIGURES, INCENTIVES = BY_NAME["staffing-figures"], BY_NAME["incentives"]
# Fact → the column of a figure and of an incentive. Without one, the column has no meaning there.
TOPIC = {FIGURES: "metric", INCENTIVES: "kind"}
SHARED = (
    "id", "agency_id", "agency_parent_id", "value", "value_low", "value_high", "qualifier", "modality", "per",
    "as_of",
    "as_of_precision", "rank", "headline", "series", "source_published_on", "from_release", "to_release",
)  # fmt: skip
OWN = {
    FIGURES: ("subset", "sex", "period", "period_end", "target_date", "target_date_precision"),
    INCENTIVES: ("audience_kind", "eligibility", "unit"),
}


class Fact(Struct, frozen=True, kw_only=True, dict=True):
    """One revision of a record. `topic`: its metric, or the kind of an incentive."""

    id: str
    topic: str
    agency_id: str
    agency_parent_id: str | None = None
    series: str
    qualifier: v.Qualifier
    value: int | float | Decimal | None = None
    value_low: int | float | Decimal | None = None
    value_high: int | float | Decimal | None = None
    modality: v.Modality = "observed"
    subset: str | None = None
    sex: v.Sex | None = None
    per: v.Per | None = None
    period: v.Period | None = None
    period_end: date | None = None
    target_date: date | None = None
    target_date_precision: v.Precision | None = None
    audience_kind: v.AudienceKind | None = None
    eligibility: str | None = None
    unit: v.IncentiveUnit | None = None
    as_of: date | None = None
    as_of_precision: v.Precision | None = None
    rank: v.Rank = "normal"
    headline: bool = False
    source_published_on: date | None = None
    from_release: int = 1
    to_release: int | None = None

    @cached_property
    def span(self) -> Span | None:
        return span_of(self)

    @cached_property
    def time(self) -> Time | None:
        return times.of_record(self.as_of or self.period_end, self.as_of_precision, self.period)

    @cached_property
    def target(self) -> Time | None:
        return times.of_record(self.target_date, self.target_date_precision)

    def holds_in(self, release: int) -> bool:
        return self.from_release <= release and (self.to_release is None or self.to_release >= release)


def resource_of(claim: Claim) -> Resource:
    return FIGURES if claim.kind is None else INCENTIVES


def topic_of(claim: Claim) -> str:
    return claim.metric or claim.kind or ""


async def read(pool: Pool, resource: Resource, claims: Sequence[Claim], release: int) -> list[Fact]:
    """Read what the release and earlier ones state about the questions and the numbers of the claims.

    Of the parts of an agency, such as ICE of its department, only what names a number.
    """
    statement = Statement(resource, release)
    columns = ", ".join(f"x.{name}" for name in (*SHARED, *OWN[resource]))
    agencies = statement.value(sorted({claim.agency_id for claim in claims}))
    numbers = same_numbers(statement, claims)
    rows = f"""select x.{TOPIC[resource]} as topic, {columns} from {resource.view} x
where x.from_release <= r.number and (
  x.agency_id = any({agencies}::text[]) and ({same_questions(statement, claims)} or {numbers})
  or x.agency_parent_id = any({agencies}::text[]) and ({numbers}))"""
    found = await fetch.rows(pool, rows_or_null(statement, rows), statement.args)
    if not found:
        raise not_here(release)
    return [fact(row) for row in found if row["id"] is not None]


def same_questions(statement: Statement, claims: Sequence[Claim]) -> str:
    """SQL for the records about what the claims count of whom, at whatever time."""
    if statement.resource is INCENTIVES:
        return f"x.kind = any({statement.value(sorted({topic_of(claim) for claim in claims}))}::text[])"
    asked = sorted({(topic_of(claim), claim.subset or "", claim.sex or "") for claim in claims})
    lists = ", ".join(f"{statement.value([each[n] for each in asked])}::text[]" for n in range(3))
    return f"(x.metric, coalesce(x.subset, ''), x.sex) in (select * from unnest({lists}))"


def same_numbers(statement: Statement, claims: Sequence[Claim]) -> str:
    """SQL for records that name a number of the claims, whatever they count."""
    columns: dict[str, list[str]] = {
        name: sorted({str(number) for claim in claims if (number := getattr(claim, name)) is not None})
        for name in ("value", "value_low")
    }
    return " or ".join(
        f"x.{name} = any({statement.value(numbers)}::text[]::numeric[])" for name, numbers in columns.items()
    )


def fact(row: Any) -> Fact:
    return Fact(**dict(row))
