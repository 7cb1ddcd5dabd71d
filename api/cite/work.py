"""The work to cite, from which every citation format is written."""

import re
from datetime import date
from typing import Literal

from msgspec import Struct

from api.cite.dates import Day
from schemas.types import Id

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
ENDED = re.compile(r"[.?!][”\u2019)\"']*$")


class Edition(Struct, frozen=True, kw_only=True):
    """The release of the collection that a citation names."""

    number: int
    published: Day

    @property
    def words(self) -> str:
        return f"release {self.number} of {self.published.words}"

    @property
    def label(self) -> str:
        """The release with an ISO date, for machine-readable formats."""
        return f"release {self.number} ({self.published.last.isoformat()})"


class Work(Struct, frozen=True, kw_only=True):
    """A work to cite. Unknown members are None, and formats leave them out.

    `relation`: a record within the collection, a source on record in it, or the whole collection.
    `pinned_url` is the URL in Muster, `location` its place there, `url` the URL of the work itself.
    `attributed_to` is the attribution in words, from the speaker to the page. `origin` describes the source.
    """

    key: Id
    relation: Literal["within", "on_record", "whole"]
    csl_type: str
    genre: str
    edition: Edition
    pinned_url: str
    location: str | None = None
    title: str | None
    author: str | None = None
    container: str | None = None
    publisher: str | None = None
    version: str | None = None
    issued: Day | None = None
    url: str | None = None
    accessed: date | None = None
    language: str | None = None
    speaker: str | None = None
    said_on: Day | None = None
    attributed_to: str | None = None
    quote: str | None = None
    origin: str | None = None
    remarks: tuple[str, ...] = ()

    @property
    def shows_genre(self) -> bool:
        """Whether to print the genre. Articles and reports do without it if they have a title."""
        return self.csl_type not in {"article-newspaper", "report"} or self.title is None


def line(text: str) -> str:
    """Join the lines, because a line break ends a field in some formats."""
    return " ".join(CONTROLS.sub(" ", text).split())


def one_line(text: str | None) -> str | None:
    return None if text is None else line(text) or None


def sentence(text: str) -> str:
    """Add a period unless the text already ends with a punctuation mark."""
    return text if ENDED.search(text) else f"{text}."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


SINGLE = str.maketrans("“”", "\u2018\u2019")


def quoted(text: str) -> str:
    """Put the text in quotation marks, and turn those within it into single ones."""
    return f"“{text.translate(SINGLE)}”"


def quoted_title(title: str) -> str:
    """Quote a title with the comma before the closing mark, in American style."""
    bare = title.removesuffix(".")
    return quoted(bare if bare.endswith(("?", "!")) else f"{bare},")
