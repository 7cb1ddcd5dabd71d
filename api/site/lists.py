"""The page of a list: `/staffing-figures?metric=hires`, with the parameters of the API."""

from collections.abc import Iterator
from typing import Any

from litestar.response.base import ASGIResponse
from msgspec import structs

from api.catalog.resource import Resource
from api.catalog.resources import CATALOG
from api.http.envelope import Envelope, Related
from api.http.negotiation import JSON
from api.pages.page import html
from api.query import keyset, parameters
from api.routes import records
from api.routes.asked import Asked
from api.routes.choose_release import if_named
from api.routes.operation import Operation
from api.site import evidence
from api.site.fact_list import table_markup
from api.site.facts import label
from api.site.form import list_path, record_page
from api.site.links import links_of
from api.site.rows import listed


def operations() -> Iterator[Operation]:
    for resource in CATALOG:
        yield list_page(resource)


def list_page(resource: Resource) -> Operation:
    """Define the page of a list. It takes what the list of the API takes, but `include`."""
    query = {name: value for name, value in parameters.page_values(resource).items() if name != "include"}
    return structs.replace(
        record_page(resource, get_page),
        path=list_path(resource),
        id=f"list{resource.collection}Page",
        query=query,
        explain=parameters.UNAVAILABLE,
        release=if_named,
        exists=True,
        related=(Related(relation="alternate", media_type=JSON, path=resource.path, pinned=True),),
    )


async def get_page(asked: Asked) -> ASGIResponse:
    resource, links = asked.resource, links_of(asked, asked.operation.path)
    row = await records.rows(asked, asked.question)
    release = asked.remember(row)
    envelope = asked.envelope(release)
    table = listed(resource, keyset.page_bodies(row), links)
    instead = [] if row["bodies"] else await records.what_is_held(asked, release.number)
    values = evidence.addresses(asked, release, links, envelope.url, envelope.path) | {
        "title": resource.plural.capitalize(),
        "description": resource.about,
        "resource": resource,
        "words": asked.question.get("q", ""),
        "filters": filters(asked),
        "table": table_markup(table, resource.plural) if table.rows else None,
        "count": row["count"],
        "held": instead,
        "following": following(envelope, row["last"]),
        "file": envelope.url_of(f"{resource.path}.csv", limit=None, after=None, count=None),
        "trail": [],
        "data": None,
    }
    return await envelope.respond(html("list.html", asked.operation.path, **values), None)


def following(envelope: Envelope, last: Any) -> str | None:
    """The path and query of the next page, after the last record of this one."""
    if last is None:
        return None
    url = envelope.url_of(envelope.path, release=str(envelope.release.number), after=str(last), count=None)
    return url.removeprefix(f"{envelope.public_url}/")


def filters(asked: Asked) -> list[tuple[str, str]]:
    """List the parameters of the question that narrow it, as a reader reads them."""
    named = asked.question.canonical(release=None, limit=None, after=None, count=None, q=None)
    pairs = (each.partition("=") for each in named.split("&") if each)
    return [(label(name.replace("__", " ")), text.replace("_", " ")) for name, _, text in pairs]
