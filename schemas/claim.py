"""A number in a draft, with the question that the draft says it answers."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v


class Claim(Struct, frozen=True, kw_only=True):
    """A number in a draft, with the question that the draft says it answers. Null means not stated."""

    agency_id: Annotated[types.Id, Meta(description="The agency that the number is about.")]
    metric: Annotated[types.Code | None, Meta(description="What is counted; null for an offer.")] = None
    kind: Annotated[v.IncentiveKind | None, Meta(description="What is offered; null for a count.")] = None
    value: Annotated[types.Number | None, Meta(description="The number; null for a range.")] = None
    value_low: Annotated[types.Number | None, Meta(description="The low end of a range.")] = None
    value_high: Annotated[types.Number | None, Meta(description="The high end of a range.")] = None
    qualifier: Annotated[v.Qualifier, Meta(description="How the draft qualifies the number.")] = "exact"
    subset: Annotated[
        types.Subset | None, Meta(description="The part that is counted; null = all that the metric names.")
    ] = None
    sex: Annotated[v.Sex | None, Meta(description="Whose number it is; null for an offer.")] = None
    modality: Annotated[
        v.Modality, Meta(description="Whether the number is observed, a target, an offer and so on.")
    ] = "observed"
    per: Annotated[v.Per | None, Meta(description="The time unit of a pace or of pay.")] = None
    period: Annotated[v.Period | None, Meta(description="The kind of period; null = any.")] = None
    audience_kind: Annotated[
        v.AudienceKind | None, Meta(description="To whom an offer is made; null = anybody.")
    ] = None
    as_of: Annotated[
        str | None, Meta(description="When the number held: a day, month, quarter, year or fiscal year.")
    ] = None
    target_date: Annotated[str | None, Meta(description="When a plan is for, written in the same way.")] = (
        None
    )
    printed_on: Annotated[date | None, Meta(description="The day on which the draft was or is printed.")] = (
        None
    )
