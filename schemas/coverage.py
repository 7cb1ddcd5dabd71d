"""The rows that were taken from a data set for one year."""

from typing import Annotated

from msgspec import Meta, Struct


class Coverage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was taken from a data set for one year, and what was left out and why."""

    year: Annotated[int, Meta(description="The year of the data.")]
    loaded: Annotated[int, Meta(description="Rows taken.")]
    skipped: Annotated[int, Meta(description="Rows left out.")]
    reason: Annotated[str | None, Meta(description="Why they were left out.")]
