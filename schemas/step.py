"""One step of an attribution: as part of a figure, of a citation, and as a row."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v


class CitedStep(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One hop of an attribution, as carried beside a figure."""

    name: Annotated[
        str | None, Meta(description="Who: an outlet, an institution or a person; null = unknown.")
    ]
    role: Annotated[str | None, Meta(description="In what role.")]
    verb: Annotated[v.Verb, Meta(description="What they did.")]
    said_on: Annotated[date | None, Meta(description="When they said it; the last day of what is stated.")]


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One hop from the page we read (the first step) to the original speaker (the last)."""

    name: Annotated[
        str | None, Meta(description="Who: an outlet, an institution or a person; null = unknown.")
    ]
    role: Annotated[str | None, Meta(description="In what role.")]
    verb: Annotated[v.Verb, Meta(description="What they did.")]
    said_on: Annotated[date | None, Meta(description="When they said it; the last day of what is stated.")]
    said_on_precision: Annotated[
        v.Precision | None, Meta(description="How much of that date the source names.")
    ]
    source_id: Annotated[types.Id | None, Meta(description="The source they said it in.")]


class AttributionStep(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same as a row of a table, with what it belongs to."""

    citation_id: Annotated[types.Id, Meta(description="The citation that it is a step of.")]
    step: Annotated[
        int, Meta(description="Its place: 1 is the page we read, the highest the original speaker.")
    ]
