"""The shared responses: 304, redirects and problems."""

from http import HTTPStatus
from typing import Any

from api.http.errors import MEDIA_TYPE
from api.openapi import examples, headers
from api.openapi.vocabularies import ref
from api.problems.kinds import KINDS
from api.routes.operation import ALIAS, MOVED, NOT_MODIFIED, RELEASED

Response = dict[str, Any]

# Name of the response component → the kinds of problems that it covers.
PROBLEMS: dict[str, tuple[str, ...]] = {
    "InvalidQuery": ("invalid-query",),
    "InvalidChart": ("invalid-query", "not-drawable"),
    "InvalidWorkbook": ("invalid-query", "too-many-rows"),
    "NotFound": ("not-found",),
    "NotAcceptable": ("not-acceptable",),
    "FilesNotFound": ("files-not-here", "not-found"),
    "Gone": ("withdrawn", "removed"),
    "FilesRemoved": ("removed",),
    "UriTooLong": ("uri-too-long",),
    "HeadersTooLarge": ("headers-too-large",),
    "RangeNotSatisfiable": ("range-not-satisfiable",),
    "Internal": ("internal",),
    "Unavailable": ("database-unavailable", "overloaded", "release-not-here", "replica-conflict"),
    "Timeout": ("query-timeout",),
}
# Kind of problem → the headers that only it has.
MORE = {"range-not-satisfiable": ("Accept-Ranges", "Content-Range")}
STATUS = {NOT_MODIFIED: "304", MOVED: "301", ALIAS: "302"}
EVERYWHERE = ("UriTooLong", "HeadersTooLarge", "Internal")
DATABASE = ("Unavailable", "Timeout")


def shared(public_url: str) -> dict[str, Response]:
    return {
        **{name: problem(kinds, public_url) for name, kinds in PROBLEMS.items()},
        NOT_MODIFIED: {
            "description": "Your copy of the response is current.",
            "headers": headers.refs(*RELEASED),
        },
        MOVED: redirect("Another agency replaced this one, from the release of the merger on."),
        ALIAS: redirect("The name is an alias of exactly one agency. `Location` has its URL."),
    }


def redirect(description: str) -> Response:
    return {"description": description, "headers": headers.refs("Location", "Cache-Control")}


def problem(slugs: tuple[str, ...], public_url: str) -> Response:
    kinds = [KINDS[slug] for slug in slugs]
    listed = [f"- `{kind.slug}`: {kind.title}. {kind.about}" for kind in kinds]
    more = ["Retry-After"] if kinds[0].retry_after else [*MORE.get(slugs[0], ())]
    content = {"schema": ref("Problem"), **examples.problems(slugs, public_url)}
    return {
        "description": "\n".join(listed) if len(listed) > 1 else f"{kinds[0].title}. {kinds[0].about}",
        "headers": headers.refs("Cache-Control", *more),
        "content": {MEDIA_TYPE: content},
    }


def failures(*names: str, database: bool = True) -> dict[str, Response]:
    """Reference the problems by status, with those of every operation."""
    all_names = (*names, *EVERYWHERE, *(DATABASE if database else ()))
    by_status = {str(status(name)): {"$ref": f"#/components/responses/{name}"} for name in all_names}
    return dict(sorted(by_status.items()))


def status(name: str) -> int:
    return HTTPStatus(KINDS[PROBLEMS[name][0]].status).value
