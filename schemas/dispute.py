"""What disputes a record."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v


class Dispute(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another record, or a passage, that cannot be true together with the record."""

    id: Annotated[
        types.Id | None,
        Meta(description="The other record; null where a passage disputes the number and gives no other."),
    ]
    citation_id: Annotated[
        types.Id | None,
        Meta(description="The passage that states the dispute; null where the two records show it."),
    ]
    about: Annotated[
        v.DisputeAbout | None,
        Meta(
            description=(
                "What the two disagree about: the value, the deadline, or who gets it; null = not known."
            )
        ),
    ]
