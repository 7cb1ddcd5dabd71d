"""Records and their evidence made into works to cite."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

from msgspec import Struct

from api import terms
from api.citing import sayings, titles
from api.citing.days import Day, known
from api.citing.kinds import KINDS
from api.citing.work import Edition, Work, one_line
from schemas.agreement import Agreement
from schemas.citation import Citation
from schemas.incentive import Incentive
from schemas.incentive_program import IncentiveProgram
from schemas.release import Release
from schemas.source import Source
from schemas.staffing_figure import StaffingFigure
from schemas.vocabularies import DateBasis

# Records within the collection → what they are called, and what one says.
WITHIN: dict[type[Struct], tuple[str, Callable[[Any], str]]] = {
    StaffingFigure: ("Staffing figure", titles.figure),
    Incentive: ("Incentive", titles.incentive),
    IncentiveProgram: ("Incentive program", titles.program),
    Agreement: ("287(g) agreement", titles.agreement),
}
# Where a source states no day for what it says.
BASIS: dict[DateBasis, str | None] = {
    "stated": None,
    "source_date": "The date is the source's own.",
    "inferred": "The date is inferred by Muster.",
}
UNREAD = "Not read by Muster: known through the sources that cite it."
Record: TypeAlias = StaffingFigure | Incentive | IncentiveProgram | Agreement | Source | Release


class Evidence(Struct, frozen=True, kw_only=True):
    """The best passage that supports a record, and the source that the record was taken from."""

    citation: Citation | None = None
    source: Source | None = None


def edition(number: int, published_at: str) -> Edition:
    return Edition(number=number, published=Day(date.fromisoformat(published_at[:10]), "day"))


def work(record: Record, evidence: Evidence, held: Edition, address: str) -> Work:
    """`address` is the record's own; pinned, it is where a reader is sent."""
    if isinstance(record, Release):
        return collection(record, f"{address}?release={record.number}")
    address = f"{address}?release={held.number}"
    if isinstance(record, Source):
        return on_record(record, held, address)
    return within(record, evidence, held, address)


def collection(release: Release, address: str) -> Work:
    edited = edition(release.number, release.published_at)
    return Work(
        key=f"muster-release-{release.number}",
        place="whole",
        csl_type="dataset",
        genre="Data set",
        edition=edited,
        address=address,
        title=f"{terms.TITLE}, release {release.number}",
        issued=edited.published,
        version=release.version,
        url=address,
        language=terms.LANGUAGE,
    )


def on_record(source: Source, held: Edition, address: str) -> Work:
    """The source by its own author, title and date; Muster is where it is on record.

    A publisher is the author of what it publishes, but a newspaper is not: nobody knows who wrote an article
    without a name.
    """
    kind, publisher = KINDS[source.kind], one_line(source.publisher)
    in_paper = kind.csl_type == "article-newspaper"
    return Work(
        key=f"{source.id}-release-{held.number}",
        place="on_record",
        csl_type=kind.csl_type,
        genre=kind.genre,
        edition=held,
        address=address,
        title=one_line(source.title),
        author=one_line(source.author) or (None if in_paper else publisher),
        container=publisher if in_paper else None,
        publisher=None if in_paper else publisher,
        issued=known(source.published_on, source.published_on_precision),
        url=source.url,
        accessed=source.retrieved_on,
        language=source.language,
        origin=one_line(sayings.origin(source)),
        remarks=(f"Read on {Day(source.retrieved_on, 'day').words}." if source.retrieved_on else UNREAD,),
    )


def within(record: Any, evidence: Evidence, held: Edition, address: str) -> Work:
    """What Muster holds of a statement, by the publisher it was read at and with who said it to whom."""
    genre, title = WITHIN[type(record)]
    citation, source = evidence.citation, evidence.source
    steps = citation.attribution if citation else []
    spoken = steps[-1] if steps else None
    locator = getattr(record, "locator", None) or (citation.locator if citation else None)
    return Work(
        key=f"{record.id}-release-{held.number}",
        place="within",
        csl_type="dataset",
        genre=genre + (", computed by Muster" if getattr(record, "computed", None) else ""),
        edition=held,
        address=address,
        title=one_line(title(record)),
        author=one_line(source.publisher) if source else None,
        container=f"{terms.NAME}, {held.label}",
        issued=known(source.published_on, source.published_on_precision) if source else None,
        url=address,
        language=terms.LANGUAGE,
        speaker=one_line(citation.speaker) if citation else None,
        said_on=known(spoken.said_on, spoken.said_on_precision) if spoken else None,
        said=one_line(sayings.chain(steps)),
        quote=one_line(citation.quote) if citation else None,
        origin=one_line(titles.listed(sayings.origin(source), locator)) if source else None,
        remarks=tuple(remarks(record)),
    )


def remarks(record: Any) -> list[str]:
    """What an editor must know before printing it."""
    computed, basis = one_line(getattr(record, "computed", None)), getattr(record, "date_basis", None)
    found = [BASIS[basis] if basis else None, f"Computed by Muster: {computed}." if computed else None]
    if getattr(record, "rank", None) == "deprecated":
        found.append("Deprecated: known to be wrong or doubtful.")
    if getattr(record, "disputed", False):
        found.append("Disputed: another statement on record cannot be true with this one.")
    return [each for each in found if each]
