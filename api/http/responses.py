"""A complete ASGI response, and the ETags that a request lists."""

from http import HTTPStatus
from typing import TypeAlias

from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

# Set in the scope of a HEAD request, which is routed as a GET.
HEAD = "muster_head"
# The headers of a response as ASGI has them.
HeaderList: TypeAlias = list[tuple[bytes, bytes]]


class BodyResponse(ASGIResponse):
    """A complete response. Only `Content-Length` is added to its headers."""

    def __init__(self, status: int, fields: HeaderList, body: bytes = b"") -> None:  # skips the parent's
        self.status, self.fields, self.sent = status, fields, body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        fields = self.fields
        # HEAD has no body to measure; a caller who knows the length of GET's sets it
        if self.status != HTTPStatus.NOT_MODIFIED and HEAD not in scope:
            fields = [*fields, (b"content-length", b"%d" % len(self.sent))]
        await send({"type": "http.response.start", "status": self.status, "headers": fields})
        await send({"type": "http.response.body", "body": self.sent, "more_body": False})


def parse_etags(header: str | None) -> set[str]:
    """Parse `If-None-Match` into ETags. A weak ETag counts as the strong one.

    This is our own code because Litestar's `ETag` parses a single tag. werkzeug's `parse_etags` adds only
    commas inside a tag, which our tags never contain, and tags without quotation marks, which are invalid.
    """
    return {tag.strip().removeprefix("W/") for tag in header.split(",")} if header else set()
