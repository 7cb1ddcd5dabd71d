"""What the headline rule compares of a record."""

from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct

from schemas import vocabularies as v

Number = int | float | Decimal
# Dates that name no month. Their `as_of` is the last day of the year, which no source stated.
YEARLY: Final = frozenset({"year", "fiscal_year"})


class Statement(Struct, frozen=True, kw_only=True, gc=False):
    """What the rule compares of an incentive or a figure. `topic` comes from `topic_of`."""

    id: str
    series: str
    qualifier: v.Qualifier
    topic: str | None = None
    value: Number | None = None
    value_low: Number | None = None
    value_high: Number | None = None
    as_of: date | None = None
    as_of_precision: v.Precision | None = None
    date_basis: v.DateBasis | None = None
    period: v.Period | None = None
    period_start: date | None = None
    period_end: date | None = None
    target_date: date | None = None
    rank: v.Rank = "normal"
    source_id: str | None = None
    source_kind: v.SourceKind | None = None
    source_quality: v.SourceQuality | None = None
    source_published_on: date | None = None
