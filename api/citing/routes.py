"""`/v1/{resource}/{id}/cite`: ready text, and what reference managers read."""

from typing import Any

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from msgspec import Struct

from api import negotiation, query, records
from api.answers import Answer
from api.citing import sentences, works
from api.citing.formats import FORMATS, CiteFormat
from api.citing.reading import Shelf
from api.citing.work import Work
from api.releases import Held, not_here
from api.resource import Resource

OFFERED = (negotiation.JSON, *(form.media_type for form in FORMATS))
BY_TYPE = {form.media_type: form for form in FORMATS}


class CiteAddress(Struct, frozen=True, kw_only=True):
    """A machine format of the citation and where it is."""

    media_type: str
    url: str


class Cite(Struct, frozen=True, kw_only=True):
    """Ready text to cite a record with. All of it names the release, its day and the pinned address.

    `apa` is an entry of a reference list and `apa_in_text` what stands in the text; `newsroom` is plain
    sentences. `title` is what the record states, in words; null for a source without a known title.
    """

    title: str | None
    apa: str
    apa_in_text: str
    newsroom: str
    formats: list[CiteAddress]


def routes(resource: Resource) -> list[HTTPRouteHandler]:
    path = f"/v1/{resource.name}/{{key:str}}/cite"

    @get(path, name=f"cite-{resource.name}")
    async def cite(request: Request[Any, Any, Any]) -> ASGIResponse:
        """In the form that the client likes best."""
        media_type = negotiation.media_type(negotiation.header(request.scope, b"accept"), OFFERED)
        return await respond(request, resource, BY_TYPE.get(media_type), negotiated=True)

    return [cite, *(route(resource, path, form) for form in FORMATS)]


def route(resource: Resource, path: str, form: CiteFormat) -> HTTPRouteHandler:
    @get(path + form.suffix, name=f"cite-{resource.name}{form.suffix}")
    async def cite_as(request: Request[Any, Any, Any]) -> ASGIResponse:
        return await respond(request, resource, form, negotiated=False)

    return cite_as


async def respond(
    request: Request[Any, Any, Any], resource: Resource, form: CiteFormat | None, *, negotiated: bool
) -> ASGIResponse:
    """Parse, choose the release, find the record and its evidence, write."""
    question = query.read(request.scope["query_string"], query.moment_values())
    key = records.read_key(resource, request.path_params["key"])
    path, rest = f"/v1/{resource.name}/{key}", f"/cite{form.suffix if form else ''}"
    media_type = form.media_type if form else negotiation.JSON
    answer = Answer(request, question, path + rest, media_type, negotiated=negotiated)
    answer.content_type = form.content_type if form else negotiation.JSON
    state, pool = request.app.state, request.app.state.pools.pages
    held = await records.named(request, question)
    if (short := await records.early(request, answer, held, exists=False)) is not None:
        return short
    held = held or await state.releases.current(pool)
    found = await state.lookups.find(pool, resource, key, held.number)
    if found is None:
        raise not_here(held.number)
    if found["body"] is None:
        return await records.elsewhere(request, resource, key, held, rest=rest)
    if (short := answer.unchanged(held, exists=True)) is not None:
        return short
    record = msgspec.json.decode(found["body"], type=resource.record)
    work = await cited(record, Shelf(pool, state.lookups, held.number), held, answer.public_url + path)
    body = form.write(work) if form else answer.record(ready(work, answer, path, held), held)
    return await answer.respond(body, held)


async def cited(record: Any, shelf: Shelf, held: Held, address: str) -> Work:
    edition = works.edition(held.number, held.published_at)
    return works.work(record, await shelf.evidence(record), edition, address)


def ready(work: Work, answer: Answer, path: str, held: Held) -> bytes:
    cite = f"{answer.public_url}{path}/cite"
    return msgspec.json.encode(
        Cite(
            title=work.title,
            apa=sentences.reference(work),
            apa_in_text=sentences.in_text(work),
            newsroom=sentences.newsroom(work),
            formats=[
                CiteAddress(media_type=form.media_type, url=f"{cite}{form.suffix}?release={held.number}")
                for form in FORMATS
            ],
        )
    )
