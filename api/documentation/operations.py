"""The URLs of the documentation: /docs, its pages and search, /guides/{name}, and the files of pages."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import asyncpg
from litestar.response.base import ASGIResponse
from msgspec import structs

from api.catalog import values
from api.catalog.values import Value
from api.documentation.metrics import Metrics
from api.documentation.pages import Pages
from api.http.assets import ASSETS, FIXED, HOURLY, IMMUTABLE, SHORT_LIVED, Asset
from api.http.envelope import Representation
from api.http.errors import BROKEN
from api.pages import page
from api.pages.guides import FILES, GUIDES, TYPES
from api.problems import ProblemError
from api.query import suggestions
from api.routes.asked import Asked
from api.routes.operation import Handler, Operation
from api.routes.service import SERVICE
from schemas.metric import Metric

# A search waits this long for the metrics, in seconds. Everything else it finds without the database.
PATIENCE = 1.0
UNREADABLE = (ProblemError, TimeoutError, asyncpg.PostgresError, *BROKEN)


def operations(pages: Pages) -> Iterator[Operation]:
    """List the operations that are pages. The OpenAPI document leaves them out."""
    yield operation("/guides", "getGuides", redirect_to_docs)
    yield operation("/codebook", "getCodebook", redirect_to_codebook)
    yield html_page("/docs", "getDocs", front_of(pages))
    searching = html_page("/docs/search", "searchDocs", search_in(pages, Metrics()), {"q": values.TEXT})
    yield structs.replace(searching, remembered=False)  # without the database it lacks the metrics
    yield html_page("/docs/{family}", "getFamily", family_of(pages))
    yield html_page("/guides/{name}", "getGuide", guide_of(pages))
    for name, path in FILES.items():
        yield operation(f"/guides/{name}", "getGuideFile", file_of(path))
    yield operation("/static/{asset}", "getAsset", get_asset)


def html_page(path: str, name: str, answer: Handler, query: Mapping[str, Value] | None = None) -> Operation:
    """Define a page. A client that refuses HTML gets 406."""
    plain = operation(path, name, answer)
    form = Representation(media_type=page.HTML)
    return structs.replace(plain, query=query or {}, form=form, negotiated=True)


def operation(path: str, name: str, answer: Handler) -> Operation:
    return Operation(
        path=path,
        id=name,
        summary="",
        description="",
        tag=SERVICE,
        responses=(),
        database=False,
        answer=answer,
    )


async def redirect_to_docs(asked: Asked) -> ASGIResponse:
    return redirect(f"{asked.public_url}/docs")


async def redirect_to_codebook(asked: Asked) -> ASGIResponse:
    return redirect(f"{asked.public_url}/guides/codebook")


def redirect(url: str) -> ASGIResponse:
    return ASGIResponse(status_code=302, headers={"location": url, "cache-control": SHORT_LIVED})


def front_of(pages: Pages) -> Handler:
    async def get_front(asked: Asked) -> ASGIResponse:
        return await respond(asked, await asyncio.to_thread(lambda: pages.front))

    return get_front


def family_of(pages: Pages) -> Handler:
    async def get_family(asked: Asked) -> ASGIResponse:
        known = await asyncio.to_thread(lambda: pages.families)
        return await respond(asked, await named(pages.family, asked.key, known))

    return get_family


def guide_of(pages: Pages) -> Handler:
    async def get_guide(asked: Asked) -> ASGIResponse:
        return await respond(asked, await named(pages.guide, asked.key, GUIDES))

    return get_guide


def file_of(path: Path) -> Handler:
    async def get_file(asked: Asked) -> ASGIResponse:
        body = await asyncio.to_thread(path.read_bytes)
        file = Asset(body=body, media_type=TYPES.get(path.suffix, "text/plain"))
        headers = {"cache-control": SHORT_LIVED}
        return await file.respond_unless_current(headers, gzip=asked.gzip, if_none_match=asked.if_none_match)

    return get_file


async def named(build: Callable[[str], Asset], name: str, known: Mapping[str, object]) -> Asset:
    """Build the page with the name in the path. Raises 404 with the nearest name."""
    if name not in known:
        nearest = suggestions.nearest(name, tuple(known))
        raise ProblemError("not-found", "The documentation has no page with this name.", nearest=nearest)
    return await asyncio.to_thread(build, name)


def search_in(pages: Pages, metrics: Metrics) -> Handler:
    """Build the handler of searches. Without the database it finds everything but the metrics."""

    async def get_results(asked: Asked) -> ASGIResponse:
        words: str = asked.question.get("q", "")
        listed = await readable(metrics, asked) if words else []
        return await respond(asked, await asyncio.to_thread(pages.results, words, listed))

    return get_results


async def readable(metrics: Metrics, asked: Asked) -> list[Metric] | None:
    try:
        async with asyncio.timeout(PATIENCE):
            return await metrics.of(asked.pool, await asked.chosen_release())
    except UNREADABLE:
        return None


async def get_asset(asked: Asked) -> ASGIResponse:
    if fixed := FIXED.get(asked.key):
        headers = {"cache-control": HOURLY}
        return await fixed.respond_unless_current(headers, gzip=asked.gzip, if_none_match=asked.if_none_match)
    asset = ASSETS.get(asked.key)
    if asset is None:
        raise ProblemError("not-found", "No page loads a file with this name.")
    return await asset.respond({"cache-control": IMMUTABLE}, gzip=asked.gzip)


async def respond(asked: Asked, found: Asset) -> ASGIResponse:
    return await page.respond(found, gzip=asked.gzip, if_none_match=asked.if_none_match)
