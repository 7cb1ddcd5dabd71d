"""Lists as files: every matching record, through a spool, complete or visibly cut."""

import asyncio
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse

from api import fetching, negotiation, orders, paging, query, recalling, references, sentences
from api.answers import Answer, Related
from api.description import Description
from api.formats import FORMATS, Format, forms_of
from api.making import Copy, Order
from api.problems import Refusal
from api.proofs import Proof
from api.query import Question
from api.ranges import whole
from api.releases import NUMBERED, Held, not_here
from api.replies import HEAD, Fields, Reply
from api.resource import Resource
from api.sessions import Session
from api.shapes import Put
from api.spool import SpooledFile
from api.sql import Statement, conditions
from api.stored_transfer import StoredResponse
from api.transfer import Manner, SpooledResponse, proven

# What an index has in the order of the file is read from it: sorting would keep the first byte waiting. Its
# reader keeps pace, and leaves no processor idle for another process of PostgreSQL.
FROM_INDEX = "set local enable_sort = off; set local max_parallel_workers_per_gather = 0"
ONCE = "repeatable_read"  # all statements see one snapshot
OFFERED = ("text/csv", "application/x-ndjson")
BY_TYPE = {form.media_type: form for form in FORMATS if form.media_type in OFFERED}


def routes(resource: Resource) -> list[HTTPRouteHandler]:
    return [route(resource, form) for form in forms_of(resource)]


def route(resource: Resource, form: Format) -> HTTPRouteHandler:
    @get(f"/v1/{resource.name}{form.suffix}", name=f"file-{resource.name}{form.suffix}")
    async def list_as_file(request: Request[Any, Any, Any]) -> ASGIResponse:
        return await respond(request, resource, form, negotiated=False)

    return list_as_file


async def respond(
    request: Request[Any, Any, Any], resource: Resource, form: Format, *, negotiated: bool
) -> ASGIResponse:
    """Parse, choose the release, and start the copy: a failure before the first byte is a problem."""
    question = query.read_file(request.scope["query_string"], resource, form.parameters)
    answer = answer_of(request, resource, form, question, negotiated=negotiated)
    state = request.app.state
    held = await state.releases.named(state.pools.pages, question)
    held = held or await state.releases.current(state.pools.pages)
    if (short := answer.unchanged(held, exists=True)) is not None:
        return short
    await check(state, resource, form, question, held.number)
    fields = [*answer.fields(held), *described(resource, form, held)]
    tag = answer.plain_tag(held)
    known = await recalling.proof(state, tag, held)
    if HEAD in request.scope:
        return Reply(200, [*fields, *(proven(known, packed=answer.gzip) if known else [])])
    if known and not answer.gzip and (stored := await recalling.stored(state, tag, held)):
        return StoredResponse(200, [*fields, *proven(known, packed=False)], stored, whole(known.bytes))
    order = ordered(state, resource, form, answer, held)
    spooled = state.spool.file()
    writer = asyncio.create_task(write(state, order, spooled, answer, held))
    return SpooledResponse(fields, spooled, writer, Manner(known=known, packed=answer.gzip, whole=form.whole))


def answer_of(
    request: Request[Any, Any, Any], resource: Resource, form: Format, question: Question, *, negotiated: bool
) -> Answer:
    path = f"/v1/{resource.name}{form.suffix}"
    answer = Answer(request, question, path, form.kind, negotiated=negotiated)
    answer.content_type = form.content_type
    described = f"{path}{METADATA}"
    answer.related.append(
        Related(relation="describedby", media_type=negotiation.JSON, path=described, pinned=True)
    )
    answer.gzip = answer.gzip and form.library is None
    return answer


METADATA = ".metadata.json"


