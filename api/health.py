"""Whether the process lives, and whether it can answer from its database."""

import asyncio
from typing import Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse

from api import fetching, query, releases
from api.problems import Refusal

# A database that stands still is as good as away, and whoever asks has little patience.
PATIENCE = 2.0


def routes() -> list[HTTPRouteHandler]:
    return [live, ready]


@get("/health/live")
async def live(request: Request[Any, Any, Any]) -> ASGIResponse:
    query.read(request.scope["query_string"], {})
    return ASGIResponse(body=b'{"status":"live"}', headers={"cache-control": "no-store"})


@get("/health/ready")
async def ready(request: Request[Any, Any, Any]) -> ASGIResponse:
    query.read(request.scope["query_string"], {})
    asking = asyncio.create_task(fetching.row(request.app.state.pools.pages, releases.NEWEST, []))
    done, _ = await asyncio.wait({asking}, timeout=PATIENCE)
    if not done:
        asking.cancel()
        raise Refusal("database-unavailable", "The database does not answer.")
    found = asking.result()
    if found is None:
        raise Refusal("database-unavailable", "No release has been published into this database yet.")
    body = b'{"status":"ready","release":%d}' % found["number"]
    return ASGIResponse(body=body, headers={"cache-control": "no-store"})
