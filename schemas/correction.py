"""A change that readers of earlier releases must know about."""

from typing import Annotated

from msgspec import Meta

from schemas import types
from schemas import vocabularies as v
from schemas.release_change import Differences, ReleaseChange


class Correction(ReleaseChange, frozen=True, kw_only=True):
    """A change that readers of the earlier releases must know of: a value was wrong, or was taken back."""

    # declared anew where it is a correction's: the columns keep their places
    id: Annotated[types.ChangeId, Meta(description="{release}-{record}, as in /v1/changes. Never reused.")]
    release_number: Annotated[int, Meta(description="The release that corrected it.")]
    source_id: Annotated[
        types.Id | None,
        Meta(description="The source that the record is or was taken from; null where it has none."),
    ]
    source_publisher: Annotated[str | None, Meta(description="Who published that source.")]
    operation: Annotated[v.Operation, Meta(description="Whether the record was changed or withdrawn.")]
    kind: Annotated[v.CorrectionKind, Meta(description="Whose mistake it was, or what else moved the value.")]
    notice: Annotated[str, Meta(description="What was wrong, for readers.")]
    fields: Differences
