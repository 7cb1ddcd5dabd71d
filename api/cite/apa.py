"""Citations as text: a reference-list entry and an in-text citation in APA style, and newsroom wording."""

from api import about
from api.cite.dates import Day
from api.cite.work import Work, capital, quoted, quoted_title, sentence

UNDATED = "n.d."


def reference(work: Work) -> str:
    """Write `Author. (Date). Title [Kind]. In the collection. URL`. Without an author, the title leads."""
    dated = f"({work.issued.apa if work.issued else UNDATED})."
    heading = sentence(full_title(work))
    lead = [sentence(work.author), dated, heading] if work.author else [heading, dated]
    return " ".join(part for part in [*lead, *location(work)] if part)


def full_title(work: Work) -> str:
    version = f"(Version {work.version})" if work.version else ""
    bracketed = f"[{work.genre}]" if work.shows_genre else ""
    return " ".join(part for part in (work.title, version, bracketed) if part)


def location(work: Work) -> list[str]:
    if work.relation == "whole":
        return [work.pinned_url]
    collection = f"{about.NAME} (Release {work.edition.number}, {work.edition.published.words})."
    if work.relation == "within":
        return [f"In {collection}", work.pinned_url]
    carrier = work.container or (work.publisher if work.publisher != work.author else None)
    return [
        sentence(carrier) if carrier else "",
        retrieval(work),
        f"On record in {collection}",
        work.pinned_url,
    ]


def retrieval(work: Work) -> str:
    """Write the source's URL, with the day it was read if the page has no date, as APA asks."""
    if work.url and work.accessed and work.issued is None:
        return f"Retrieved {Day(work.accessed, 'day').words}, from {work.url}"
    return work.url or ""


def in_text(work: Work) -> str:
    """Name the speaker and cite the page that was read: `(Brian Marvel, as cited in Patch, n.d.)`."""
    year = str(work.issued.last.year) if work.issued else UNDATED
    title = quoted_title(work.title) if work.title else f"[{work.genre}],"
    cited_page = f"{work.author}, {year}" if work.author else f"{title} {year}"
    if work.speaker is None or work.speaker == work.author:
        return f"({cited_page})"
    year_said = f", {work.said_on.last.year}" if work.said_on else ""
    return f"({work.speaker}{year_said}, as cited in {cited_page})"


def newsroom(work: Work) -> str:
    """Write sentences: the statement, its speaker, quote and source, the caveats, and the pinned URL."""
    return " ".join([*statement(work), *work.remarks, collection_line(work)])


def statement(work: Work) -> list[str]:
    if work.relation == "whole":
        return []
    if work.relation == "on_record":
        return [sentence(capital(work.origin or "")), *([work.url] if work.url else [])]
    return [sentence(work.title or ""), *evidence(work)]


def evidence(work: Work) -> list[str]:
    if work.quote:
        source = f" ({work.origin})" if work.origin else ""
        attribution = capital(work.attributed_to or "in the words of the source")
        return [sentence(f"{attribution}: {quoted(work.quote)}{source}")]
    return [sentence(f"From {work.origin}")] if work.origin else []


def collection_line(work: Work) -> str:
    if work.relation == "whole":
        return f"{work.title} of {work.edition.published.words} (version {work.version}): {work.pinned_url}"
    lead = "On record in " if work.relation == "on_record" else ""
    return f"{lead}{about.NAME}, {work.edition.words}: {work.pinned_url}"


def note(work: Work) -> str:
    """Write the `note` field of the formats, which have no fields for speakers, quotes and caveats."""
    label = f"{about.NAME}, {work.edition.label}"
    if work.relation == "whole":
        return f"{label}."
    if work.relation == "on_record":
        unread = () if work.accessed else work.remarks
        return " ".join([*unread, f"On record in {label}: {work.pinned_url}"])
    return " ".join([*evidence(work), *work.remarks])
