"""How much of a metric a source covers in a state and year."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v


class CoverageRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many figures about how many agencies of a state one source gives for a metric and year."""

    id: Annotated[types.CoverageId, Meta(description="{source}-{metric}-{state or us}-{year or undated}.")]
    source_id: Annotated[types.Id | None, Meta(description="The source; null = the figures have none.")]
    source_title: Annotated[str | None, Meta(description="Its title; null = unknown.")]
    source_publisher: Annotated[str | None, Meta(description="Who published it; null = unknown.")]
    metric: Annotated[types.Code, Meta(description="What is counted: the id of a metric.")]
    metric_label: Annotated[str, Meta(description="The metric's label.")]
    state: Annotated[
        v.State | None,
        Meta(description="USPS code of the agencies' state or territory; null for federal agencies."),
    ]
    state_name: Annotated[str | None, Meta(description="Its name; null for federal agencies.")]
    year: Annotated[
        int | None, Meta(description="Calendar year of the figures; null where no day is stated.")
    ]
    agencies: Annotated[
        int, Meta(description="How many agencies, or totals of agencies, have at least one figure.")
    ]
    figures: Annotated[int, Meta(description="How many figures there are.")]
    first_release: Annotated[int, Meta(description="The first release with such figures.")]
    sentence: Annotated[str, Meta(description="One sentence that reads the row, with its caveat.")]
    rules: Annotated[
        int, Meta(description="The version of the rules that the row was worked out by (/guides/statistics).")
    ]
