"""Examples: real responses, recorded by the tests, which also check that they are current."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from api.http import middleware, ranges
from api.problems import ProblemError
from api.reading.releases import ReleaseRef
from api.routes import operations
from api.routes.operation import Content, Operation
from api.storage import store

RECORDED = Path(__file__).with_name("answers.json")
# The public URL at the time of recording, which is replaced by the current one.
BASE = "http://127.0.0.1:8000"
FIRST = ReleaseRef(number=1, content_sha256="", published_at="")


class ExampleRequest(Struct, frozen=True, kw_only=True, order=True):
    """A request whose response is an example."""

    url: str
    accept: str = "*/*"


FAULTS = {
    "invalid-query": ExampleRequest(url="/v1/staffing-figures?metrik=hires&value__gte=many&release=1"),
    "not-found": ExampleRequest(url="/v1/agencies/us-dhs-iec?release=1"),
    "not-acceptable": ExampleRequest(url="/v1/agencies/us-dhs-ice?release=1", accept="text/html"),
}
# The request id in every example of a problem.
REQUEST_ID = "0f3b8c9a5e7d4d0f9d5b1c2e3a4f5061"
# Problems that a healthy server never returns for release 1, built by the code that raises them.
REFUSALS = {
    "uri-too-long": ProblemError(
        "uri-too-long", f"The query string may have at most {middleware.QUERY_BYTES} bytes."
    ),
    "headers-too-large": middleware.too_large("Accept", middleware.HEADER_BYTES),
    "internal": ProblemError("internal", "The server failed. Report the request_id."),
    "files-not-here": store.not_stored(FIRST),
    "removed": store.outdated(FIRST),
    "range-not-satisfiable": ranges.not_satisfiable(1024),
    "database-unavailable": ProblemError("database-unavailable", "The server cannot reach its database."),
    "query-timeout": ProblemError("query-timeout", "The database did not finish in time."),
}


def requests() -> Iterable[ExampleRequest]:
    """List every request to record: the examples of the operations, and the invalid requests."""
    shown = dict.fromkeys(url for operation in operations() for url in urls(operation))
    yield from (ExampleRequest(url=url) for url in shown)
    yield from FAULTS.values()


def urls(operation: Operation) -> Iterable[str]:
    """List the example URLs of an operation whose responses are text."""
    for response in operation.responses:
        if not isinstance(response, str):
            yield from (each.example for each in response.content if each.example and is_text(each))


def is_text(content: Content) -> bool:
    return not (isinstance(content.schema, dict) and content.schema.get("format") == "binary")


@cache
def recorded(public_url: str) -> dict[str, Any]:
    text = RECORDED.read_text(encoding="utf-8") if RECORDED.exists() else "{}"
    responses: dict[str, Any] = msgspec.json.decode(text.replace(BASE, public_url))
    return responses


def shown(request: ExampleRequest, public_url: str) -> dict[str, Any]:
    """Build the `examples` of a media type, or nothing if the response was not recorded."""
    key = name(request)
    body = recorded(public_url).get(key)
    return {} if body is None else {"examples": {"recorded": {"summary": f"GET {key}", "value": body}}}


def name(request: ExampleRequest) -> str:
    return request.url + ("" if request.accept == "*/*" else f" with Accept: {request.accept}")


def problems(slugs: Iterable[str], public_url: str) -> dict[str, Any]:
    for slug in slugs:
        if slug in FAULTS:
            return shown(FAULTS[slug], public_url)
        if slug in REFUSALS:
            body = msgspec.to_builtins(REFUSALS[slug].problem(public_url, REQUEST_ID))
            return {"examples": {slug: {"summary": body["title"], "value": body}}}
    return {}
