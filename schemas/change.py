"""What one release did to one record."""

from typing import Annotated

from msgspec import Meta

from schemas import vocabularies as v
from schemas.release_change import Differences, ReleaseChange


class Change(ReleaseChange, frozen=True, kw_only=True):
    """What one release did to one record."""

    operation: Annotated[v.Operation, Meta(description="Whether the record came, changed or was withdrawn.")]
    kind: Annotated[
        v.ChangeKind | None,
        Meta(description="Why: a correction, an update, an enrichment; null for a new record."),
    ]
    notice: Annotated[str | None, Meta(description="What readers are told of a correction.")]
    fields: Differences
