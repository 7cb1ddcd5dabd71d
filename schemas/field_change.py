"""One field of a record before and after."""

from typing import Annotated, Any

from msgspec import Meta, Struct


class FieldChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field of a record before and after, each as the record's JSON has it.

    Where the record is new, `old` is null and fields that are unknown or empty lists are left out; where it
    is withdrawn, so with `new`.
    """

    field: Annotated[str, Meta(description="The field, as the seed files name it.")]
    old: Annotated[Any, Meta(description="What it held in the release before; null = unknown.")]
    new: Annotated[Any, Meta(description="What it holds from this release on; null = unknown.")]
