"""`/sitemap.xml`: the pages for people, and those of records where the server has them (sitemaps.org)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from litestar.response.base import ASGIResponse
from msgspec import structs

from api.catalog import values
from api.catalog.costs import Cost
from api.catalog.resource import LAST, Resource
from api.catalog.resources import CATALOG
from api.database import fetch
from api.documentation.operations import operation
from api.documentation.pages import Pages
from api.http.envelope import Representation
from api.pages.guides import GUIDES
from api.problems import ProblemError
from api.query.sql import Statement, rows_or_null
from api.reading.releases import not_here
from api.routes.asked import Asked
from api.routes.choose_release import named_or_newest
from api.routes.operation import Operation, fill_path

XML = "application/xml"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# The most URLs that one sitemap may list.
MOST = 50_000


def operations(pages: Pages, shown: Sequence[Operation]) -> Iterator[Operation]:
    """Define the sitemap of the pages among these operations."""
    listed = kinds(shown)
    guides = [f"/guides/{name}" for name in GUIDES]

    async def get_sitemap(asked: Asked) -> ASGIResponse:
        release = await asked.chosen_release()
        fixed = ["/docs", *(f"/docs/{name}" for name in pages.families), *guides]
        records = await read(asked, listed, release.number) if listed else []
        entries = [*(url(asked.public_url + path) for path in fixed), *records]
        return await asked.respond(release, part(entries, asked.question.get("part"), asked.public_url))

    yield structs.replace(
        operation("/sitemap.xml", "getSitemap", get_sitemap),
        query={"part": values.integer_range(1, MOST)},
        form=Representation(media_type=XML),
        release=named_or_newest,
        pinnable=False,
        cited="",
        database=True,
    )


def kinds(shown: Sequence[Operation]) -> list[Resource]:
    """List the resources whose records have pages. Not the figures: there are too many to list each."""
    paths = {each.path for each in shown}
    few = (each for each in CATALOG if each.revised and "metric" not in each.columns)
    return [resource for resource in few if page_path(resource) in paths]


def page_path(resource: Resource) -> str:
    """Write the path of a record's page: its path in the API without the version."""
    return resource.record_path.removeprefix("/v1")


async def read(asked: Asked, listed: Sequence[Resource], release: int) -> list[str]:
    """Read the pages of the records in a release, each with the day of its latest change."""
    rows = await fetch.rows(asked.pool, *statement(listed, release), Cost.INDEXED)
    if not rows:
        raise not_here(release)
    by_name = {each.name: asked.public_url + page_path(each) for each in listed}
    return [url(fill_path(by_name[row["name"]], row["key"]), row["changed"]) for row in rows if row["key"]]


def statement(listed: Sequence[Resource], release: int) -> tuple[str, list[Any]]:
    statement = Statement(listed[0], release)
    rows = " union all ".join(
        f"""(select {statement.value(each.name)}::text as name, x.id as key,
      left(c.published_at, 10) as changed
    from {each.view} x join api.releases c on c.number = x.{LAST} where {statement.valid} order by x.id)"""
        for each in listed
    )
    return rows_or_null(statement, rows), statement.args


def url(location: str, changed: str | None = None) -> str:
    last = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(location)}</loc>{last}</url>"


def part(entries: Sequence[str], number: int | None, public_url: str) -> bytes:
    """Write all URLs, or if they are too many a list of parts. `number`: the part to write."""
    parts = [entries[first : first + MOST] for first in range(0, len(entries), MOST)]
    if number is None and len(parts) > 1:
        listed = (f"{public_url}/sitemap.xml?part={n}" for n in range(1, len(parts) + 1))
        return document("sitemapindex", (f"<sitemap><loc>{each}</loc></sitemap>" for each in listed))
    if number is not None and number > len(parts):
        raise ProblemError("not-found", f"The sitemap has {len(parts)} parts.")
    return document("urlset", parts[(number or 1) - 1])


def document(element: str, entries: Iterable[str]) -> bytes:
    lines = "\n".join(entries)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}\n<{element} xmlns="{NAMESPACE}">\n{lines}\n</{element}>\n'.encode()
