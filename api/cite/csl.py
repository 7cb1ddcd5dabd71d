"""CSL-JSON, which citeproc, Zotero and pandoc read. Unknown members are left out.

Styles capitalize the first letter of most members, so no member but `URL` and `note` is a URL.
"""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from api import about
from api.cite.apa import note
from api.cite.dates import Day
from api.cite.work import Work


class CslName(Struct, frozen=True, kw_only=True):
    """A name exactly as the source prints it, not split into family and given name."""

    literal: str


class CslDate(Struct, frozen=True, kw_only=True, rename="kebab"):
    """The year, month and day, as far as they are known."""

    date_parts: list[list[int]]


class CslItem(Struct, frozen=True, kw_only=True, rename="kebab"):
    """One work in the vocabulary of the Citation Style Language."""

    id: Annotated[str, Meta(description="The id of the record and the release.")]
    type: Annotated[str, Meta(description="The CSL item type.")]
    title: Annotated[str, Meta(description="The title, or the kind of work in brackets if it is unknown.")]
    author: list[CslName] | UnsetType = UNSET
    issued: CslDate | UnsetType = UNSET
    accessed: CslDate | UnsetType = UNSET
    container_title: Annotated[
        str | UnsetType, Meta(description="The release of Muster that includes the record.")
    ] = UNSET
    publisher: str | UnsetType = UNSET
    genre: str | UnsetType = UNSET
    version: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    url: Annotated[str | UnsetType, Meta(description="The URL of the work.")] = msgspec.field(
        name="URL", default=UNSET
    )
    archive: Annotated[
        str | UnsetType, Meta(description="The release of Muster that has the source on record.")
    ] = UNSET
    archive_location: Annotated[
        str | UnsetType, Meta(description="The id of the source in that release.")
    ] = msgspec.field(name="archive_location", default=UNSET)
    source: Annotated[str, Meta(description="The name of the collection that supplies the citation.")]
    note: str | UnsetType = UNSET


def write(work: Work) -> bytes:
    return msgspec.json.encode([item(work)])


def item(work: Work) -> CslItem:
    on_record, label = work.relation == "on_record", work.edition.label
    return CslItem(
        id=work.key,
        type=work.csl_type,
        title=work.title or f"[{work.genre}]",
        author=[CslName(literal=work.author)] if work.author else UNSET,
        issued=dated(work.issued),
        accessed=dated(Day(work.accessed, "day") if work.accessed else None),
        container_title=work.container or UNSET,
        publisher=work.publisher if work.publisher and work.publisher != work.author else UNSET,
        genre=work.genre if work.shows_genre and work.title else UNSET,
        version=work.version or UNSET,
        language=work.language or UNSET,
        url=work.url or UNSET,
        archive=f"{about.NAME}, {label}" if on_record else UNSET,
        archive_location=work.location or UNSET,
        source=about.NAME,
        note=note(work) or UNSET,
    )


def dated(day: Day | None) -> CslDate | UnsetType:
    return UNSET if day is None else CslDate(date_parts=[day.parts])
