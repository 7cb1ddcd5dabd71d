"""A break of a series: a change of the source or of its counting rule."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v


class SeriesBreak(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change of the source, or of its counting rule, between the headlines of two years."""

    kind: Annotated[
        v.BreakKind,
        Meta(
            description=(
                "source: another publisher counted. counting_rule: the same publisher states another "
                "counting rule."
            )
        ),
    ]
    as_of: Annotated[date, Meta(description="The day of the first figure after the break.")]
    figure_id: Annotated[types.Id, Meta(description="The first figure after the break.")]
    previous_figure_id: Annotated[types.Id, Meta(description="The last figure before the break.")]
