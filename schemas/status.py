"""The status of a record since the release in which somebody cited it."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas.field_change import FieldChange


class LaterFigure(Struct, frozen=True, kw_only=True):
    """The latest record of the same series: it answers the same question for a later time."""

    id: Annotated[types.Id, Meta(description="The record.")]
    value_text: Annotated[str | None, Meta(description="Its value, ready to print.")]
    as_of: Annotated[date, Meta(description="The day it holds for.")]


class Status(Struct, frozen=True, kw_only=True):
    """What became of a record since the release in which it was cited."""

    id: Annotated[types.RecordId, Meta(description="The record.")]
    resource: Annotated[v.ResourceName | None, Meta(description="What kind of record it is; null = unknown.")]
    since_release: Annotated[int, Meta(description="The release that was asked about.")]
    status: Annotated[
        v.Standing,
        Meta(
            description=(
                "The worst that happened since that release to what a reader may have printed: `current` "
                "nothing; `superseded` the source revised it, the definition changed or the world moved on; "
                "`corrected` it was wrong; `retracted` it was withdrawn, taken back or deprecated. "
                "`unknown`, only among several: that release holds no such record; `problem` says why."
            )
        ),
    ]
    since: Annotated[
        int | None, Meta(description="The first release in which it was so; null = current.")
    ] = None
    kind: Annotated[v.ChangeKind | None, Meta(description="The kind of that change.")] = None
    reason: Annotated[str | None, Meta(description="Its notice.")] = None
    change: Annotated[str | None, Meta(description="The URL of that change.")] = None
    value_then: Annotated[types.Number | None, Meta(description="The plain number in that release.")] = None
    value_text_then: Annotated[str | None, Meta(description="The value as it was to be printed then.")] = None
    value_now: Annotated[types.Number | None, Meta(description="The plain number in the newest release.")] = (
        None
    )
    value_text_now: Annotated[str | None, Meta(description="The value as it is to be printed now.")] = None
    fields: Annotated[
        list[FieldChange],
        Meta(description="What differs between then and now, of the columns that a reader may have printed."),
    ] = []
    headline_then: Annotated[
        bool | None, Meta(description="Whether it was the headline of its series; null where there is none.")
    ] = None
    headline_now: Annotated[bool | None, Meta(description="Whether it is now.")] = None
    flags_gained: Annotated[
        list[v.Flag],
        Meta(
            description="The flags of a figure that it did not have in that release: see its `flag_notes`.",
            extra={"added_in": 2},
        ),
    ] = []
    newer: Annotated[
        LaterFigure | None,
        Meta(description="A later record of the same series, which does not supersede this one."),
    ] = None
    problem: Annotated[str | None, Meta(description="Why the status is unknown.")] = None
