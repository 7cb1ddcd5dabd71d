"""Lists as files: every matching record, through a spool, complete or visibly cut."""

import asyncio
import zlib
from typing import Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

from api import failures, fetching, paging, query, references
from api.answers import HEAD, Answer, Fields, Reply
from api.formats import FORMATS, Format
from api.query import Question
from api.releases import NUMBERED, Held, not_here
from api.resource import Resource
from api.sessions import Pool, Session
from api.spool import SpooledFile
from api.sql import Statement, conditions

# A client that takes less than a chunk in this time is slower than 1 kB/s by far, and is cut.
PATIENCE = 60.0
Copy = tuple[str, list[Any]]
# A whole list is read in the order of its ids: sorting it would keep the first byte waiting.
UNFILTERED = {"release", "known_on", "fields"}
FROM_INDEX = "set local enable_sort = off"
OFFERED = ("text/csv", "application/x-ndjson")
BY_TYPE = {form.media_type: form for form in FORMATS if form.media_type in OFFERED}


def routes(resource: Resource) -> list[HTTPRouteHandler]:
    return [route(resource, form) for form in FORMATS]


def route(resource: Resource, form: Format) -> HTTPRouteHandler:
    @get(f"/v1/{resource.name}{form.suffix}", name=f"file-{resource.name}{form.suffix}")
    async def list_as_file(request: Request[Any, Any, Any]) -> ASGIResponse:
        return await respond(request, resource, form, negotiated=False)

    return list_as_file


async def respond(
    request: Request[Any, Any, Any], resource: Resource, form: Format, *, negotiated: bool
) -> ASGIResponse:
    """Parse, choose the release, and start the copy: a failure before the first byte is a problem."""
    question = query.read(request.scope["query_string"], query.file_values(resource), query.PAGE_ONLY)
    path = f"/v1/{resource.name}{form.suffix}"
    answer = Answer(request, question, path, form.media_type, negotiated=negotiated)
    state = request.app.state
    held = await state.releases.named(state.pools.pages, question)
    held = held or await state.releases.current(state.pools.pages)
    if (short := answer.unchanged(held, exists=True)) is not None:
        return short
    answer.content_type = form.content_type
    fields = [*answer.fields(held), *described(resource, form, held)]
    if HEAD in request.scope:
        return Reply(200, fields)
    await references.check(state.pools.pages, resource, question, held.number)
    copy = selection(resource, form, question, held.number)
    spooled = state.spool.file()
    writer = asyncio.create_task(write(state.pools.files, form, answer, copy, spooled))
    return SpooledResponse(fields, spooled, writer)


def described(resource: Resource, form: Format, held: Held) -> Fields:
    name = f"{resource.name}-release-{held.number}{form.suffix}"
    return [
        (b"content-disposition", f'attachment; filename="{name}"'.encode()),
        (b"accept-ranges", b"none"),
    ]


def selection(resource: Resource, form: Format, question: Question, release: int | None) -> Copy:
    """The rows of a file in order, one statement."""
    statement = Statement(resource, release)
    columns = tuple(question.get("fields") or resource.file_columns)
    select = f"{form.select(resource, columns)} from {statement.releases}, {statement.rows}"
    where = conditions(statement, question)
    return f"{select}{paging.also(where)}\n{paging.file_order(statement, question)}", statement.args


async def write(pool: Pool, form: Format, answer: Answer, copy: Copy, spooled: SpooledFile) -> None:
    """COPY at the database's speed, of a release that its own session has.

    What stops it is handed to the reader, which then cuts the transfer.
    """
    shape = form.shape()
    coder = zlib.compressobj(1, wbits=31) if answer.gzip else None

    def put(data: bytes) -> None:
        if data := coder.compress(data) if coder else data:
            spooled.write(data)

    async def take(data: bytes) -> None:
        put(shape.feed(data))
        await asyncio.sleep(0)  # the reader runs on the same loop

    try:
        async with fetching.acquired(pool) as session, session.transaction():
            await confirm(session, answer.number)
            if not answer.question.given.keys() - UNFILTERED:
                await session.execute(FROM_INDEX)
            await session.copy_from_query(copy[0], *copy[1], output=take, **form.copy)
        put(shape.end())
        if coder:
            spooled.write(coder.flush())
        spooled.finish()
    except BaseException as failure:
        spooled.finish(failure)
        if isinstance(failure, asyncio.CancelledError):
            raise


async def confirm(session: Session, number: int) -> None:
    """COPY says nothing of a release that is not here: its file would be one of no rows."""
    if await session.fetchrow(NUMBERED, number) is None:
        raise not_here(number)


class SpooledResponse(ASGIResponse):
    """Sends what is there while more is written; ends with the client, and takes the copy along.

    What stops the copy before the first byte is a problem like any other. Later the answer just ends, without
    its last chunk, which the server makes a visible cut.
    """

    begun = False

    def __init__(self, fields: Fields, spooled: SpooledFile, writer: "asyncio.Task[None]") -> None:
        super().__init__()
        self.fields, self.spooled, self.writer = fields, spooled, writer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sender = asyncio.create_task(self.transfer(scope, send))
        leaver = asyncio.create_task(left(receive))
        try:
            await asyncio.wait({sender, leaver}, return_when=asyncio.FIRST_COMPLETED)
            if sender.done() and (failure := sender.exception()):
                if not self.begun:
                    raise failure
                failures.outages.tell("file-cut", failure)
        finally:
            tasks = (sender, leaver, self.writer)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.spooled.close()

    async def transfer(self, scope: Scope, send: Send) -> None:
        await self.spooled.started()
        fields = self.fields
        if scope.get("http_version") in {"1", "1.0"}:  # to which a cut file would look complete
            await self.spooled.whole()
            fields = [*fields, (b"content-length", b"%d" % self.spooled.size)]
        self.begun = True
        await send({"type": "http.response.start", "status": 200, "headers": fields})
        async for chunk in self.spooled.chunks():
            body: Any = {"type": "http.response.body", "body": chunk, "more_body": True}
            await asyncio.wait_for(send(body), PATIENCE)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def left(receive: Receive) -> None:
    """Returns when the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
