"""A part of the country that statistics are published for. An area is no agency."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v


class Area(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the country that statistics are published for. An area is no agency."""

    id: Annotated[types.Id, Meta(description="area-{state or code}. Never reused.")]
    name: Annotated[str, Meta(description="The name, as its publisher prints it.")]
    kind: Annotated[
        v.AreaKind, Meta(description="The nation, a state or territory, or a part around or outside cities.")
    ]
    states: Annotated[
        list[v.State],
        Meta(description="USPS codes of the states it lies in, first as named; empty for the nation."),
    ]
    code: Annotated[
        str,
        Meta(
            description=(
                "The code of its publisher: US, the FIPS code of a state, or the code of the Bureau of "
                "Labor Statistics."
            )
        ),
    ]
    first_release: Annotated[int, Meta(description="The first release that holds the record.")]
    last_changed_release: Annotated[int, Meta(description="The release of its present revision.")]
