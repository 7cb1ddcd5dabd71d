"""The records of a page, decoded as far as its table shows them."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, get_type_hints

import msgspec

from api.catalog.resource import Resource
from api.site.list_columns import is_named_by_a_column, shown_columns
from api.site.stated import COUNTED

# What the table shows of a stated value. Its passages, which are most of a record, stand on its own page.
STATED: Final = frozenset({
    "id", "agency_id", "agency_name", "agency_state", "agency_aggregate", "area_id", "area_name", "metric",
    "metric_label", "kind", "audience", "audience_kind", "eligibility", "eligibility_as_stated", "subset",
    "vintage", "sex", "value_text", "as_stated", "modality", "per", "as_of", "as_of_precision", "date_basis",
    "period", "period_start", "period_end", "target_date", "target_date_precision", "rank", "computed",
    "disputed", "source_id", "source_publisher", "source_published_on", "source_published_on_precision",
    "flags", "flag_notes",
})  # fmt: skip


def decode(resource: Resource, bodies: bytes) -> Sequence[Any]:
    found: Sequence[Any] = decoder(resource).decode(b"[%b]" % bodies)
    return found


@cache
def decoder(resource: Resource) -> msgspec.json.Decoder[Any]:
    """Make the decoder of a list. What the database serves needs no validation, so patterns are left out."""
    return msgspec.json.Decoder(list[row_of(resource)])  # type: ignore[misc]


def row_of(resource: Resource) -> type[msgspec.Struct]:
    """Return a struct of the columns that the table shows, or the record itself if its heading needs it."""
    if not is_named_by_a_column(resource) and resource.record not in COUNTED:
        return resource.record
    names = STATED if resource.record in COUNTED else {resource.key, *shown_columns(resource)}
    hints = get_type_hints(resource.record).items()
    fields = [(name, hint) for name, hint in hints if name in names]
    return msgspec.defstruct(f"{resource.label}Row", fields, frozen=True, kw_only=True)
