"""CSL-JSON, which citeproc, Zotero and pandoc read. What is unknown has no member."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from api import terms
from api.citing.days import Day
from api.citing.sentences import note
from api.citing.work import Work


class CslName(Struct, frozen=True, kw_only=True):
    """A name as it stands in the source: nobody guesses which word is the family's."""

    literal: str


class CslDate(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Year, month and day as far as they are known."""

    date_parts: list[list[int]]


class CslItem(Struct, frozen=True, kw_only=True, rename="kebab"):
    """One work in the vocabulary of the Citation Style Language."""

    id: Annotated[str, Meta(description="Names the record and the release.")]
    type: Annotated[str, Meta(description="CSL's kind of work.")]
    title: str | UnsetType = UNSET
    author: list[CslName] | UnsetType = UNSET
    issued: CslDate | UnsetType = UNSET
    accessed: CslDate | UnsetType = UNSET
    container_title: Annotated[str | UnsetType, Meta(description="A record is in a release of Muster.")] = (
        UNSET
    )
    publisher: str | UnsetType = UNSET
    genre: str | UnsetType = UNSET
    version: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    url: Annotated[str | UnsetType, Meta(description="Where the work is.")] = msgspec.field(
        name="URL", default=UNSET
    )
    archive: Annotated[str | UnsetType, Meta(description="Where a source is on record.")] = UNSET
    archive_location: str | UnsetType = msgspec.field(name="archive_location", default=UNSET)
    source: Annotated[str, Meta(description="The collection that the citation comes from.")]
    note: str | UnsetType = UNSET


def write(work: Work) -> bytes:
    return msgspec.json.encode([item(work)])


def item(work: Work) -> CslItem:
    kept, label = work.place == "on_record", work.edition.label
    return CslItem(
        id=work.key,
        type=work.csl_type,
        title=work.title or UNSET,
        author=[CslName(literal=work.author)] if work.author else UNSET,
        issued=dated(work.issued),
        accessed=dated(Day(work.accessed, "day") if work.accessed else None),
        container_title=work.container or UNSET,
        publisher=work.publisher if work.publisher and work.publisher != work.author else UNSET,
        genre=work.genre if work.shows_genre else UNSET,
        version=work.version or UNSET,
        language=work.language or UNSET,
        url=work.url or UNSET,
        archive=f"{terms.NAME}, {label}" if kept else UNSET,
        archive_location=work.address if kept else UNSET,
        source=terms.NAME,
        note=note(work) or UNSET,
    )


def dated(day: Day | None) -> CslDate | UnsetType:
    return UNSET if day is None else CslDate(date_parts=[day.parts])
