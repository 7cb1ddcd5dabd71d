"""One range of the bytes of a file: the request headers that ask for it."""

from api.http import negotiation
from api.http.ranges import Part, requested_part
from api.routes.operation import Schema
from api.state import AppRequest

RANGE: Schema = {
    "name": "Range",
    "in": "header",
    "required": False,
    "description": "One range of bytes: `bytes=0-1023`, `bytes=1024-`, or the last bytes as `bytes=-1024`.",
    "schema": {"type": "string"},
    "example": "bytes=0-99",
}
IF_RANGE: Schema = {
    "name": "If-Range",
    "in": "header",
    "required": False,
    "description": "The `ETag` of the file that the part belongs to. If the file has another `ETag`, the "
    "server sends the whole file.",
    "schema": {"type": "string"},
}
HEADERS = {"range": RANGE, "if_range": IF_RANGE}


def part_of(request: AppRequest, etag: str) -> Part | None:
    """The part of the file with this ETag that the request wants. None for the whole file."""
    return requested_part(header(request, b"range"), header(request, b"if-range"), etag)


def is_bound(request: AppRequest) -> bool:
    """Whether the request says to which file the part belongs."""
    return header(request, b"if-range") is not None


def header(request: AppRequest, name: bytes) -> str | None:
    return negotiation.header(request.scope, name)
