"""Beside every file an account of it: rows, bytes and digest, its columns, what was asked, how to cite it.

The file is made for it, and thrown away as it is made, unless this worker has made it before.
"""

from typing import Any

import msgspec
from litestar import Request, get
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from msgspec import Struct

from api import files, negotiation, query, recalling, terms
from api.answers import Answer
from api.columns import Column
from api.description import Description
from api.formats import Format, forms_of
from api.making import Order
from api.proofs import Proof
from api.releases import Held
from api.replies import HEAD
from api.resource import Resource
from api.transfer import Awaited

CSVW = "http://www.w3.org/ns/csvw"
DATATYPES = {
    "integer": "integer",
    "number": "decimal",
    "boolean": "boolean",
    "day": "date",
    "moment": "dateTime",
    "nested": "json",
}
JOINED = {".csv", ".xlsx"}


class FileColumn(Struct, frozen=True, kw_only=True, rename={"description": "dc:description"}):
    """A column of a file, in the terms of CSV on the Web. `codes` is the closed list, where there is one."""

    name: str
    datatype: str
    required: bool
    separator: str | None
    description: str
    codes: list[str]


class TableSchema(Struct, frozen=True, kw_only=True, rename={"primary_key": "primaryKey"}):
    """The columns of a file in their order, and the one that names its rows, if it is among them."""

    columns: list[FileColumn]
    primary_key: str | None


NAMES = {"context": "@context", "schema": "tableSchema"}


class FileMetadata(Struct, frozen=True, kw_only=True, rename=NAMES):
    """What a file holds, and what proves that a copy of it is whole.

    `url` is its pinned address; `bytes` and `sha256` are those of the file without any content coding.
    """

    context: str
    url: str
    media_type: str
    rows: int
    bytes: int
    sha256: str
    query: str
    release: int
    published_at: str
    contract_version: int
    license: str
    cite_as: str
    schema: TableSchema


def routes(resource: Resource) -> list[HTTPRouteHandler]:
    return [route(resource, form) for form in forms_of(resource)]


def route(resource: Resource, form: Format) -> HTTPRouteHandler:
    path = f"/v1/{resource.name}{form.suffix}{files.METADATA}"

    @get(path, name=f"metadata-{resource.name}{form.suffix}")
    async def get_metadata(request: Request[Any, Any, Any]) -> ASGIResponse:
        return await respond(request, resource, form)

    return get_metadata


async def respond(request: Request[Any, Any, Any], resource: Resource, form: Format) -> ASGIResponse:
    """As for the file, whose rows are made to nowhere."""
    question = query.read_file(request.scope["query_string"], resource, form.parameters)
    path = f"/v1/{resource.name}{form.suffix}{files.METADATA}"
    answer = Answer(request, question, path, f"{negotiation.JSON} of {form.kind}", negotiated=False)
    answer.content_type = negotiation.JSON
    state = request.app.state
    held = await state.releases.named(state.pools.pages, question)
    held = held or await state.releases.current(state.pools.pages)
    if (short := answer.unchanged(held, exists=True)) is not None:
        return short
    await files.check(state, resource, form, question, held.number)
    if HEAD in request.scope:
        return answer.bare(held)
    file = files.answer_of(request, resource, form, question, negotiated=False)
    order = files.ordered(state, resource, form, file, held)
    return Awaited(told(state, answer, order, file.plain_tag(held), held))


async def told(state: State, answer: Answer, order: Order, tag: str, held: Held) -> ASGIResponse:
    proof = await recalling.proof(state, tag, held)
    if proof is None:
        proof = await files.made(state, order, len)
        state.proofs.keep(tag, proof)
    return await answer.respond(msgspec.json.encode(metadata(order.form, order.about, proof)), held)


def metadata(form: Format, about: Description, proof: Proof) -> FileMetadata:
    key = about.resource.key
    return FileMetadata(
        context=CSVW,
        url=about.address,
        media_type=form.media_type,
        rows=proof.rows,
        bytes=proof.bytes,
        sha256=proof.sha256,
        query=about.question,
        release=about.release,
        published_at=about.published_at,
        contract_version=terms.CONTRACT,
        license=terms.LICENSE,
        cite_as=about.cite_as,
        schema=TableSchema(
            columns=[file_column(form, column) for column in about.columns],
            primary_key=key if key in about.names else None,
        ),
    )


def file_column(form: Format, column: Column) -> FileColumn:
    joined = column.kind == "list" and form.suffix in JOINED
    return FileColumn(
        name=column.name,
        datatype=DATATYPES.get(column.kind, "string"),
        required=not column.nullable and column.kind != "nested",
        separator="; " if joined else None,
        description=column.description,
        codes=list(column.codes),
    )
