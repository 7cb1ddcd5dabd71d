"""Ready text: an entry of a reference list and an in-text citation in APA style, and newsroom wording."""

from api import terms
from api.citing.work import Work, capital, quoted, sentence

# Kinds that APA names by nothing but their place in the list.
UNBRACKETED = {"article-newspaper", "report"}
UNDATED = "n.d."


def reference(work: Work) -> str:
    """Author. (Date). Title [Kind]. In the collection. Address. Without an author the title comes first."""
    dated = f"({work.issued.apa if work.issued else UNDATED})."
    named = sentence(titled(work))
    lead = [sentence(work.author), dated, named] if work.author else [named, dated]
    return " ".join(part for part in [*lead, *placed(work)] if part)


def titled(work: Work) -> str:
    if work.title is None:
        return f"[{work.genre}]"
    edition = f" ({capital(work.edition.name)})" if work.place == "whole" else ""
    bracketed = "" if work.csl_type in UNBRACKETED else f" [{work.genre}]"
    return f"{work.title}{edition}{bracketed}"


def placed(work: Work) -> list[str]:
    if work.place == "whole":
        return [work.address]
    kept_in = f"{terms.NAME} ({capital(work.edition.name)}, {work.edition.published.words})."
    if work.place == "within":
        return [f"In {kept_in}", work.address]
    carrier = work.container or (work.publisher if work.publisher != work.author else None)
    return [sentence(carrier) if carrier else "", work.url or "", f"On record in {kept_in}", work.address]


def in_text(work: Work) -> str:
    """APA names the speaker, and cites the page that was read: (Brian Marvel, as cited in Patch, n.d.)."""
    year = str(work.issued.last.year) if work.issued else UNDATED
    title = quoted(work.title) if work.title else f"[{work.genre}]"
    read = f"{work.author or title}, {year}"
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
        return [sentence(f"{capital(work.said or 'quoted')}: {quoted(work.quote)}{source}")]
    return [sentence(f"From {work.origin}")] if work.origin else []


def kept(work: Work) -> str:
    if work.place == "whole":
        return f"{work.title}, {work.edition.words}: {work.address}"
    return f"{terms.NAME}, {work.edition.words}: {work.address}"


def note(work: Work) -> str:
    """For the formats, whose fields hold neither a chain of speakers nor a quotation."""
    if work.place == "whole":
        return ""
    kept_at = [f"On record in {terms.NAME}, {work.edition.label}: {work.address}"]
    said = [] if work.place == "on_record" else evidence(work)
    return " ".join([*said, *work.remarks, *(kept_at if work.place == "on_record" else [])])
