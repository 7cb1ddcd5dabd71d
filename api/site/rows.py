"""Records as the rows of a table: what each states, when, and where it leads."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct

from api.catalog.resource import Resource
from api.cite.titles import joined, spaced
from api.discovery.places import NAMES
from api.pages.page import day_of
from api.site.evidence import decoder
from api.site.facts import Cell, Table, day
from api.site.headings import heading
from api.site.links import Links
from api.site.stated import STATED, stated
from schemas.agency import Agency
from schemas.agreement import Agreement
from schemas.incentive_program import IncentiveProgram
from schemas.release import Release

Row = Sequence[Cell]


def listed(resource: Resource, bodies: bytes, links: Links, *, whom: bool = True) -> Table:
    """Show the records of a page or a part. `whom`: whether to name the agency or area of each."""
    raw = msgspec.json.decode(b"[%b]" % bodies, type=list[msgspec.Raw])
    records = [decoder(resource).decode(each) for each in raw]
    if resource in STATED:
        shown = ["Counted", "Value", *(["Of"] if whom else []), "Date", "Publisher"]
        return Table(head=shown, rows=[of_stated(each, resource, links, whom=whom) for each in records])
    head, row = WRITERS.get(resource.record, (("Record", "What it is"), described))
    return Table(head=head, rows=[[first(resource, each, links), *row(each, links)] for each in records])


def of_stated(record: Any, resource: Resource, links: Links, *, whom: bool) -> Row:
    shown = stated(record, None, links)
    of = [shown.whom] if whom else []
    page = links.record(resource.name, record.id)
    return [
        Cell(text=shown.counted, href=page),
        Cell(text=shown.value),
        *of,
        Cell(text=shown.when),
        Cell(text=record.source_publisher or "unknown"),
    ]


def first(resource: Resource, record: Any, links: Links) -> Cell:
    key = getattr(record, resource.key)
    return Cell(text=heading(record, key).title, href=links.record(resource.name, key))


def described(record: Any, links: Links) -> Row:  # noqa: ARG001 - as every writer of rows
    return [Cell(text=heading(record, None).lead)]


def agency(record: Agency, links: Links) -> Row:  # noqa: ARG001
    return [
        Cell(text=NAMES[record.state] if record.state else ""),
        Cell(text=joined(spaced(record.kind), record.county)),
    ]


def agreement(record: Agreement, links: Links) -> Row:
    signed = day(record.signed_on, "day") if record.signed_on else "not stated"
    of = Cell(text=record.agency_name, href=links.record("agencies", record.agency_id))
    return [of, Cell(text=record.status), Cell(text=signed)]


def program(record: IncentiveProgram, links: Links) -> Row:
    of = Cell(text=record.agency_name, href=links.record("agencies", record.agency_id))
    return [of, Cell(text=record.status), Cell(text=record.summary or "")]


def release(record: Release, links: Links) -> Row:  # noqa: ARG001
    return [Cell(text=record.title), Cell(text=day_of(record.published_at))]


# Type of record → the heads of its columns, and what writes those after the first.
WRITERS: Final[dict[type[Struct], tuple[Sequence[str], Callable[[Any, Links], Row]]]] = {
    Agency: (("Agency", "State", "Kind"), agency),
    Agreement: (("Agreement", "Agency", "Status", "Signed"), agreement),
    IncentiveProgram: (("Program", "Agency", "Status", "Summary"), program),
    Release: (("Release", "What it brought", "Published"), release),
}
