"""What a release and those before it state about an agency: as much as the rules compare."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

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

FIGURES, INCENTIVES, PARTS = (BY_NAME[name] for name in ("staffing-figures", "incentives", "agencies"))
# Fact → the column of a figure and of an incentive. Without one, the column has no meaning there.
TOPIC = {FIGURES: "metric", INCENTIVES: "kind"}
SHARED = (
    "id", "agency_id", "agency_parent_id", "value", "value_low", "value_high", "qualifier", "modality", "per",
    "as_of", "as_of_precision", "rank", "headline", "series", "source_published_on", "from_release",
    "to_release",
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


# (id, first release of the revision) → the revision.
Known: TypeAlias = dict[tuple[str, int], Fact]


def resource_of(claim: Claim) -> Resource:
    return FIGURES if claim.kind is None else INCENTIVES


def topic_of(claim: Claim) -> str:
    return claim.metric or claim.kind or ""


async def read_questions(pool: Pool, resource: Resource, claims: Sequence[Claim], release: int) -> Known:
    """Read what the release and earlier ones state about the questions of the claims, at whatever time."""
    statement = Statement(resource, release)
    agencies, topics = agencies_of(statement, claims), topics_of(statement, claims)
    where = f"x.agency_id = any({agencies}) and {topics} and {same_people(statement, claims)}"
    return await read(pool, statement, [where], release)


async def read_elsewhere(pool: Pool, resource: Resource, claims: Sequence[Claim], release: int) -> Known:
    """Read where the numbers of the claims stand besides: in other records of the agency or of its parts."""
    statement = Statement(resource, release)
    return await read(pool, statement, [*elsewhere(statement, claims)], release)


async def read(pool: Pool, statement: Statement, where: Sequence[str], release: int) -> Known:
    """Read the records of each condition, apart, because each has an index of its own.

    Of the revisions of a record that state the same number, only the last: the others differ in marks.
    """
    resource = statement.resource
    columns = ", ".join(f"x.{name}" for name in (*SHARED, *OWN[resource]))
    same = "x.id, x.qualifier, x.value, x.value_low, x.value_high"
    facts = f"select distinct on ({same}) x.{TOPIC[resource]} as topic, {columns} from {resource.view} x"
    rows = " union all ".join(
        f"({facts} where x.from_release <= r.number and {each} order by {same}, x.from_release desc)"
        for each in where
    )
    found = await fetch.rows(pool, rows_or_null(statement, rows), statement.args)
    if not found:
        raise not_here(release)
    return {(row["id"], row["from_release"]): Fact(**dict(row)) for row in found if row["id"] is not None}


def elsewhere(statement: Statement, claims: Sequence[Claim]) -> Iterator[str]:
    """Yield the SQL for the numbers of the claims. Many agencies share a small number, so agencies lead."""
    agencies = agencies_of(statement, claims)
    own = f"x.agency_id = any({agencies})"
    if numbers := numbers_of(claims, "value"):
        is_number = f"x.value = any({statement.value(numbers)}::text[]::numeric[])"
        parts = f"select p.id from {PARTS.view} p where p.parent_id = any({agencies})"
        yield f"{own} and {is_number}"
        yield f"x.agency_id in ({parts}) and {topics_of(statement, claims)} and {is_number}"
    if ends := numbers_of(claims, "value_low"):
        is_range = f"x.value_low = any({statement.value(ends)}::text[]::numeric[])"
        yield f"{own} and x.qualifier = 'between' and {is_range}"


def agencies_of(statement: Statement, claims: Sequence[Claim]) -> str:
    return statement.value(sorted({claim.agency_id for claim in claims})) + "::text[]"


def topics_of(statement: Statement, claims: Sequence[Claim]) -> str:
    topics = statement.value(sorted({topic_of(claim) for claim in claims}))
    return f"x.{TOPIC[statement.resource]} = any({topics}::text[])"


def same_people(statement: Statement, claims: Sequence[Claim]) -> str:
    """SQL for the figures about the people that the claims count. Offers have no such columns."""
    if statement.resource is INCENTIVES:
        return "true"
    asked = sorted({(topic_of(claim), claim.subset or "", claim.sex or "") for claim in claims})
    lists = ", ".join(f"{statement.value([each[n] for each in asked])}::text[]" for n in range(3))
    return f"(x.metric, coalesce(x.subset, ''), x.sex) in (select * from unnest({lists}))"


def numbers_of(claims: Sequence[Claim], column: str) -> list[str]:
    return sorted({str(number) for claim in claims if (number := getattr(claim, column)) is not None})
