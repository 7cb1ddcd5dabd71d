"""Whether what was cited from a release still stands: one record, or up to a hundred for a nightly script."""

from typing import Any

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse

from api import negotiation, query, records, values
from api.answers import FreshAnswer
from api.inquiry import Inquiry
from api.problems import Refusal
from api.releases import Held
from api.resource import Resource

SINCE = {"since_release": values.whole(1, values.INT_LIMIT)}
SEVERAL = {"ids": values.listed(values.RECORD_ID)} | SINCE
LIVE = "a status is always that of the newest release; since_release= names the one that was cited"
NOT_HERE = dict.fromkeys(("release", "known_on", "since"), LIVE)


def routes(resource: Resource) -> list[HTTPRouteHandler]:
    @get(f"/v1/{resource.name}/{{key:str}}/status", name=f"get-{resource.name}-status")
    async def get_status(request: Request[Any, Any, Any]) -> ASGIResponse:
        return await status(request, resource, request.path_params["key"])

    return [get_status]


async def status(request: Request[Any, Any, Any], resource: Resource, text: str) -> ASGIResponse:
    """Parse, look the record up, respond. A withdrawn record has a status; a name that is none has not."""
    question = query.read(request.scope["query_string"], SINCE, NOT_HERE, SINCE)
    key = records.read_key(resource, text)
    negotiation.media_type(negotiation.header(request.scope, b"accept"), (negotiation.JSON,))
    path = f"/v1/{resource.name}/{key}/status"
    answer = FreshAnswer(request, question, path, negotiation.JSON, negotiated=True)
    inquiry, held = await begun(request, question.given["since_release"])
    if (short := answer.unchanged(held, exists=False)) is not None:
        return short
    (found,) = await inquiry.answer([key])
    if found.resource != resource.name:
        return await records.elsewhere(request, resource, key, held, rest="/status")
    if found.problem is not None:
        raise Refusal("not-found", found.problem)
    if (short := answer.unchanged(held, exists=True)) is not None:
        return short
    return await answer.respond(answer.record(msgspec.json.encode(found), held), held)


@get("/v1/status", name="get-statuses")
async def get_statuses(request: Request[Any, Any, Any]) -> ASGIResponse:
    """An id that is none is told in its place: one misspelt id must not hide what became of the others."""
    question = query.read(request.scope["query_string"], SEVERAL, NOT_HERE, SEVERAL)
    negotiation.media_type(negotiation.header(request.scope, b"accept"), (negotiation.JSON,))
    answer = FreshAnswer(request, question, "/v1/status", negotiation.JSON, negotiated=True)
    inquiry, held = await begun(request, question.given["since_release"])
    if (short := await records.early(request, answer, held, exists=True)) is not None:
        return short
    found = await inquiry.answer(question.given["ids"])
    return await answer.respond(answer.record(msgspec.json.encode(found), held), held)


async def begun(request: Request[Any, Any, Any], since: int) -> tuple[Inquiry, Held]:
    """404 where the release is none."""
    releases, pool = request.app.state.releases, request.app.state.pools.pages
    await releases.numbered(pool, since)
    held = await releases.current(pool)
    public_url = request.app.state.settings.public_url
    return Inquiry(pool, public_url, since=since, newest=held.number), held
