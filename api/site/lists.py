"""The page of a list is its explorer: `/staffing-figures?metric=hires`, with the parameters of the API."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from litestar.response.base import ASGIResponse
from msgspec import structs

from api import about
from api.catalog.resource import Resource
from api.catalog.resources import CATALOG
from api.catalog.values import Value
from api.explorer import form, take, tidy
from api.explorer.chips import chips
from api.explorer.form import Form
from api.http.envelope import NO_FILTERS, Envelope, Related
from api.http.negotiation import JSON
from api.pages.page import html, part
from api.query import keyset, parameters
from api.query.parsing import Question
from api.reading import emptied
from api.reading.releases import ReleaseRef
from api.routes import records
from api.routes.asked import Asked
from api.routes.choose_release import if_named
from api.routes.feed_formats import feed_links
from api.routes.operation import Operation
from api.site import evidence, list_records, list_table, metric_options
from api.site.form import list_path, record_page
from api.site.links import links_of
from api.site.list_chart import chart


def operations() -> Iterator[Operation]:
    for resource in CATALOG:
        yield list_page(resource)


def page_values(resource: Resource) -> Mapping[str, Value]:
    return {name: value for name, value in parameters.page_values(resource).items() if name != "include"}


def list_page(resource: Resource) -> Operation:
    """Define the page of a list. It takes what the list of the API takes, but `include`."""
    query = page_values(resource)
    return structs.replace(
        record_page(resource, get_page),
        path=list_path(resource),
        id=f"list{resource.collection}Page",
        query=query,
        explain={**parameters.UNAVAILABLE, **tidy.EXPLAIN},
        tidy=partial(tidy.tidy, parameters=query),
        release=if_named,
        exists=True,
        related=(Related(relation="alternate", media_type=JSON, path=resource.path, pinned=True),),
    )


async def get_page(asked: Asked) -> ASGIResponse:
    resource, links = asked.resource, links_of(asked, asked.operation.path)
    row = await records.rows(asked, counted(asked))
    release = asked.remember(row)
    envelope = asked.envelope(release)
    bodies = keyset.page_bodies(row)
    found = list_records.decode(resource, bodies)
    is_whole = row["last"] is None and "after" not in asked.question.values
    values = evidence.addresses(asked, release, links, envelope.url, envelope.path) | {
        "title": resource.plural.capitalize(),
        "description": resource.about,
        "resource": resource,
        "words": asked.question.get("q", ""),
        "form": form.write(await form_of(asked, release, shown=not found)),
        "chips": list(chips(resource, asked.question)),
        "table": list_table.write(resource, found, asked.question, links) if found else None,
        "rows": len(found),
        "count": len(found) if is_whole else row["count"],
        "counting": asked.question.canonical(count="true", after=None),
        "chart": chart(asked, bodies, len(found), release.number) if is_whole else None,
        "following": following(envelope, row["last"]),
        "start": asked.question.canonical(after=None) if "after" in asked.question.values else None,
        "trail": [],
        "data": None,
        **taken(asked, envelope),
        **({} if found else await nothing(asked, release)),
    }
    body = part("list_body.html", asked.operation.path, **values)
    return await envelope.respond(html("list.html", asked.operation.path, body=body, **values), None)


def counted(asked: Asked) -> Question:
    """Ask for the number of rows where counting costs little: of short lists, and of whole ones."""
    values, resource = asked.question.values, asked.resource
    filtering = values.keys() & {*resource.conditions, "q"}
    return (
        asked.question
        if resource.large and filtering
        else Question(values=values | {"count": True}, pairs={})
    )


async def form_of(asked: Asked, release: ReleaseRef, *, shown: bool) -> Form:
    return Form(
        resource=asked.resource,
        action=asked.resource.name,
        texts=form.texts_of(asked.question),
        metrics=await metric_options.read(asked, release),
        shown=shown,
    )


def following(envelope: Envelope, last: Any) -> str | None:
    """The path and query of the next page, after the last record of this one."""
    if last is None:
        return None
    url = envelope.url_of(envelope.path, release=str(envelope.release.number), after=str(last), count=None)
    return url.removeprefix(f"{envelope.public_url}/")


def taken(asked: Asked, envelope: Envelope) -> dict[str, Any]:
    """What a reader can take away: the query of files, code, the feed, the line to cite."""
    resource, release = asked.resource, envelope.release
    pin = str(release.number) if asked.pinned else None
    query = asked.question.canonical(known_on=None, release=pin, limit=None, after=None, count=None)
    suffix = f"?{query}" if query else ""
    feeds = feed_links(resource)
    filters = asked.question.canonical(known_on=None, **NO_FILTERS)
    return {
        "downloads": take.downloads(resource),
        "file_query": suffix,
        "code": list(take.code(f"{asked.public_url}{resource.path}.csv{suffix}", resource)),
        "feed": f"{feeds[0].path[1:]}{'?' if filters else ''}{filters}" if feeds else None,
        "cite_as": about.cite_as(release.number, release.published_at, envelope.url),
    }


async def nothing(asked: Asked, release: ReleaseRef) -> dict[str, Any]:
    """Say why there are no rows: how many there are without each filter, and what the release holds."""
    question, resource = asked.question, asked.resource
    if "after" in question.values:
        return {"held": [], "without": []}
    counts = await emptied.read(asked.pool, resource, question, release.number)
    dropping = [each for each in chips(resource, question, apart=False) if each.name in counts]
    return {
        "held": await records.what_is_held(asked, release.number),
        "without": [(each, said(counts[each.name])) for each in dropping],
    }


def said(count: int) -> str:
    return (
        f"more than {emptied.MOST:,} rows" if count > emptied.MOST else f"{count:,} row{'s' * (count != 1)}"
    )
