"""A point of a series: one of its figures."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v


class SeriesPoint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One figure of a series: its day, its value as stated, and its source."""

    figure_id: Annotated[types.Id, Meta(description="The figure.")]
    as_of: Annotated[date | None, Meta(description="The day it holds for; null = not stated.")]
    as_of_precision: Annotated[
        v.Precision | None, Meta(description="How much of that day the source names; null = not stated.")
    ]
    date_basis: Annotated[
        v.DateBasis | None,
        Meta(description="Whether the date is stated, the source's own date, or inferred; null = no date."),
    ]
    year: Annotated[int | None, Meta(description="Calendar year of `as_of`; null = not stated.")]
    value: Annotated[
        types.Number | None, Meta(description="The plain number a chart would draw; null = none is stated.")
    ]
    value_text: Annotated[
        str | None, Meta(description="The value ready to print, with its qualifier; null = none is stated.")
    ]
    qualifier: Annotated[v.Qualifier, Meta(description="The qualification in the source's words, as a code.")]
    value_low: Annotated[
        types.Number | None,
        Meta(description="Lower bound of what the statement allows; null = no lower bound known."),
    ]
    value_high: Annotated[
        types.Number | None,
        Meta(description="Upper bound of what the statement allows; null = no upper bound known."),
    ]
    modality: Annotated[v.Modality, Meta(description="Whether the number is observed, a target and so on.")]
    rank: Annotated[v.Rank, Meta(description="preferred, normal, or deprecated.")]
    headline: Annotated[bool, Meta(description="Whether it is the headline of the series.")]
    headline_of_year: Annotated[bool, Meta(description="Whether it is the headline of its year.")]
    disputed: Annotated[
        bool, Meta(description="Whether another statement for the same time cannot be true with it.")
    ]
    source_id: Annotated[types.Id | None, Meta(description="The source it was taken from.")]
    source_publisher: Annotated[str | None, Meta(description="Who published the source; null = unknown.")]
    source_url: Annotated[str | None, Meta(description="Where the source is; null = it has no URL.")]
    locator: Annotated[str | None, Meta(description="Where in the source: paragraph, row and column.")]
    quote: Annotated[str | None, Meta(description="The words of the source; null for the cell of a table.")]
    quote_url: Annotated[
        str | None,
        Meta(description="A URL that opens the source at the quote; null for the cell of a table."),
    ]
