"""A headline that counts a part of an agency in an earlier year than the headline of the whole."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas import types


class OutdatedPart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A headline that counts a part of an agency in an earlier year than the headline of the whole."""

    id: Annotated[types.Id, Meta(description="The figure of the part: a subset or one sex.")]
    year: Annotated[int, Meta(description="Its year.")]
    whole_id: Annotated[types.Id, Meta(description="The figure of the whole: its metric, of all people.")]
    whole_year: Annotated[int, Meta(description="Its year, which is later: never set the two side by side.")]
