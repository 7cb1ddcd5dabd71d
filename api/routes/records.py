"""The operations of every resource: its list, in pages, and a single record."""

from collections.abc import Iterator
from typing import Any

from litestar.response.base import ASGIResponse

from api.catalog import links
from api.catalog.resource import Resource
from api.database import fetch
from api.discovery import schema_org
from api.http.envelope import Envelope, Related
from api.http.negotiation import JSON
from api.problems import ProblemError
from api.query import cost, keyset, parameters
from api.query.parsing import Question
from api.reading import covered, held, missing, named_ids
from api.reading.held import Held
from api.routes import file_parts, files
from api.routes.asked import Asked
from api.routes.choose_release import if_named
from api.routes.feed_formats import feed_links
from api.routes.operation import (
    ALIAS,
    MOVED,
    NOT_MODIFIED,
    Content,
    Operation,
    Response,
    example_of_list,
    example_of_record,
    record_response,
    title,
)
from api.routes.whole_record import whole


def operations(resource: Resource) -> Iterator[Operation]:
    yield list_records(resource)
    yield list_as_json(resource)


def list_records(resource: Resource) -> Operation:
    """Define the list in the format that the client prefers."""
    by_type = {form.media_type: files.download(resource, form) for form in files.NEGOTIATED}
    as_text = [Content(media_type=each, schema={"type": "string"}) for each in by_type]
    return Operation(
        path=resource.path,
        id=f"list{resource.collection}",
        summary=f"List {resource.plural}",
        description=f"{resource.about} Returns one page; follow `links.next` for more. With "
        "`Accept: text/csv` or `application/x-ndjson`, the server returns the file.",
        tag=title(resource),
        resource=resource,
        query=parameters.page_values(resource),
        explain=parameters.UNAVAILABLE,
        negotiated=True,
        alternatives=by_type,
        release=if_named,
        exists=True,
        related=feed_links(resource),
        also=file_parts.HEADERS,
        responses=(page_response(resource, "", *by_type), files.part_response(*as_text), NOT_MODIFIED),
        problems=("InvalidQuery", "NotFound", "NotAcceptable", "RangeNotSatisfiable"),
        answer=page,
    )


def list_as_json(resource: Resource) -> Operation:
    return Operation(
        path=f"{resource.path}.json",
        id=f"list{resource.collection}Json",
        summary=f"List {resource.plural}, always as JSON",
        description=f"{resource.about} Returns one page; follow `links.next` for more.",
        tag=title(resource),
        resource=resource,
        query=parameters.page_values(resource),
        explain=parameters.UNAVAILABLE,
        release=if_named,
        exists=True,
        related=feed_links(resource),
        responses=(page_response(resource, ".json"), NOT_MODIFIED),
        problems=("InvalidQuery", "NotFound"),
        answer=page,
    )


def page_response(resource: Resource, suffix: str, *others: str) -> Response:
    shown = Content(
        media_type=JSON, schema=f"{resource.label}Page", example=example_of_list(resource, suffix)
    )
    files = (Content(media_type=each, schema={"type": "string"}) for each in others)
    return Response(
        description="A page of matching records.",
        content=(shown, *files),
        links=links.of_page(resource),
    )


async def page(asked: Asked) -> ASGIResponse:
    row = await rows(asked, asked.question)
    envelope = asked.envelope(asked.remember(row))
    following = None
    if row["last"] is not None:
        following = envelope.url_of(
            envelope.path, release=str(envelope.release.number), after=str(row["last"]), count=None
        )
    if row["bodies"] is None:
        return await empty_page(asked, envelope, row["count"])
    body = envelope.page(keyset.page_bodies(row), following, row["count"])
    return await envelope.respond(body, following)


