"""One statistic about an area: employment, pay or residents."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas.cited_passage import CitedPassage


class AreaFigure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One statistic about an area: employment, pay or residents."""

    id: Annotated[types.Id, Meta(description="Readable id. Never reused.")]
    area_id: Annotated[types.Id, Meta(description="The area the record is about.")]
    area_name: Annotated[str, Meta(description="Its name.")]
    area_kind: Annotated[v.AreaKind, Meta(description="What kind of area it is.")]
    area_states: Annotated[list[v.State], Meta(description="The states it lies in; empty for the nation.")]
    metric: Annotated[types.Code, Meta(description="What is counted: the id of a metric.")]
    metric_label: Annotated[str, Meta(description="The metric's label.")]
    unit: Annotated[v.Unit, Meta(description="What the number counts, from its metric.")]
    subset: Annotated[
        types.Subset | None,
        Meta(description="The occupation that is counted; null = all that the metric names."),
    ]
    vintage: Annotated[
        str | None,
        Meta(
            description=(
                "The edition of a publisher that revises its estimates for all years. Numbers of two "
                "vintages are two series; null = not revised."
            )
        ),
    ]
    value: Annotated[types.Number, Meta(description="The estimate.")]
    value_text: Annotated[str, Meta(description="The value ready to print, with its unit.")]
    relative_standard_error: Annotated[
        types.Number | None,
        Meta(
            description=(
                "Standard error of the estimate in percent of the value, as its publisher states it: about "
                "two thirds of samples are within it. null = not stated."
            )
        ),
    ]
    modality: Annotated[v.Modality, Meta(description="Whether the number is estimated or observed.")]
    as_of: Annotated[
        date, Meta(description="The day the number holds for: the last day of what the source names.")
    ]
    as_of_precision: Annotated[v.Precision, Meta(description="How much of `as_of` the source names.")]
    date_basis: Annotated[
        v.DateBasis | None,
        Meta(description="Whether the date is stated, the source's own date, or inferred."),
    ]
    year: Annotated[int, Meta(description="Calendar year of `as_of`.")]
    series: Annotated[
        str,
        Meta(description="Area, metric, subset and vintage, joined with a full stop: one series over time."),
    ]
    note: Annotated[str | None, Meta(description="What a reader must know, in our words.")]
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
    locator: Annotated[str | None, Meta(description="Where in the source: row and column.")]
    citations: Annotated[
        list[CitedPassage],
        Meta(description="The passages about this record, best first; a table cell is cited by its locator."),
    ]
    first_release: Annotated[int, Meta(description="The first release that holds the record.")]
    last_changed_release: Annotated[int, Meta(description="The release of its present revision.")]
