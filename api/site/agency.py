"""The page of an agency: its headline figures and offers, further figures, programs, agreements, changes."""

import asyncio
from collections.abc import Iterator, Mapping

from litestar.response.base import ASGIResponse
from markupsafe import Markup
from msgspec import Struct, structs

from api.catalog.resources import BY_NAME, CATALOG
from api.cite.lookup import ReleaseRecords
from api.pages.page import html, script_data
from api.routes.asked import Asked
from api.routes.operation import Operation
from api.routes.summaries import PARTS, part
from api.site import evidence, linked_data, past, shortlist
from api.site.fact_list import table_markup
from api.site.facts import Cell, Table
from api.site.form import record_page
from api.site.links import Links, links_of
from api.site.record import titled, trail
from api.site.rows import listed
from schemas.agency import Agency

# The rows of a part that the page shows. A link leads to the others.
MOST = 40
# Part of the summary → its heading and the filters of the list of all its records, where {id} is the agency.
SECTIONS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "figures": ("Headline figures", {"agency_id": "{id}", "headline": "true"}),
    "incentives": ("Offers", {"agency_id": "{id}", "headline": "true"}),
    "disputing_figures": ("Figures that dispute a headline", {"agency_id": "{id}", "disputed": "true"}),
    "disputing_incentives": ("Offers that dispute a headline", {"agency_id": "{id}", "disputed": "true"}),
    "incentive_programs": ("Recruiting programs", {"agency_id": "{id}"}),
    "targeted_by": ("Programs of others that recruit its people", {"target_agency_ids": "{id}"}),
    "agreements": ("287(g) agreements", {"agency_id": "{id}"}),
    "latest_changes": ("Latest changes", {"agency_id": "{id}", "sort": "-release_number"}),
}
# What the summary of the API does not hold → its heading, resource, filters and order.
FURTHER: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "all_figures": ("All figures, newest first", "staffing-figures", {"agency_id": "{id}", "sort": "-as_of"}),
    "parts": ("Agencies that belong to it", "agencies", {"parent_id": "{id}", "sort": "name"}),
}


class Section(Struct, frozen=True, kw_only=True):
    """A table of records, cut to the first rows, and the list of all of them."""

    name: str
    title: str
    rows: int
    table: Markup
    href: str
    cut: bool


def operations() -> Iterator[Operation]:
    for resource in CATALOG:
        if resource.aliases:
            yield record_page(resource, get_page)


async def get_page(asked: Asked) -> ASGIResponse:
    path = asked.operation.path_to(asked.key)
    links = links_of(asked, path)
    found = await evidence.read(asked)
    number = found.release.number
    summarized = (summary_section(asked, name, number, links) for name in SECTIONS)
    further = (further_section(asked, name, number, links) for name in FURTHER)
    record, records = found.record, evidence.records_of(asked, found.release)
    history, parent, successor = await asyncio.gather(
        past.events(asked, number, record, links),
        named(records, record.parent_id, links),
        named(records, record.replaced_by, links),
    )
    sections = await asyncio.gather(*summarized, *further)
    values = evidence.values(asked, found, links)
    more = titled(found.record, asked.key) | {
        "history": history,
        "parent": parent,
        "successor": successor,
        "sections": [section for section in sections if section.rows],
        "trail": trail(asked.resource, links),
        "data": script_data(linked_data.organization(found.record, values["url"])),
    }
    return await asked.respond(found.release, html("agency.html", path, **values, **more))


async def named(records: ReleaseRecords, key: str | None, links: Links) -> Cell | None:
    """Link to another agency by its name."""
    agency = await records.find("agencies", key, Agency)
    return Cell(text=agency.name, href=links.record("agencies", agency.id)) if agency else None


async def summary_section(asked: Asked, name: str, release: int, links: Links) -> Section:
    """Read a part of the summary, as /v1/agencies/{id}/summary does."""
    title, filters = SECTIONS[name]
    bodies = await part(asked.pool, name, asked.key, release)
    return section(asked, (name, title, PARTS[name][0]), filters, bodies, links)


async def further_section(asked: Asked, name: str, release: int, links: Links) -> Section:
    """Read the first records of a list, as its page of the API does."""
    title, resource, filters = FURTHER[name]
    found = await shortlist.read(asked.pool, BY_NAME[resource], filled(asked, filters), MOST, release)
    shown = section(asked, (name, title, resource), filters, found.bodies, links)
    return structs.replace(shown, cut=found.cut)


def section(
    asked: Asked, names: tuple[str, str, str], filters: Mapping[str, str], bodies: bytes, links: Links
) -> Section:
    name, title, resource_name = names
    table = listed(BY_NAME[resource_name], bodies, links, whom=name == "parts")
    href = links.list(resource_name, **filled(asked, filters))
    rows = table.rows[:MOST]
    shown = table_markup(Table(head=table.head, rows=rows), title)
    return Section(name=name, title=title, rows=len(rows), table=shown, href=href, cut=len(table.rows) > MOST)


def filled(asked: Asked, filters: Mapping[str, str]) -> dict[str, str]:
    return {name: text.format(id=asked.key) for name, text in filters.items()}
