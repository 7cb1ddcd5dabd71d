"""`/v1/releases/{number}.jsonld`, `/data.json` and `/llms.txt`."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse

from api import negotiation, query, records
from api.answers import Answer
from api.discovery import datasets, holdings, llms, schema_org
from api.discovery.answering import answered
from api.discovery.listing import Listing
from api.discovery.numbered import NumberedAnswer
from api.problems import Refusal
from api.releases import Held
from api.resource import Resource

SUFFIX = ".jsonld"
NUMBERED = "the address names the release itself"
NOT_HERE = dict.fromkeys(("release", "known_on"), NUMBERED)
Write: TypeAlias = Callable[[Held], Awaitable[bytes]]


def routes() -> list[HTTPRouteHandler]:
    return [get_data_json, get_llms]


def forms(resource: Resource) -> Mapping[str, records.Form]:
    """The further forms of a single record: that of a release is a data set's."""
    return {SUFFIX: get_dataset} if resource.dataset else {}


async def get_dataset(request: Request[Any, Any, Any], resource: Resource, text: str) -> ASGIResponse:
    """Parse, find the release that the address names, write."""
    question = query.read(request.scope["query_string"], {}, NOT_HERE)
    number = records.read_key(resource, text)
    path = f"/v1/{resource.name}/{number}"
    answer = NumberedAnswer(request, question, path + SUFFIX, schema_org.MEDIA_TYPE, cited=path)
    state = request.app.state
    if number < 1:
        raise Refusal("not-found", "The first release is 1.")
    held = await state.releases.numbered(state.pools.pages, number)

    async def write(held: Held) -> bytes:
        return msgspec.json.encode(datasets.dataset(await holdings.read(state, held), answer.public_url))

    return await respond(request, answer, held, write)


@get("/data.json")
async def get_data_json(request: Request[Any, Any, Any]) -> ASGIResponse:
    """The mail address is no part of a release, so the tag has to name it."""
    question = query.read(request.scope["query_string"], query.moment_values())
    state = request.app.state
    email = state.settings.contact_email
    answer = Answer(request, question, "/data.json", f"{negotiation.JSON} {email or ''}", negotiated=False)
    answer.content_type = negotiation.JSON

    async def write(held: Held) -> bytes:
        listing = Listing(await holdings.read(state, held), answer.public_url, email)
        return msgspec.json.encode(listing.catalog())

    return await respond(request, answer, await records.named(request, question), write)


@get("/llms.txt")
async def get_llms(request: Request[Any, Any, Any]) -> ASGIResponse:
    question = query.read(request.scope["query_string"], query.moment_values())
    answer = Answer(request, question, "/llms.txt", llms.MEDIA_TYPE, negotiated=False)
    answer.content_type = f"{llms.MEDIA_TYPE}; charset=utf-8"
    state = request.app.state

    async def write(held: Held) -> bytes:
        example = await answered(state, held, answer.public_url)
        return llms.page(await holdings.read(state, held), answer.public_url, example)

    return await respond(request, answer, await records.named(request, question), write)


async def respond(
    request: Request[Any, Any, Any], answer: Answer, held: Held | None, write: Write
) -> ASGIResponse:
    """304 and HEAD need no more than the release."""
    if (short := await records.early(request, answer, held, exists=True)) is not None:
        return short
    held = held or await request.app.state.releases.current(request.app.state.pools.pages)
    return await answer.respond(await write(held), held)
