"""RIS, which EndNote, Mendeley, RefWorks and library catalogues read: a tag and a text a line."""

from collections.abc import Iterator
from datetime import date

from api import terms
from api.citing.days import Day
from api.citing.sentences import note
from api.citing.work import Work

TYPES = {
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "dataset": "DATA",
    "document": "GEN",
    "legislation": "STAT",
    "personal_communication": "PCOMM",
    "post": "ELEC",
    "report": "RPRT",
    "webpage": "ELEC",
}


def write(work: Work) -> bytes:
    return "".join(f"{tag}  - {text}\r\n" for tag, text in [*fields(work), ("ER", "")]).encode()


def fields(work: Work) -> Iterator[tuple[str, str]]:
    day = work.issued
    found = {
        "TY": TYPES[work.csl_type],
        "ID": work.key,
        "AU": name(work.author) if work.author else None,
        "TI": work.title,
        "T2": work.container,
        "PB": work.publisher if work.publisher != work.author else None,
        "PY": str(day.last.year) if day else None,
        "DA": written(day) if day else None,
        "ET": work.version,
        "M3": work.genre,
        "LA": work.language,
        "UR": work.url,
        "Y2": on(work.accessed) if work.accessed else None,
        "DB": terms.NAME,
        "N1": note(work),
    }
    yield from ((tag, text) for tag, text in found.items() if text)


def name(author: str) -> str:
    """A comma would part a family name from a given one: City of Alameda (California)."""
    first, *rest = [part for part in map(str.strip, author.split(",")) if part] or [author]
    return f"{first} ({'; '.join(rest)})" if rest else first


def written(day: Day) -> str:
    """YYYY/MM/DD/ with the parts that are unknown left empty."""
    year, *rest = day.parts
    month, last = ([f"{part:02}" for part in rest] + ["", ""])[:2]
    return f"{year}/{month}/{last}/"


def on(day: date) -> str:
    return written(Day(day, "day"))
