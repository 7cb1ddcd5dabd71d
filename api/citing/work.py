"""What every format of a citation is written from."""

import re
from datetime import date
from typing import Literal

from msgspec import Struct

from api.citing.days import Day
from schemas.types import Id

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Edition(Struct, frozen=True, kw_only=True):
    """The release of the collection that a citation names."""

    number: int
    published: Day

    @property
    def words(self) -> str:
        return f"release {self.number} of {self.published.words}"

    @property
    def label(self) -> str:
        """For machine formats: the day as programs write it."""
        return f"release {self.number} ({self.published.last.isoformat()})"


class Work(Struct, frozen=True, kw_only=True):
    """One thing to cite. Whatever is unknown is null and left out.

    `place` says how it stands to the collection: a record within it, a source that it has on record, or the
    collection itself. `address` is the pinned address in Muster, `url` where the work itself is found.
    `said` is who said it to whom, from the speaker to the page; `origin` the source in words.
    """

    key: Id
    place: Literal["within", "on_record", "whole"]
    csl_type: str
    genre: str
    edition: Edition
    address: str
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
    said: str | None = None
    quote: str | None = None
    origin: str | None = None
    remarks: tuple[str, ...] = ()

    @property
    def shows_genre(self) -> bool:
        """An article and a report are known by where they appeared, unless nothing else is known."""
        return self.csl_type not in {"article-newspaper", "report"} or self.title is None


def line(text: str) -> str:
    """On one line: a line break would end a field of some formats."""
    return " ".join(CONTROLS.sub(" ", text).split())


def one_line(text: str | None) -> str | None:
    return None if text is None else line(text) or None


def sentence(text: str) -> str:
    """With a full stop, unless it ends with a mark of its own."""
    return text if re.search(r"[.?!][”\u2019)\"']*$", text) else f"{text}."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


SINGLE = str.maketrans("“”", "\u2018\u2019")


def quoted(text: str) -> str:
    """In quotation marks, those within it single."""
    return f"“{text.translate(SINGLE)}”"


def quoted_title(title: str) -> str:
    """In quotation marks, with the comma that leads on to what follows inside them."""
    bare = title.removesuffix(".")
    return quoted(bare if bare.endswith(("?", "!")) else f"{bare},")
