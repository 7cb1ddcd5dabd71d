"""A citation as part of the record that it is about."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas.step import CitedStep


class CitedPassage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A passage about the record. A table cell has no passage: its source and locator are the citation."""

    citation_id: Annotated[types.Id | None, Meta(description="The citation; null for a table cell.")]
    source_id: Annotated[types.Id, Meta(description="The source it was read in.")]
    publisher: Annotated[str | None, Meta(description="Who published that source; null = unknown.")]
    title: Annotated[str | None, Meta(description="Its title; null = unknown.")]
    url: Annotated[str | None, Meta(description="Its URL; null = unknown.")]
    published_on: Annotated[
        date | None,
        Meta(description="When it appeared, the last day of what is known; null = unknown."),
    ]
    published_on_precision: Annotated[
        v.Precision | None, Meta(description="How much of that date is known: print no more than it says.")
    ]
    quote: Annotated[str | None, Meta(description="The passage, verbatim; null for a table cell.")]
    quote_url: Annotated[
        str | None,
        Meta(description="A link to the passage in its page (`#:~:text=`); null where it has no URL."),
    ]
    locator: Annotated[str | None, Meta(description="Where in the source.")]
    relation: Annotated[v.Relation, Meta(description="What the passage does to the record.")]
    attribution: Annotated[
        list[CitedStep], Meta(description="From the page we read to the original speaker.")
    ]
