"""One verbatim passage, who said it to whom, and the records it supports, repeats or disputes."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas.step import Step


class Citation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One verbatim passage, who said it to whom, and the records it supports, repeats or disputes."""

    id: Annotated[types.Id, Meta(description="{source}-{two digits}. Never reused.")]
    source_id: Annotated[types.Id, Meta(description="The source it was read in.")]
    publisher: Annotated[str | None, Meta(description="Who published that source.")]
    source_title: Annotated[str | None, Meta(description="Its title.")]
    source_url: Annotated[str | None, Meta(description="Its URL.")]
    source_quality: Annotated[
        v.SourceQuality | None,
        Meta(description="How close the source is to what it reports."),
    ]
    source_published_on: Annotated[
        date | None, Meta(description="When it appeared: the last day of what is known.")
    ]
    source_published_on_precision: Annotated[
        v.Precision | None, Meta(description="How much of that date is known: print no more than it says.")
    ]
    quote: Annotated[str, Meta(description="The passage, verbatim, at most 25 words.")]
    quote_url: Annotated[
        str | None,
        Meta(description="A link to the passage in its page (`#:~:text=`); null where it has no URL."),
    ]
    locator: Annotated[str | None, Meta(description="Where in the source.")]
    speaker: Annotated[
        str | None,
        Meta(description="The last of the attribution: whose words or claim it is."),
    ]
    attribution_chain: Annotated[
        str | None,
        Meta(description="From the page we read to the speaker, joined with ` > `."),
    ]
    attribution: Annotated[
        list[Step],
        Meta(description="The steps from the page we read to the original speaker."),
    ]
    supports: Annotated[list[types.Id], Meta(description="Records the passage supports.")]
    repeats: Annotated[
        list[types.Id],
        Meta(description="Records whose earlier citation has the same origin."),
    ]
    disputes: Annotated[list[types.Id], Meta(description="Records the passage contradicts.")]
    corrects: Annotated[list[types.Id], Meta(description="Records the passage corrects.")]
    context: Annotated[list[types.Id], Meta(description="Records the passage gives context to.")]
    topic: Annotated[v.Topic | None, Meta(description="What it is about, where it is not a number.")]
    summary: Annotated[str | None, Meta(description="What it says, in our words, where it is not a number.")]
    quote_check: Annotated[
        v.QuoteCheck,
        Meta(description="text = compared by machine with the text read; excerpt = copied from an excerpt."),
    ]
    first_release: Annotated[int, Meta(description="The first release that holds the record.")]
    last_changed_release: Annotated[int, Meta(description="The release of its present revision.")]
