"""What one release did to one record."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas.field_change import FieldChange


class Change(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one release did to one record."""

    id: Annotated[types.ChangeId, Meta(description="{release}-{record}. Never reused.")]
    release_number: Annotated[int, Meta(description="The release that did it.")]
    published_at: Annotated[types.Moment, Meta(description="When that release was published, in UTC.")]
    resource: Annotated[v.ResourceName, Meta(description="What kind of record it is.")]
    record_id: Annotated[types.RecordId, Meta(description="The record.")]
    agency_id: Annotated[
        types.Id | None,
        Meta(description="The agency that the record is or is about; null for sources, citations, metrics."),
    ]
    agency_name: Annotated[str | None, Meta(description="Its name in that release.")]
    operation: Annotated[v.Operation, Meta(description="Whether the record came, changed or was withdrawn.")]
    kind: Annotated[
        v.ChangeKind | None,
        Meta(description="Why: a correction, an update, an enrichment; null for a new record."),
    ]
    notice: Annotated[str | None, Meta(description="What readers are told of a correction.")]
    fields: Annotated[
        list[FieldChange],
        Meta(description="The fields that differ from the release before, as the seed files name them."),
    ]
