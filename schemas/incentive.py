"""One offer: what is given, to whom, and how much."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas.cited_passage import CitedPassage
from schemas.dispute import Dispute
from schemas.payment import Payment


class Incentive(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One offer: what is given, to whom, and how much."""

    id: Annotated[types.Id, Meta(description="Readable id. Never reused.")]
    agency_id: Annotated[types.Id, Meta(description="The agency the record is about.")]
    agency_name: Annotated[str, Meta(description="Its name.")]
    agency_short_name: Annotated[str | None, Meta(description="Its short name, where it has one.")]
    agency_kind: Annotated[v.AgencyKind, Meta(description="What kind of agency it is.")]
    agency_level: Annotated[v.AgencyLevel, Meta(description="The level of government it belongs to.")]
    agency_state: Annotated[
        v.State | None,
        Meta(description="USPS code of its state or territory; null for federal agencies."),
    ]
    agency_county_geoid: Annotated[
        types.Geoid | None,
        Meta(description="Its county, as the Census Bureau codes it."),
    ]
    agency_parent_id: Annotated[types.Id | None, Meta(description="The agency it is part of.")]
    agency_aggregate: Annotated[
        bool,
        Meta(description="True where the agency stands for a sum of agencies: never add it to agencies."),
    ]
    program_id: Annotated[
        types.Id | None,
        Meta(description="The program it belongs to; null for a pay scale or a lone bonus."),
    ]
    kind: Annotated[v.IncentiveKind, Meta(description="What is given.")]
    audience: Annotated[str | None, Meta(description="To whom, as stated.")]
    audience_kind: Annotated[v.AudienceKind, Meta(description="To whom, as a code.")]
    eligibility: Annotated[
        types.Eligibility | None,
        Meta(description="The tier within the audience, as a code."),
    ]
    eligibility_as_stated: Annotated[str | None, Meta(description="The tier, as stated.")]
    value: Annotated[
        types.Number | None,
        Meta(
            description=(
                "The plain number a chart would draw; null for a range, an unspecified amount and an "
                "offer denied. Read it with its qualifier."
            )
        ),
    ]
    value_text: Annotated[
        str | None,
        Meta(description="The value ready to print, with its qualifier and unit."),
    ]
    comparator: Annotated[
        v.Comparator | None,
        Meta(
            description=(
                "How the true number compares with `value`; null for a range and an unspecified amount."
            )
        ),
    ]
    value_low: Annotated[
        types.Number | None,
        Meta(description="Lower bound of what the statement allows; null = no lower bound known."),
    ]
    low_inclusive: Annotated[bool | None, Meta(description="Whether the lower bound itself is allowed.")]
    value_high: Annotated[
        types.Number | None,
        Meta(description="Upper bound of what the statement allows; null = no upper bound known."),
    ]
    high_inclusive: Annotated[bool | None, Meta(description="Whether the upper bound itself is allowed.")]
    qualifier: Annotated[v.Qualifier, Meta(description="The qualification in the source's words, as a code.")]
    as_stated: Annotated[str | None, Meta(description="The phrase of the source; null for a table cell.")]
    modality: Annotated[
        v.Modality,
        Meta(description="Whether the number is observed, a target, an offer and so on."),
    ]
    unit: Annotated[v.IncentiveUnit | None, Meta(description="What the number counts.")]
    per: Annotated[
        v.Per | None,
        Meta(description="The time unit of a rate of pay; `total` for a whole sum however it is paid."),
    ]
    payments: Annotated[list[Payment], Meta(description="The instalments, where the source states them.")]
    payout_terms: Annotated[str | None, Meta(description="Terms of payment, in short.")]
    service_obligation_months: Annotated[
        int | None,
        Meta(description="Months of service the offer asks for."),
    ]
    starts_on: Annotated[date | None, Meta(description="First day of the offer.")]
    starts_on_precision: Annotated[
        v.Precision | None,
        Meta(description="How much of that date the source names."),
    ]
    ends_on: Annotated[date | None, Meta(description="Last day of the offer.")]
    ends_on_precision: Annotated[
        v.Precision | None,
        Meta(description="How much of that date the source names."),
    ]
    as_of: Annotated[
        date | None,
        Meta(
            description=(
                "The day the statement holds for: the last day of what the source names; null = not stated."
            )
        ),
    ]
    as_of_precision: Annotated[v.Precision | None, Meta(description="How much of `as_of` the source names.")]
    date_basis: Annotated[
        v.DateBasis | None,
        Meta(description="Whether the date is stated, the source's own date, or inferred."),
    ]
    year: Annotated[int | None, Meta(description="Calendar year of `as_of`.")]
    rank: Annotated[
        v.Rank,
        Meta(
            description=(
                "preferred, normal, or deprecated (known to be wrong or doubtful, never a headline)."
            )
        ),
    ]
    note: Annotated[str | None, Meta(description="What a reader must know, in our words.")]
    computed: Annotated[
        str | None,
        Meta(description="How we derived a number that its source does not print; null = printed there."),
    ]
    part_of: Annotated[
        types.Id | None,
        Meta(description="The record whose amount includes this one: never add both."),
    ]
    series: Annotated[
        str,
        Meta(description="The question the record answers, as the parts of its key joined with a full stop."),
    ]
    headline: Annotated[
        bool,
        Meta(description="Whether this is the record of its series that the published rule picks."),
    ]
    disputed: Annotated[
        bool,
        Meta(description="Whether another statement for the same time cannot be true with this one."),
    ]
    alternatives: Annotated[
        int,
        Meta(
            description=(
                "How many other sources give another number or qualifier for the series in the same "
                "calendar year."
            )
        ),
    ]
    source_id: Annotated[types.Id | None, Meta(description="The source the value was taken from.")]
    source_kind: Annotated[v.SourceKind | None, Meta(description="What kind of source it is.")]
    source_quality: Annotated[
        v.SourceQuality | None,
        Meta(description="How close the source is to what it reports; null = outlet unknown."),
    ]
    source_publisher: Annotated[str | None, Meta(description="Who published it.")]
    source_published_on: Annotated[
        date | None, Meta(description="When it appeared: the last day of what is known.")
    ]
    source_published_on_precision: Annotated[
        v.Precision | None, Meta(description="How much of that date is known: print no more than it says.")
    ]
    locator: Annotated[str | None, Meta(description="Where in the source: paragraph, row and column.")]
    citations: Annotated[list[CitedPassage], Meta(description="The passages about this record, best first.")]
    first_release: Annotated[int, Meta(description="The first release that holds the record.")]
    last_changed_release: Annotated[int, Meta(description="The release of its present revision.")]
    headline_of_year: Annotated[
        bool,
        Meta(
            description=(
                "Whether this is the record of its series and calendar year that the published rule picks: "
                "filter with `year` to get one answer per question for that year."
            ),
            extra={"added_in": 2},
        ),
    ]
    disputed_by: Annotated[
        list[Dispute],
        Meta(description="What disputes the record, and about what.", extra={"added_in": 2}),
    ]
