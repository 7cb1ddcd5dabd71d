"""The page of a record of any resource: what it is, every column, its passages, history and citation."""

import asyncio
from collections.abc import Iterator
from typing import Any

from litestar.response.base import ASGIResponse
from msgspec import structs

from api.catalog.resource import Resource
from api.catalog.resources import CATALOG
from api.pages.page import html
from api.routes.asked import Asked
from api.routes.operation import Operation
from api.site import evidence, past
from api.site.fact_list import fact_list
from api.site.facts import Cell, Fact, facts
from api.site.form import record_page
from api.site.headings import heading
from api.site.links import Links, links_of, referrers
from api.site.mentions import mentions
from api.site.stated import STATED

# The resources whose pages are built by modules of their own.
OWN = {*STATED, *(each for each in CATALOG if each.aliases or each.parts)}


def operations() -> Iterator[Operation]:
    for resource in CATALOG:
        if resource not in OWN:
            yield record_page(resource, get_page)


async def get_page(asked: Asked) -> ASGIResponse:
    path = asked.operation.path_to(asked.key)
    links = links_of(asked, path)
    found = await evidence.read(asked)
    history, mentioned = await asyncio.gather(
        past.events(asked, found.release.number, found.record, links),
        mentions(asked.pool, asked.resource, found.record, links),
    )
    values = evidence.values(asked, found, links)
    if mentioned:
        listed = facts(asked.resource, found.record, links, evidence.ELSEWHERE)
        values["facts"] = fact_list(linked(fact, mentioned.get(fact.name)) for fact in listed)
    more = titled(found.record, asked.key) | {
        "history": history,
        "referrers": referrers(asked.resource, asked.key, links),
        "trail": trail(asked.resource, links),
        "data": None,
    }
    return await asked.respond(found.release, html("record.html", path, **values, **more))


def titled(record: Any, key: Any) -> dict[str, Any]:
    named = heading(record, key)
    return {"title": named.title, "lead": named.lead, "description": f"{named.title}. {named.lead}".strip()}


def linked(fact: Fact, cells: list[Cell] | None) -> Fact:
    return fact if cells is None else structs.replace(fact, cells=cells)


def trail(resource: Resource, links: Links) -> list[Cell]:
    return [Cell(text=resource.plural.capitalize(), href=links.list(resource.name))]
