"""A drive or program under which an agency offers incentives."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v


class IncentiveProgram(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A drive or program under which an agency offers incentives."""

    id: Annotated[types.Id, Meta(description="Readable id. Never reused.")]
    agency_id: Annotated[types.Id, Meta(description="The agency that runs it.")]
    agency_name: Annotated[str, Meta(description="Its name.")]
    agency_short_name: Annotated[str | None, Meta(description="Its short name, where it has one.")]
    agency_state: Annotated[
        v.State | None,
        Meta(description="USPS code of its state or territory; null for federal agencies."),
    ]
    name: Annotated[
        str,
        Meta(description="The program's name; ours where the source has none, said in `note`."),
    ]
    audience: Annotated[str | None, Meta(description="To whom it is addressed, as stated.")]
    audience_kind: Annotated[v.AudienceKind, Meta(description="To whom it is addressed, as a code.")]
    target_agency_ids: Annotated[
        list[types.Id],
        Meta(description="Agencies whose people it is addressed to."),
    ]
    status: Annotated[v.ProgramStatus, Meta(description="Where the program stood on `status_as_of`.")]
    status_as_of: Annotated[date | None, Meta(description="The day the status was true; null = not stated.")]
    status_as_of_precision: Annotated[
        v.Precision | None,
        Meta(description="How much of that date the source names."),
    ]
    announced_on: Annotated[date | None, Meta(description="When it was announced.")]
    announced_on_precision: Annotated[
        v.Precision | None,
        Meta(description="How much of that date the source names."),
    ]
    ended_on: Annotated[date | None, Meta(description="When it ended.")]
    ended_on_precision: Annotated[
        v.Precision | None,
        Meta(description="How much of that date the source names."),
    ]
    channels: Annotated[list[str], Meta(description="Where it was advertised.")]
    summary: Annotated[str | None, Meta(description="What it is, in our words.")]
    note: Annotated[str | None, Meta(description="What a reader must know, in our words.")]
    first_release: Annotated[int, Meta(description="The first release that holds the record.")]
    last_changed_release: Annotated[int, Meta(description="The release of its present revision.")]
