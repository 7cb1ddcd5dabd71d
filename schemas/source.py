"""A source of numbers and quotations."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas.coverage import Coverage


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where numbers and quotations were taken from."""

    id: Annotated[types.Id, Meta(description="{publisher}-{date as far as known}. Never reused.")]
    kind: Annotated[v.SourceKind, Meta(description="What kind of source it is.")]
    title: Annotated[str | None, Meta(description="Its title; null = unknown.")]
    publisher: Annotated[str | None, Meta(description="Who published it; null = unknown.")]
    via: Annotated[str | None, Meta(description="Where it was read, if not at its publisher.")]
    author: Annotated[str | None, Meta(description="Who wrote it.")]
    published_on: Annotated[date | None, Meta(description="When it appeared: the last day of what is known.")]
    published_on_precision: Annotated[v.Precision | None, Meta(description="How much of that date is known.")]
    url: Annotated[
        str | None, Meta(description="Where a person can see it: its own page, or the copy that was read.")
    ]
    archived_url: Annotated[str | None, Meta(description="The URL of an archived copy.")]
    retrieved_on: Annotated[
        date | None,
        Meta(description="When we read it; null = never read by us, known through the sources that cite it."),
    ]
    language: Annotated[str | None, Meta(description="Language tag of its text.")]
    license: Annotated[str | None, Meta(description="Under what terms it may be reused, as far as known.")]
    cites: Annotated[list[types.Id], Meta(description="The sources it reports on.")]
    counting_rule: Annotated[str | None, Meta(description="What a data set counts and when.")]
    fiscal_year_end: Annotated[
        str | None,
        Meta(description="Month and day on which its fiscal years end (MM-DD)."),
    ]
    text_sha256: Annotated[str | None, Meta(description="SHA-256 of the text that was read.")]
    quality: Annotated[
        v.SourceQuality | None,
        Meta(description="How close it is to what it reports; null = outlet unknown."),
    ]
    coverage: Annotated[
        list[Coverage],
        Meta(description="What was taken from a data set, a year at a time, and what was left out and why."),
    ]
    note: Annotated[str | None, Meta(description="What a reader must know, in our words.")]
    first_release: Annotated[int, Meta(description="The first release that holds the record.")]
    last_changed_release: Annotated[int, Meta(description="The release of its present revision.")]
    license_url: Annotated[
        str | None,
        Meta(description="The URL of those terms; null = none is known.", extra={"added_in": 2}),
    ]
    url_note: Annotated[
        str | None,
        Meta(description="Why nobody can see it at a URL; null where it has one.", extra={"added_in": 2}),
    ]
    checked_on: Annotated[
        date | None,
        Meta(
            description="When we last looked at it, or for a newer edition; null = never read by us.",
            extra={"added_in": 2},
        ),
    ]
    expected_next: Annotated[
        date | None,
        Meta(
            description=(
                "By when its publisher's rhythm lets the next edition be expected: the last day of what is "
                "known. Before today = we are late, or the publisher is. null = it has no next edition, or "
                "nobody knows when."
            ),
            extra={"added_in": 2},
        ),
    ]
    expected_next_precision: Annotated[
        v.Precision | None, Meta(description="How much of that date is known.", extra={"added_in": 2})
    ]
