"""The evidence of a record as its page shows it: quotes, who said them to whom, and what disputes them."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from api.cite.dates import partial_day
from api.cite.titles import joined
from api.site.links import Links
from api.site.words import RELATIONS, VERBS
from schemas.cited_passage import CitedPassage
from schemas.source import Source
from schemas.step import CitedStep


class Passage(Struct, frozen=True, kw_only=True):
    """A quote or a table cell. `chain` leads from who said it to the page that Muster read."""

    relation: str
    quote: str | None
    quote_url: str | None
    locator: str | None
    source: str
    source_page: str
    citation_page: str | None
    chain: tuple[str, ...]


def passages(record: Any, links: Links) -> list[Passage]:
    """List the passages of a record that has them, best first."""
    listed = getattr(record, "citations", None)
    return [passage(each, links) for each in listed] if isinstance(listed, list) else []


def passage(cited: CitedPassage, links: Links) -> Passage:
    return Passage(
        relation=RELATIONS[cited.relation],
        quote=cited.quote,
        quote_url=cited.quote_url,
        locator=cited.locator,
        source=origin(cited),
        source_page=links.record("sources", cited.source_id),
        citation_page=links.record("citations", cited.citation_id) if cited.citation_id else None,
        chain=tuple(chain(cited.attribution)),
    )


def chain(steps: Sequence[CitedStep]) -> Iterator[str]:
    """Write who did what, from the first speaker to the page that was read.

    Without dates, whose precision a step beside a record does not tell. The page of the citation has them.
    """
    for step in reversed(steps):
        role = f" ({step.role})" if step.role else ""
        yield f"{step.name or 'Somebody unnamed'}{role} {VERBS[step.verb]}"


def origin(of: CitedPassage | Source) -> str:
    """Describe a source: publisher, title and date. A source without a date is undated."""
    day = partial_day(of.published_on, of.published_on_precision)
    title = f"“{of.title}”" if of.title else None
    publisher = of.publisher or (None if title else "Publisher and title unknown")
    return joined(publisher, title, day.ap if day else "undated")