async def empty_page(asked: Asked, envelope: Envelope, count: int | None) -> ASGIResponse:
    """Respond with a page without records: what the release holds instead, and where its coverage is."""
    release, resource = envelope.release.number, asked.resource
    held_instead = await what_is_held(asked, release)
    query = await covered.query(asked.pool, resource, asked.question, release)
    coverage = f"{covered.COVERAGE.path}?{query}" if query else None
    return await envelope.respond(envelope.page(b"", None, count, held_instead, coverage))


async def what_is_held(asked: Asked, release: int) -> list[Held]:
    """Read what the release holds instead of a list without records. A page after the last record is none."""
    if "after" in asked.question.values:
        return []
    return await held.read(asked.pool, asked.resource, asked.question, release)


async def rows(asked: Asked, question: Question) -> Any:
    """Read one row: the release, `bodies`, `last` and `count`. Raises 404 for an unknown id."""
    pool, resource = asked.pool, asked.resource
    sql, args = keyset.page(resource, question, asked.number)
    row = await fetch.row(pool, sql, args, cost.of_page(resource, question))
    release = asked.remember(row)
    if not row["found"]:
        problem = await missing.absent(pool, resource, question.get("after"), release.number)
        # The list exists and only its start does not, so this is 404 even for a withdrawn record.
        raise ProblemError("not-found", problem.detail, **problem.members)
    if not row["named"]:
        await named_ids.check(pool, resource, question, release.number)
    return row


def record_operations(resource: Resource) -> Iterator[Operation]:
    yield get_record(resource, "", negotiated=True)
    yield get_record(resource, ".json", negotiated=False)


def get_record(resource: Resource, suffix: str, *, negotiated: bool) -> Operation:
    return Operation(
        path=resource.record_path + suffix,
        canonical=resource.record_path,
        id=f"get{resource.label}" + ("" if negotiated else "Json"),
        summary=f"Read one {resource.singular}" + ("" if negotiated else ", always as JSON"),
        description=f"One {resource.singular} by its {resource.key}.{about_aliases(resource)}",
        tag=title(resource),
        resource=resource,
        query=parameters.record_values(resource),
        negotiated=negotiated,
        release=if_named,
        related=(*dataset_links(resource), page_link(resource)),
        responses=(record_answer(resource, suffix), NOT_MODIFIED, *redirects(resource)),
        problems=("InvalidQuery", "NotFound", *not_acceptable(negotiated=negotiated), *gone(resource)),
        answer=record,
    )


def record_answer(resource: Resource, suffix: str) -> Response:
    example = example_of_record(resource, suffix)
    return record_response(f"{resource.label}Answer", example, links.of_record(resource))


def about_aliases(resource: Resource) -> str:
    known = " If the name is an alias of exactly one agency, the response redirects to it."
    return known if resource.aliases else ""


def redirects(resource: Resource) -> tuple[str, ...]:
    if resource.aliases:
        return (MOVED, ALIAS)
    return (MOVED,) if resource.moves else ()


def not_acceptable(*, negotiated: bool) -> tuple[str, ...]:
    return ("NotAcceptable",) if negotiated else ()


def gone(resource: Resource) -> tuple[str, ...]:
    """List the 410 problem, except for releases, which are never withdrawn."""
    return ("Gone",) if resource.key == "id" else ()


def dataset_links(resource: Resource) -> tuple[Related, ...]:
    """Link a release to its machine-readable description and to its files."""
    if not resource.dataset:
        return ()
    path = resource.record_path
    return (
        Related(relation="describedby", media_type=schema_org.MEDIA_TYPE, path=f"{path}.jsonld"),
        Related(relation="contents", media_type=JSON, path=f"{path}/files"),
    )


def page_link(resource: Resource) -> Related:
    """Link a record to its page for people, whose path is that of the record without `/v1`."""
    path = resource.record_path.removeprefix("/v1")
    return Related(relation="alternate", media_type="text/html", path=path, pinned=True)


async def record(asked: Asked) -> ASGIResponse:
    release, body = await whole(asked, asked.question.get("include", ()))
    return await asked.respond_record(release, body)
