"""The heading of a record's page: what it is called, and what it is in a few words."""

from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct

from api.cite.dates import partial_day
from api.cite.titles import WITHIN, joined, spaced
from api.discovery.places import NAMES
from api.pages.page import day_of
from schemas.agency import Agency
from schemas.agreement import Agreement
from schemas.area import Area
from schemas.change import Change
from schemas.citation import Citation
from schemas.correction import Correction
from schemas.metric import Metric
from schemas.release import Release
from schemas.source import Source

# The columns that may name a record of a kind that has no entry below, best first.
NAMING = ("label", "name", "title", "id")


class Heading(Struct, frozen=True, kw_only=True):
    """`title` names the record, `lead` says what it is."""

    title: str
    lead: str = ""


def heading(record: Any, key: Any) -> Heading:
    if write := HEADINGS.get(type(record)):
        return write(record)
    if type(record) in WITHIN:
        genre, title = WITHIN[type(record)]
        return Heading(title=title(record), lead=genre)
    named = (getattr(record, name, None) for name in NAMING)
    return Heading(title=str(next((each for each in named if each), key)))


def agency(record: Agency) -> Heading:
    place = NAMES[record.state] if record.state else None
    kind = spaced(record.kind).capitalize()
    return Heading(title=record.name, lead=joined(record.short_name, kind, record.county, place))


def agreement(record: Agreement) -> Heading:
    genre, title = WITHIN[Agreement]
    return Heading(title=title(record), lead=f"{genre} with ICE")


def area(record: Area) -> Heading:
    return Heading(title=record.name, lead=joined(f"{spaced(record.kind).capitalize()} area", record.code))


def source(record: Source) -> Heading:
    day = partial_day(record.published_on, record.published_on_precision)
    lead = joined(spaced(record.kind).capitalize(), record.publisher, day.ap if day else "undated")
    return Heading(title=record.title or f"Untitled {spaced(record.kind)}", lead=lead)


def citation(record: Citation) -> Heading:
    return Heading(title=f"“{record.quote}”", lead=joined(record.speaker, record.publisher))


def metric(record: Metric) -> Heading:
    return Heading(title=record.label, lead=record.definition)


def release(record: Release) -> Heading:
    return Heading(title=f"Release {record.number}", lead=f"{record.title} ({day_of(record.published_at)})")


def change(record: Change | Correction) -> Heading:
    title = f"{record.record_id}: {record.operation} in release {record.release_number}"
    return Heading(title=title, lead=joined(record.agency_name, day_of(record.published_at)))


HEADINGS: Final[dict[type[Struct], Callable[[Any], Heading]]] = {
    Agency: agency,
    Agreement: agreement,
    Area: area,
    Source: source,
    Citation: citation,
    Metric: metric,
    Release: release,
    Change: change,
    Correction: change,
}