async def check(state: State, resource: Resource, form: Format, question: Question, number: int) -> None:
    """What of the records can be wrong with a question, before any work is done for it."""
    await references.check(state.pools.pages, resource, question, number)
    if form.max_rows is None:
        return
    sql, args = counting(resource, question, number, form.max_rows + 1)
    found = await fetching.row(state.pools.pages, sql, args)
    if found["rows"] > form.max_rows:
        raise Refusal(
            "too-many-rows",
            f"More than {form.max_rows:,} records match. The same address with .csv holds them all; "
            "a narrower filter fits.",
        )


def described(resource: Resource, form: Format, held: Held) -> Fields:
    name = f"{resource.name}-release-{held.number}{form.suffix}"
    return [
        (b"content-disposition", f'attachment; filename="{name}"'.encode()),
        (b"accept-ranges", b"none"),
    ]


def ordered(state: State, resource: Resource, form: Format, answer: Answer, held: Held) -> Order:
    about = description(resource, answer.question, held, answer.pinned(held))
    return order(form, about, answer.question, state.spool.made())


def description(resource: Resource, question: Question, held: Held, address: str) -> Description:
    return Description(
        resource=resource,
        names=columns(resource, question),
        question=sentences.sentence(resource, question, held.number),
        address=address,
        release=held.number,
        published_at=held.published_at,
        mark=question.get("bom", False),
    )


def order(form: Format, about: Description, question: Question, folder: Path | None = None) -> Order:
    return Order(
        form=form,
        about=about,
        copy=selection(about.resource, form, question, about.release),
        first=first(about.resource, question),
        folder=folder,
    )


def first(resource: Resource, question: Question) -> str | None:
    """What the session is told before it reads the file."""
    return FROM_INDEX if orders.is_indexed(resource, question) else None


def columns(resource: Resource, question: Question) -> tuple[str, ...]:
    return tuple(question.get("fields") or resource.file_columns)


def selection(resource: Resource, form: Format, question: Question, release: int | None) -> Copy:
    """The rows of a file in order, one statement."""
    statement = Statement(resource, release)
    select = form.select(statement, columns(resource, question))
    select = f"{select} from {statement.releases}, {statement.rows}"
    where = conditions(statement, question)
    return f"{select}{paging.also(where)}\n{orders.file_order(statement, question)}", statement.args


def counting(resource: Resource, question: Question, release: int, limit: int) -> Copy:
    """How many rows a file would have, counted no further than the limit."""
    statement = Statement(resource, release)
    where = paging.also(conditions(statement, question))
    rows = f"select from {statement.releases}, {statement.rows}{where} limit {limit}"
    return f"select count(*) as rows from ({rows}) x", statement.args


async def write(state: State, order: Order, spooled: SpooledFile, answer: Answer, held: Held) -> None:
    """What stops it is handed to the reader, which then cuts the transfer."""
    coder = zlib.compressobj(1, wbits=31) if answer.gzip else None

    def put(data: bytes) -> None:
        if data := coder.compress(data) if coder else data:
            spooled.write(data)

    try:
        proof = await made(state, order, put, spooled)
        if coder:
            spooled.write(coder.flush())
        state.proofs.keep(answer.plain_tag(held), proof)
        spooled.finish(proof=proof)
    except BaseException as failure:
        spooled.finish(failure)
        if isinstance(failure, asyncio.CancelledError):
            raise


async def made(state: State, order: Order, put: Put, spooled: SpooledFile | None = None) -> Proof:
    """At the database's speed, or the library's. The session is given back before the library finishes."""
    with closing(state.spool.share(spooled)) as share:
        async with state.conversions.begun(order, put, share.hold) as making:
            async with fetching.acquired(state.pools.files) as session, session.transaction(isolation=ONCE):
                await making.copy(session)
                if making.rows == 0:
                    await confirm(session, order.about.release)
            proof: Proof = await making.end()
            return proof


async def confirm(session: Session, number: int) -> None:
    """COPY says nothing of a release that is not here: its file is one of no rows.

    Asked of the same snapshot: on a standby the release may arrive between two.
    """
    if await session.fetchrow(NUMBERED, number) is None:
        raise not_here(number)
