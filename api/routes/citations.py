"""`/v1/{resource}/{id}/cite`: citations as text, and in the formats of reference managers."""

from collections.abc import Iterator, Mapping

import msgspec
from litestar.response.base import ASGIResponse
from msgspec import Struct

from api.catalog.resource import Resource
from api.cite import apa
from api.cite.formats import FORMATS, CiteFormat
from api.cite.lookup import ReleaseRecords, load_work
from api.cite.work import Work
from api.http.envelope import Representation
from api.http.negotiation import JSON
from api.query import parameters
from api.reading.releases import ReleaseRef
from api.routes.asked import Asked
from api.routes.choose_release import named_or_newest
from api.routes.operation import (
    NOT_MODIFIED,
    Content,
    Operation,
    Response,
    Schema,
    example_of_record,
    fill_path,
    pascal,
    title,
)
from api.routes.records import gone, redirects

DESCRIPTION = (
    "Citations ready to copy, in APA style and as newsroom text. Each names the release, its date and the "
    "pinned URL. `formats` has the URLs of CSL-JSON, BibTeX and RIS, which you can also request with "
    "`Accept`."
)


class CiteAddress(Struct, frozen=True, kw_only=True):
    """A machine-readable format of the citation, and its URL."""

    media_type: str
    url: str


class Cite(Struct, frozen=True, kw_only=True):
    """Citations of a record as text. Each names the release, its date and the pinned URL.

    `apa` is the reference-list entry, `apa_in_text` the in-text citation, and `newsroom` plain sentences.
    `title` is what the record states, in words; null for a source without a known title.
    """

    title: str | None
    apa: str
    apa_in_text: str
    newsroom: str
    formats: list[CiteAddress]


def operations(resource: Resource) -> Iterator[Operation]:
    by_type = {form.media_type: cite_as(resource, form) for form in FORMATS}
    yield cite(resource, by_type)
    yield from by_type.values()


def cite(resource: Resource, alternatives: Mapping[str, Operation]) -> Operation:
    """Define the citation in the format that the client prefers."""
    contents = [cite_content(resource, form) for form in FORMATS]
    as_json = Content(media_type=JSON, schema="CiteAnswer", example=example_of_record(resource, "/cite"))
    return Operation(
        path=f"{resource.record_path}/cite",
        id=f"cite{resource.label}",
        summary=f"Cite one {resource.singular}",
        description=DESCRIPTION,
        tag=title(resource),
        resource=resource,
        query=parameters.moment_values(),
        negotiated=True,
        alternatives=alternatives,
        release=named_or_newest,
        responses=(citation(as_json, *contents), NOT_MODIFIED, *redirects(resource)),
        problems=("InvalidQuery", "NotFound", "NotAcceptable", *gone(resource)),
        answer=cite_as_json,
    )


def cite_as(resource: Resource, form: CiteFormat) -> Operation:
    async def answer(asked: Asked) -> ASGIResponse:
        release, work = await cited_work(asked)
        return await asked.respond(release, form.write(work))

    return Operation(
        path=f"{resource.record_path}/cite{form.suffix}",
        id=f"cite{resource.label}{pascal(form.suffix)}",
        summary=f"Cite one {resource.singular} as {form.suffix}",
        description=form.about,
        tag=title(resource),
        resource=resource,
        query=parameters.moment_values(),
        form=Representation(media_type=form.media_type, content_type=form.content_type),
        release=named_or_newest,
        responses=(citation(cite_content(resource, form)), NOT_MODIFIED, *redirects(resource)),
        problems=("InvalidQuery", "NotFound", *gone(resource)),
        answer=answer,
    )


def citation(*content: Content) -> Response:
    return Response(description="The citation.", content=content)


def cite_content(resource: Resource, form: CiteFormat) -> Content:
    schema: Schema | str = "CslItems" if form.media_type.endswith("+json") else {"type": "string"}
    example = example_of_record(resource, f"/cite{form.suffix}")
    return Content(media_type=form.media_type, schema=schema, example=example)


async def cited_work(asked: Asked) -> tuple[ReleaseRef, Work]:
    """Read the record and its best evidence, as a work to cite."""
    release, row = await asked.find()
    record = msgspec.json.decode(row["body"], type=asked.resource.record)
    records = ReleaseRecords(asked.pool, asked.services.record_loader, release.number)
    url = f"{asked.public_url}{fill_path(asked.resource.record_path, asked.key)}"
    return release, await load_work(record, records, release, url)


async def cite_as_json(asked: Asked) -> ASGIResponse:
    release, work = await cited_work(asked)
    cite = f"{asked.public_url}{asked.operation.path_to(asked.key)}"
    return await asked.respond_record(release, msgspec.json.encode(citation_texts(work, cite, release)))


def citation_texts(work: Work, url: str, release: ReleaseRef) -> Cite:
    return Cite(
        title=work.title,
        apa=apa.reference(work),
        apa_in_text=apa.in_text(work),
        newsroom=apa.newsroom(work),
        formats=[
            CiteAddress(media_type=form.media_type, url=f"{url}{form.suffix}?release={release.number}")
            for form in FORMATS
        ],
    )
