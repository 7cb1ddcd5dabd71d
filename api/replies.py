"""A whole answer as ASGI sends it, and the tags by which a client says that it has one."""

from http import HTTPStatus
from typing import TypeAlias

from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

# Set in the scope of a HEAD request, which is routed as a GET.
HEAD = "muster_head"
# The headers of a response as ASGI has them.
Fields: TypeAlias = list[tuple[bytes, bytes]]


class Reply(ASGIResponse):
    """A whole answer: nothing is added to its headers but the length of a body."""

    def __init__(self, status: int, fields: Fields, body: bytes = b"") -> None:  # skips the parent's
        self.status, self.fields, self.sent = status, fields, body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        fields = self.fields
        # a HEAD has no body to measure: who knows the length of GET's says it
        if self.status != HTTPStatus.NOT_MODIFIED and HEAD not in scope:
            fields = [*fields, (b"content-length", b"%d" % len(self.sent))]
        await send({"type": "http.response.start", "status": self.status, "headers": fields})
        await send({"type": "http.response.body", "body": self.sent, "more_body": False})


def tags_of(header: str | None) -> set[str]:
    """What `If-None-Match` names; a weak tag counts as the strong one."""
    return {tag.strip().removeprefix("W/") for tag in header.split(",")} if header else set()
