"""A metric: what a figure counts."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v


class Metric(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a figure counts."""

    id: Annotated[types.Code, Meta(description="A code, with underscores.")]
    label: Annotated[str, Meta(description="A short label.")]
    definition: Annotated[str, Meta(description="What exactly is counted.")]
    unit: Annotated[v.Unit, Meta(description="What the number counts.")]
    nature: Annotated[v.Nature, Meta(description="stock, flow, rate or ratio.")]
    definition_version: Annotated[int, Meta(description="Grows when the definition changes.")]
    first_release: Annotated[int, Meta(description="The first release that holds the record.")]
    last_changed_release: Annotated[int, Meta(description="The release of its present revision.")]
