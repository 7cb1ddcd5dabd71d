"""A series: the figures that answer one question over time."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas.series_break import SeriesBreak
from schemas.series_point import SeriesPoint


class Series(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The figures that answer one question over time: what is counted, of whom, since when."""

    id: Annotated[types.SeriesId, Meta(description="Readable id. Assigned once, never reused.")]
    series: Annotated[
        str,
        Meta(description="The question, as figures name it: the parts of its key joined with a full stop."),
    ]
    label: Annotated[
        str,
        Meta(description="What is counted, in words, for legends and headings: metric, part, sex, modality."),
    ]
    agency_id: Annotated[types.Id, Meta(description="The agency the figures are about.")]
    agency_name: Annotated[str, Meta(description="Its name.")]
    agency_label: Annotated[str, Meta(description="A name that no other agency has.")]
    agency_kind: Annotated[v.AgencyKind, Meta(description="What kind of agency it is.")]
    agency_level: Annotated[v.AgencyLevel, Meta(description="The level of government it belongs to.")]
    agency_state: Annotated[
        v.State | None,
        Meta(description="USPS code of its state or territory; null for federal agencies."),
    ]
    agency_aggregate: Annotated[
        bool,
        Meta(description="True where the agency stands for a sum of agencies: never add it to agencies."),
    ]
    metric: Annotated[types.Code, Meta(description="What is counted: the id of a metric.")]
    metric_label: Annotated[str, Meta(description="The metric's label.")]
    unit: Annotated[v.Unit, Meta(description="What the numbers count, from the metric.")]
    subset: Annotated[
        types.Subset | None,
        Meta(
            description=(
                "What part of the agency's people or money was counted; null = all that the metric names."
            )
        ),
    ]
    subset_label: Annotated[
        str | None, Meta(description="The label of the subset; null = all that the metric names.")
    ]
    sex: Annotated[v.Sex, Meta(description="Whose numbers they are where sources tell men and women apart.")]
    modality: Annotated[
        v.Modality,
        Meta(description="Whether the numbers are observed (or estimated), targets and so on."),
    ]
    per: Annotated[v.Per | None, Meta(description="The time unit of a pace; null for a count.")]
    period: Annotated[
        v.Period | None,
        Meta(description="The kind of period a flow covers; null for a stock."),
    ]
    period_start: Annotated[
        date | None,
        Meta(description="First day of a total to date or a span; null for all other periods."),
    ]
    target_date: Annotated[
        date | None, Meta(description="The day that plans are for; null = none is stated.")
    ]
    figures: Annotated[int, Meta(description="How many figures the series has.")]
    first_as_of: Annotated[
        date | None, Meta(description="The first day of its figures; null = none is dated.")
    ]
    last_as_of: Annotated[date | None, Meta(description="The last day of its figures; null = none is dated.")]
    source_ids: Annotated[list[types.Id], Meta(description="The sources of its figures, by id.")]
    headline_figure_id: Annotated[
        types.Id | None,
        Meta(description="The figure that the headline rule picks; null where all are deprecated."),
    ]
    headline_value: Annotated[
        types.Number | None,
        Meta(description="Its plain number; null where the source gives none. Read it with its qualifier."),
    ]
    headline_value_text: Annotated[
        str | None,
        Meta(description="Its number ready to print; null where the source gives none."),
    ]
    headline_as_of: Annotated[
        date | None, Meta(description="The day it holds for; null where no day is stated.")
    ]
    headline_as_of_precision: Annotated[
        v.Precision | None, Meta(description="How much of that day is known; null where no day is stated.")
    ]
    headline_disputed: Annotated[
        bool, Meta(description="Whether another statement for the same time cannot be true with it.")
    ]
    breaks: Annotated[
        list[SeriesBreak],
        Meta(
            description=(
                "Where the source or its counting rule changes between the headlines of two years, oldest "
                "first. Do not compare figures across a break."
            )
        ),
    ]
    break_count: Annotated[int, Meta(description="How many breaks there are: 0 = one way of counting.")]
    sentence: Annotated[str, Meta(description="One sentence that reads the row, with its caveat.")]
    first_release: Annotated[int, Meta(description="The first release that holds the series.")]
    rules: Annotated[
        int, Meta(description="The version of the rules that the row was worked out by (/guides/statistics).")
    ]
    flags: Annotated[
        list[v.Flag],
        Meta(description="The flags that any of its figures has (/guides/quality): which points to check."),
    ]


class SeriesDetail(Series, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A series with its points."""

    points: Annotated[
        list[SeriesPoint],
        Meta(description="Its figures, oldest first; those without a date come last."),
    ]
