"""The fields that every kind of change starts with."""

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas.field_change import FieldChange

Differences: TypeAlias = Annotated[
    list[FieldChange],
    Meta(description="The fields that differ from the release before, as the seed files name them."),
]


class ReleaseChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which release did something, to which record."""

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
