"""Lists as files: every matching record, through the spool, so that a broken transfer is visible."""

from collections.abc import Iterator

from litestar.response.base import ASGIResponse

from api.catalog.resource import Resource
from api.catalog.values import Value
from api.exports import plan
from api.exports.formats import FORMATS, Format
from api.exports.plan import METADATA
from api.http.envelope import Related, Representation
from api.http.negotiation import JSON
from api.query import parameters
from api.routes import file_download
from api.routes.asked import Asked
from api.routes.choose_release import named_or_newest
from api.routes.file_parts import HEADERS as PART_HEADERS
from api.routes.operation import (
    NOT_MODIFIED,
    RELEASED,
    Content,
    Operation,
    Response,
    Schema,
    example_of_list,
    pascal,
    title,
)

# The formats that a list has for a client whose `Accept` header prefers one.
NEGOTIATED = tuple(form for form in FORMATS if form.suffix in {".csv", ".ndjson"})
# Only if known before the first byte is sent.
PROOF = ("Content-Length", "Muster-Rows", "Repr-Digest")
FILE = (*RELEASED, "Content-Disposition", "Accept-Ranges", *PROOF)
IN_PARTS = (
    "A file of at most `whole_file_bytes_max` bytes (`/v1/config`) has a length, also for HEAD, and you can "
    "request one range of it. So does a stored table of any size. If the URL names no `release`, send the "
    "`ETag` of the file as `If-Range`."
)


def operations(resource: Resource, form: Format) -> Iterator[Operation]:
    yield download(resource, form)


def download(resource: Resource, form: Format) -> Operation:
    path = plan.path_of(resource, form)

    async def answer(asked: Asked) -> ASGIResponse:
        return await file_download.respond(asked, form)

    return Operation(
        path=path,
        id=f"download{resource.collection}{pascal(form.suffix)}",
        summary=f"Download {resource.plural} as {form.suffix}",
        description=f"Every matching record, by {resource.usual_order} unless you pass `sort`. {form.about} "
        f"{IN_PARTS}",
        tag=title(resource),
        resource=resource,
        query=file_parameters(resource, form),
        also=PART_HEADERS,
        explain=parameters.PAGE_ONLY,
        form=representation(form),
        release=named_or_newest,
        related=(Related(relation="describedby", media_type=JSON, path=f"{path}{METADATA}", pinned=True),),
        responses=(
            file_response(resource, form),
            part_response(Content(media_type=form.media_type, schema=part_schema(resource, form))),
            NOT_MODIFIED,
        ),
        problems=(*file_problems(form), "RangeNotSatisfiable"),
        answer=answer,
    )


def file_parameters(resource: Resource, form: Format) -> dict[str, Value]:
    return {**parameters.file_values(resource), **form.parameters}


def file_problems(form: Format) -> tuple[str, ...]:
    return ("InvalidQuery" if form.max_rows is None else "InvalidWorkbook", "NotFound")


def representation(form: Format) -> Representation:
    """Describe the format. Files written by a library are already compressed."""
    return Representation(
        media_type=form.media_type,
        content_type=form.content_type,
        kind=form.kind,
        compressible=form.library is None,
    )


def file_response(resource: Resource, form: Format) -> Response:
    example = example_of_list(resource, form.suffix)
    return Response(
        description="Every matching record. A transfer that ends early is incomplete.",
        headers=FILE,
        content=(Content(media_type=form.media_type, schema=file_schema(resource, form), example=example),),
    )


def part_response(*content: Content) -> Response:
    return Response(
        status=206,
        description="The requested part of the file.",
        headers=(*FILE, "Content-Range"),
        content=content,
    )


def part_schema(resource: Resource, form: Format) -> Schema | str:
    """A part of JSON is no JSON. Lines of JSON are described as text anyway."""
    whole = file_schema(resource, form)
    return whole if isinstance(whole, dict) and whole.get("type") == "string" else {}


def file_schema(resource: Resource, form: Format) -> Schema | str:
    if form.library is not None:
        return {"type": "string", "format": "binary"}
    if form.needs_point:
        return f"{resource.label}Features"
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{resource.label}Row"}}
    return rows if form.media_type == JSON else {"type": "string"}
