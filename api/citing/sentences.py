"""Ready text: an entry of a reference list and an in-text citation in APA style, and newsroom wording."""

from api import terms
from api.citing.days import Day
from api.citing.work import Work, capital, quoted, quoted_title, sentence

UNDATED = "n.d."


def reference(work: Work) -> str:
    """Author. (Date). Title [Kind]. In the collection. Address. Without an author the title comes first."""
    dated = f"({work.issued.apa if work.issued else UNDATED})."
    named = sentence(titled(work))
    lead = [sentence(work.author), dated, named] if work.author else [named, dated]
    return " ".join(part for part in [*lead, *placed(work)] if part)


def titled(work: Work) -> str:
    version = f"(Version {work.version})" if work.version else ""
    bracketed = f"[{work.genre}]" if work.shows_genre else ""
    return " ".join(part for part in (work.title, version, bracketed) if part)


def placed(work: Work) -> list[str]:
    if work.place == "whole":
        return [work.address]
    kept_in = f"{terms.NAME} (Release {work.edition.number}, {work.edition.published.words})."
    if work.place == "within":
        return [f"In {kept_in}", work.address]
    carrier = work.container or (work.publisher if work.publisher != work.author else None)
    return [sentence(carrier) if carrier else "", found(work), f"On record in {kept_in}", work.address]


def found(work: Work) -> str:
    """Of a page without a date APA says when it was read."""
    if work.url and work.accessed and work.issued is None:
        return f"Retrieved {Day(work.accessed, 'day').words}, from {work.url}"
    return work.url or ""


def in_text(work: Work) -> str:
    """APA names the speaker, and cites the page that was read: (Brian Marvel, as cited in Patch, n.d.)."""
    year = str(work.issued.last.year) if work.issued else UNDATED
    title = quoted_title(work.title) if work.title else f"[{work.genre}],"
    read = f"{work.author}, {year}" if work.author else f"{title} {year}"
    if work.speaker is None or work.speaker == work.author:
        return f"({read})"
    said = f", {work.said_on.last.year}" if work.said_on else ""
    return f"({work.speaker}{said}, as cited in {read})"


def newsroom(work: Work) -> str:
    """What is said, by whom, in which words and where; what to know before printing it; where it is kept."""
    return " ".join([*stated(work), *work.remarks, kept(work)])


def stated(work: Work) -> list[str]:
    if work.place == "whole":
        return []
    if work.place == "on_record":
        return [sentence(capital(work.origin or "")), *([work.url] if work.url else [])]
    return [sentence(work.title or ""), *evidence(work)]


def evidence(work: Work) -> list[str]:
    if work.quote:
        source = f" ({work.origin})" if work.origin else ""
        said = capital(work.said or "in the words of the source")
        return [sentence(f"{said}: {quoted(work.quote)}{source}")]
    return [sentence(f"From {work.origin}")] if work.origin else []


def kept(work: Work) -> str:
    if work.place == "whole":
        return f"{work.title} of {work.edition.published.words} (version {work.version}): {work.address}"
    lead = "On record in " if work.place == "on_record" else ""
    return f"{lead}{terms.NAME}, {work.edition.words}: {work.address}"


def note(work: Work) -> str:
    """For the formats, whose fields hold neither a chain of speakers nor a quotation."""
    label = f"{terms.NAME}, {work.edition.label}"
    if work.place == "whole":
        return f"{label}."
    if work.place == "on_record":
        unread = () if work.accessed else work.remarks
        return " ".join([*unread, f"On record in {label}: {work.address}"])
    return " ".join([*evidence(work), *work.remarks])
