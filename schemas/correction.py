"""A change that readers of the earlier releases must know of."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas.field_change import FieldChange


class Correction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change that readers of the earlier releases must know of: a value was wrong, or was taken back."""

    id: Annotated[types.ChangeId, Meta(description="{release}-{record}, as in /v1/changes. Never reused.")]
    release_number: Annotated[int, Meta(description="The release that corrected it.")]
    published_at: Annotated[types.Moment, Meta(description="When that release was published, in UTC.")]
    resource: Annotated[v.ResourceName, Meta(description="What kind of record it is.")]
    record_id: Annotated[types.RecordId, Meta(description="The record.")]
    agency_id: Annotated[
        types.Id | None,
        Meta(description="The agency that the record is or is about; null for sources, citations, metrics."),
    ]
    agency_name: Annotated[str | None, Meta(description="Its name in that release.")]
    source_id: Annotated[
        types.Id | None,
        Meta(description="The source that the record is or was taken from; null where it has none."),
    ]
    source_publisher: Annotated[str | None, Meta(description="Who published that source.")]
    operation: Annotated[v.Operation, Meta(description="Whether the record was changed or withdrawn.")]
    kind: Annotated[v.CorrectionKind, Meta(description="Whose mistake it was, or what else moved the value.")]
    notice: Annotated[str, Meta(description="What was wrong, for readers.")]
    fields: Annotated[
        list[FieldChange],
        Meta(description="The fields that differ from the release before, as the seed files name them."),
    ]
