"""The answers an operation may give: what was asked for, 304, a redirect, or a problem."""

from http import HTTPStatus
from typing import Any

from api import files, negotiation, problems
from api.citing import formats as citing
from api.contract import examples, headers, links
from api.contract.vocabularies import ref
from api.failures import MEDIA_TYPE
from api.formats import Format
from api.resource import Resource

Response = dict[str, Any]

# The shared answers: their status, the kinds of problems behind it, and what they say beside the problem.
PROBLEMS: dict[str, tuple[str, ...]] = {
    "InvalidQuery": ("invalid-query",),
    "InvalidWorkbook": ("invalid-query", "too-many-rows"),
    "NotFound": ("not-found",),
    "NotAcceptable": ("not-acceptable",),
    "FilesNotFound": ("files-not-here", "not-found"),
    "Gone": ("withdrawn", "removed"),
    "FilesRemoved": ("removed",),
    "UriTooLong": ("uri-too-long",),
    "RangeNotSatisfiable": ("range-not-satisfiable",),
    "Internal": ("internal",),
    "Unavailable": ("database-unavailable", "overloaded", "release-not-here", "replica-conflict"),
    "Timeout": ("query-timeout",),
}
# Headers that only one kind of problem has.
MORE = {"range-not-satisfiable": ("Accept-Ranges", "Content-Range")}
EVERYWHERE = ("UriTooLong", "Internal")
DATABASE = ("Unavailable", "Timeout")


def shared(public_url: str) -> dict[str, Response]:
    return {
        **{name: problem(kinds, public_url) for name, kinds in PROBLEMS.items()},
        "NotModified": {
            "description": "You have this very answer.",
            "headers": headers.refs(*headers.HELD),
        },
        "MovedForGood": redirect("Another agency took its place, from the release of the merger on."),
        "Alias": redirect("The name is an alias of exactly one agency, found there."),
    }


def redirect(description: str) -> Response:
    return {"description": description, "headers": headers.refs("Location", "Cache-Control")}


def problem(slugs: tuple[str, ...], public_url: str) -> Response:
    kinds = [problems.KINDS[slug] for slug in slugs]
    listed = [f"- `{kind.slug}`: {kind.title}. {kind.about}" for kind in kinds]
    more = ["Retry-After"] if kinds[0].retry_after else [*MORE.get(slugs[0], ())]
    content = {"schema": ref("Problem"), **examples.problems(slugs, public_url)}
    return {
        "description": "\n".join(listed) if len(listed) > 1 else f"{kinds[0].title}. {kinds[0].about}",
        "headers": headers.refs("Cache-Control", *more),
        "content": {MEDIA_TYPE: content},
    }


def failures(*names: str, database: bool = True) -> dict[str, Response]:
    """By status, with what every operation may fail of."""
    wanted = (*names, *EVERYWHERE, *(DATABASE if database else ()))
    found = {str(status(name)): {"$ref": f"#/components/responses/{name}"} for name in wanted}
    return dict(sorted(found.items()))


def status(name: str) -> int:
    return HTTPStatus(problems.KINDS[PROBLEMS[name][0]].status).value


NOT_MODIFIED = {"304": {"$ref": "#/components/responses/NotModified"}}
MOVED = {
    "301": {"$ref": "#/components/responses/MovedForGood"},
    "302": {"$ref": "#/components/responses/Alias"},
}


def page(resource: Resource, public_url: str, *, negotiated: bool) -> dict[str, Response]:
    suffix = "" if negotiated else ".json"
    shown = examples.of_list(resource, suffix, public_url)
    content: dict[str, Any] = {negotiation.JSON: {"schema": ref(f"{resource.label}Page"), **shown}}
    if negotiated:
        content |= {media_type: {"schema": {"type": "string"}} for media_type in files.OFFERED}
    return {
        "200": {
            "description": "A page of the records that match.",
            "headers": headers.refs(*headers.HELD),
            "content": content,
            "links": links.of_page(resource),
        }
    } | NOT_MODIFIED


def file(resource: Resource, form: Format, public_url: str) -> dict[str, Response]:
    shown = examples.of_list(resource, form.suffix, public_url)
    return {
        "200": {
            "description": "Every record that matches. A transfer that ends early was cut.",
            "headers": headers.refs(*headers.HELD, *headers.FILE, *headers.PROOF),
            "content": {form.media_type: {"schema": file_schema(resource, form), **shown}},
        }
    } | NOT_MODIFIED


def file_schema(resource: Resource, form: Format) -> dict[str, Any]:
    if form.library is not None:
        return {"type": "string", "format": "binary"}
    if form.located:
        return ref(f"{resource.label}Features")
    rows = {"type": "array", "items": ref(f"{resource.label}Row")}
    return rows if form.media_type == negotiation.JSON else {"type": "string"}


def metadata(resource: Resource, form: Format, public_url: str) -> dict[str, Response]:
    shown = examples.of_list(resource, form.suffix + files.METADATA, public_url)
    return {
        "200": {
            "description": "What the file holds, and what proves that a copy of it is whole.",
            "headers": headers.refs(*headers.HELD),
            "content": {negotiation.JSON: {"schema": ref("FileMetadata"), **shown}},
        }
    } | NOT_MODIFIED


def record(shape: str, address: str, public_url: str, onward: links.Links) -> dict[str, Response]:
    shown = examples.shown(examples.Asked(address=address), public_url)
    return {
        "200": {
            "description": "The record.",
            "headers": headers.refs(*headers.HELD),
            "content": {negotiation.JSON: {"schema": ref(shape), **shown}},
            **({"links": onward} if onward else {}),
        }
    } | NOT_MODIFIED


def cite(resource: Resource, public_url: str) -> dict[str, Response]:
    content = {form.media_type: cited(resource, form, public_url) for form in citing.FORMATS}
    shown = examples.shown(examples.Asked(address=examples.cite(resource, "")), public_url)
    return citation({negotiation.JSON: {"schema": ref("CiteAnswer"), **shown}, **content})


def cite_as(resource: Resource, form: citing.CiteFormat, public_url: str) -> dict[str, Response]:
    return citation({form.media_type: cited(resource, form, public_url)})


def cited(resource: Resource, form: citing.CiteFormat, public_url: str) -> dict[str, Any]:
    schema = ref("CslItems") if form.media_type.endswith("+json") else {"type": "string"}
    address = examples.cite(resource, form.suffix)
    return {"schema": schema, **examples.shown(examples.Asked(address=address), public_url)}


def citation(content: dict[str, Any]) -> dict[str, Response]:
    return {
        "200": {
            "description": "The citation.",
            "headers": headers.refs(*headers.HELD),
            "content": content,
        }
    } | NOT_MODIFIED


def plain(
    description: str, media_type: str, schema: dict[str, Any], *names: str, example: Any = None
) -> dict[str, Response]:
    """An answer of the service itself, made without a release."""
    shown = {} if example is None else {"example": example}
    return {
        "200": {
            "description": description,
            "headers": headers.refs("Cache-Control", *names),
            "content": {media_type: {"schema": schema, **shown}},
        }
    }
