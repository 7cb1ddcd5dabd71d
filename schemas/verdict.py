"""What the records of a release say about a claim."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas.claim import Claim
from schemas.coverage_row import CoverageRow


class Evidence(Struct, frozen=True, kw_only=True):
    """A record that a verdict rests on, with its source."""

    id: Annotated[types.Id, Meta(description="The record.")]
    resource: Annotated[v.ResourceName, Meta(description="What kind of record it is.")]
    title: Annotated[str, Meta(description="What it states, of whom and when, in words.")]
    value_text: Annotated[str | None, Meta(description="Its value, ready to print.")]
    qualifier: Annotated[v.Qualifier, Meta(description="How its source qualifies the number.")]
    modality: Annotated[v.Modality, Meta(description="Whether it is observed, a target, an offer and so on.")]
    as_of: Annotated[date | None, Meta(description="The day it holds for; null = not stated.")]
    as_of_precision: Annotated[v.Precision | None, Meta(description="How much of that day is known.")]
    date_basis: Annotated[v.DateBasis | None, Meta(description="Whether the date is stated or inferred.")]
    period: Annotated[v.Period | None, Meta(description="The kind of period; null for a stock.")]
    series: Annotated[str, Meta(description="The question that it answers.")]
    match: Annotated[v.ClaimMatch | None, Meta(description="How it fits the claim; null = it does not.")]
    differs: Annotated[
        list[str], Meta(description="The columns in which its question is not that of the claim.")
    ]
    unsaid: Annotated[
        list[str], Meta(description="The columns that it states and the claim leaves out: say them in print.")
    ]
    quote: Annotated[str | None, Meta(description="The best passage, verbatim; null for a table cell.")]
    quote_url: Annotated[str | None, Meta(description="A link to the passage; null = it has no URL.")]
    attribution_chain: Annotated[
        str | None, Meta(description="From the page that was read to the original speaker.")
    ]
    source_id: Annotated[types.Id | None, Meta(description="Its source.")]
    source_publisher: Annotated[str | None, Meta(description="Who published that; null = unknown.")]
    source_url: Annotated[str | None, Meta(description="The URL of the source; null = unknown.")]
    locator: Annotated[str | None, Meta(description="Where in the source.")]
    disputed: Annotated[bool, Meta(description="Whether another statement contradicts it.")]
    rank: Annotated[v.Rank, Meta(description="preferred, normal or deprecated.")]
    flags: Annotated[list[v.Flag], Meta(description="Why the figure is doubtful, by published rules.")]
    note: Annotated[str | None, Meta(description="What a reader must know.")]
    release: Annotated[int, Meta(description="The release that states it so.")]
    url: Annotated[str, Meta(description="The record in that release: its content never changes.")]


class Verdict(Struct, frozen=True, kw_only=True):
    """What the records of a release say about a claim, and by which rule (/guides/check)."""

    claim: Annotated[Claim, Meta(description="The claim as it was read.")]
    verdict: Annotated[v.ClaimVerdict, Meta(description="What the records say about the claim.")]
    rule: Annotated[v.ClaimRule, Meta(description="The rule that decided.")]
    match: Annotated[
        v.ClaimMatch | None,
        Meta(
            description=(
                "`certain`: the claim is true for every number that the record allows; `possible`: for at "
                "least one; `rounded`: within one percent of one; null: for none, or no record answers it."
            )
        ),
    ]
    sentence: Annotated[str, Meta(description="The verdict in one sentence.")]
    records: Annotated[
        list[Evidence], Meta(description="The records it rests on, the deciding one first; at most five.")
    ]
    coverage: Annotated[
        list[CoverageRow],
        Meta(description="If nothing is held: what sources have of the metric in the agency's state."),
    ]
    coverage_url: Annotated[str | None, Meta(description="All of that coverage; null if there is a record.")]
