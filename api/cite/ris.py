"""RIS, which EndNote, Mendeley, RefWorks and library catalogs read. Each line has a tag and a value."""

from collections.abc import Iterator
from datetime import date

from api import about
from api.cite.apa import note
from api.cite.dates import Day
from api.cite.work import Work

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
    texts = {
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
        "DB": about.NAME,
        "N1": note(work),
    }
    yield from ((tag, text) for tag, text in texts.items() if text)


def name(author: str) -> str:
    """Replace commas, which would split family and given name: `City of Alameda (California)`."""
    first, *rest = [part for part in map(str.strip, author.split(",")) if part] or [author]
    return f"{first} ({'; '.join(rest)})" if rest else first


def written(day: Day) -> str:
    """Write `YYYY/MM/DD/`, with unknown parts left empty."""
    year, *rest = day.parts
    month, last = ([f"{part:02}" for part in rest] + ["", ""])[:2]
    return f"{year}/{month}/{last}/"


def on(day: date) -> str:
    return written(Day(day, "day"))
