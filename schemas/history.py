"""The history of a record: its revisions since its first release."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas.field_change import FieldChange


class Revision(Struct, frozen=True, kw_only=True):
    """One revision of a record, or its withdrawal."""

    change_id: Annotated[types.ChangeId, Meta(description="The change that made it, in /v1/changes.")]
    from_release: Annotated[int, Meta(description="The first release that holds it.")]
    to_release: Annotated[int | None, Meta(description="The last one; null = still so.")]
    published_at: Annotated[types.Moment, Meta(description="When the first one was published, in UTC.")]
    operation: Annotated[v.Operation, Meta(description="Whether the record came, changed or was withdrawn.")]
    kind: Annotated[v.ChangeKind | None, Meta(description="Why; null for a new record.")]
    notice: Annotated[str | None, Meta(description="What readers are told of a correction.")]
    fields: Annotated[list[FieldChange], Meta(description="What differs from the revision before.")]


class History(Struct, frozen=True, kw_only=True):
    """A record from its first release to the one asked, oldest first."""

    id: Annotated[types.RecordId, Meta(description="The record.")]
    resource: Annotated[v.ResourceName, Meta(description="What kind of record it is.")]
    revisions: Annotated[list[Revision], Meta(description="Its revisions; a withdrawal is the last.")]
