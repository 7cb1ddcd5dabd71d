"""Build the work to cite from a record and its evidence."""

from datetime import date
from typing import Any

from msgspec import Struct

from api import about
from api.cite import attribution, titles
from api.cite.dates import Day, partial_day
from api.cite.source_types import KINDS
from api.cite.work import Edition, Work, one_line
from schemas.citation import Citation
from schemas.release import Release
from schemas.series import Series
from schemas.source import Source
from schemas.vocabularies import DateBasis

# Basis of a record's date → the remark about it.
BASIS: dict[DateBasis, str | None] = {
    "stated": None,
    "source_date": "The date is the source's own.",
    "inferred": "The date is inferred by Muster.",
}
UNREAD = "Not read by Muster: known through the sources that cite it."


class Evidence(Struct, frozen=True, kw_only=True):
    """The best passage that supports a record, and the source that the record was taken from."""

    citation: Citation | None = None
    source: Source | None = None


def edition(number: int, published_at: str) -> Edition:
    return Edition(number=number, published=Day(date.fromisoformat(published_at[:10]), "day"))


def work(record: Struct, evidence: Evidence, edition: Edition, url: str) -> Work:
    """Build the work to cite. `url` is the record's live URL; the work carries the pinned one."""
    if isinstance(record, Release):
        return collection(record, f"{url}?release={record.number}")
    url = f"{url}?release={edition.number}"
    if isinstance(record, Source):
        return on_record(record, edition, url)
    return within(record, evidence, edition, url)


def collection(release: Release, pinned_url: str) -> Work:
    release_edition = edition(release.number, release.published_at)
    return Work(
        key=f"muster-release-{release.number}",
        relation="whole",
        csl_type="dataset",
        genre="Data set",
        edition=release_edition,
        pinned_url=pinned_url,
        title=f"{about.TITLE}, release {release.number}",
        author=about.NAME,
        issued=release_edition.published,
        version=release.version,
        url=pinned_url,
        language=about.LANGUAGE,
    )


def on_record(source: Source, edition: Edition, pinned_url: str) -> Work:
    """Build the work for a source, with its own author, title and date, on record in Muster.

    A publisher counts as the author of its own pages. A newspaper does not: an article without a byline has
    an unknown author.
    """
    kind, publisher = KINDS[source.kind], one_line(source.publisher)
    in_paper = kind.csl_type == "article-newspaper"
    return Work(
        key=f"{source.id}-release-{edition.number}",
        relation="on_record",
        csl_type=kind.csl_type,
        genre=kind.genre,
        edition=edition,
        pinned_url=pinned_url,
        location=f"source {source.id}",
        title=one_line(source.title),
        author=one_line(source.author) or (None if in_paper else publisher),
        container=publisher if in_paper else None,
        publisher=None if in_paper else publisher,
        issued=partial_day(source.published_on, source.published_on_precision),
        url=source.url,
        accessed=source.retrieved_on,
        language=source.language,
        origin=one_line(attribution.origin(source)),
        remarks=(f"Read on {Day(source.retrieved_on, 'day').words}." if source.retrieved_on else UNREAD,),
    )


def within(record: Any, evidence: Evidence, edition: Edition, pinned_url: str) -> Work:
    """Build the work for a record, with the publisher of its source as author, and its attribution."""
    genre, title = titles.WITHIN[type(record)]
    citation, source = evidence.citation, evidence.source
    steps = citation.attribution if citation else []
    speaker_step = steps[-1] if steps else None
    locator = getattr(record, "locator", None) or (citation.locator if citation else None)
    return Work(
        key=f"{record.id}-release-{edition.number}",
        relation="within",
        csl_type="dataset",
        genre=genre + (", computed by Muster" if getattr(record, "computed", None) else ""),
        edition=edition,
        pinned_url=pinned_url,
        title=one_line(title(record)),
        author=one_line(source.publisher) if source else None,
        container=f"{about.NAME}, {edition.label}",
        issued=partial_day(source.published_on, source.published_on_precision) if source else None,
        url=pinned_url,
        language=about.LANGUAGE,
        speaker=one_line(citation.speaker) if citation else None,
        said_on=partial_day(speaker_step.said_on, speaker_step.said_on_precision) if speaker_step else None,
        attributed_to=one_line(attribution.chain(steps)),
        quote=one_line(citation.quote) if citation else None,
        origin=one_line(titles.joined(attribution.origin(source), locator)) if source else None,
        remarks=tuple(remarks(record)),
    )


def remarks(record: Any) -> list[str]:
    """List what an editor must know before printing the record."""
    if isinstance(record, Series):
        return of_series(record)
    computed, basis = one_line(getattr(record, "computed", None)), getattr(record, "date_basis", None)
    notes = [BASIS[basis] if basis else None, f"Computed by Muster: {computed}." if computed else None]
    if getattr(record, "rank", None) == "deprecated":
        notes.append("Deprecated: known to be wrong or doubtful.")
    if getattr(record, "disputed", False):
        notes.append("Disputed: another statement on record cannot be true with this one.")
    return [each for each in notes if each]


def of_series(record: Series) -> list[str]:
    """The newest figure with the caveats of the series, and how many sources its figures are from."""
    several = len(record.source_ids) > 1
    return [
        record.sentence,
        *([f"Its figures are from {len(record.source_ids)} sources."] if several else []),
    ]
