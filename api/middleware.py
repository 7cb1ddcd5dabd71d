"""Around the application: one canonical address, HEAD and OPTIONS, the headers every answer has."""

import re
from typing import Any

import msgspec
from litestar.types import ASGIApp, Receive, Scope, Send

from api import terms
from api.failures import ALLOW, MEDIA_TYPE
from api.problems import Refusal
from api.replies import HEAD

EXPOSED = (
    "ETag, Link, Content-Location, Content-Disposition, Content-Length, Content-Range, Accept-Ranges, "
    "Repr-Digest, Retry-After, Muster-Release, Muster-Contract, Muster-Rows"
)
ALWAYS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", EXPOSED.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"muster-contract", str(terms.CONTRACT).encode()),
]
PREFLIGHT = [
    (b"allow", ALLOW.encode()),
    (b"access-control-allow-methods", ALLOW.encode()),
    (b"access-control-allow-headers", b"If-None-Match, Accept, Range, If-Range"),
    (b"access-control-max-age", b"86400"),
    (b"cache-control", b"public, max-age=86400"),
    *ALWAYS,
]
DOUBLED = re.compile("/{2,}")


class Edge:
    """Litestar routes before it runs middleware, so what decides about routing stands around it."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app, self.public_url = app, public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        target: Any = scope
        if target["type"] != "http":
            await self.app(scope, receive, send)
            return
        if b"%" in raw_path(target):
            # a second spelling of an address would be a second answer in every cache
            await self.refuse(
                send, Refusal("not-found", "No address here is percent-encoded."), target["method"]
            )
        elif (canonical := canonical_path(target["path"])) != target["path"]:
            await answer(send, 308, [(b"location", self.location(target, canonical)), *ALWAYS])
        elif len(target["query_string"]) > terms.QUERY_BYTES:
            await self.refuse(
                send, Refusal("uri-too-long", f"At most {terms.QUERY_BYTES} bytes."), target["method"]
            )
        elif target["method"] == "HEAD":
            head: Any = {**target, "method": "GET", HEAD: True}
            await self.app(head, receive, without_body(with_headers(send)))
        elif target["method"] == "OPTIONS":
            await self.app(scope, receive, preflight(send))
        else:
            await self.app(scope, receive, with_headers(send))

    def location(self, scope: Any, path: str) -> bytes:
        query = scope["query_string"]
        return (self.public_url + path).encode("ascii", "replace") + (b"?" + query if query else b"")

    async def refuse(self, send: Send, refusal: Refusal, method: str) -> None:
        body = b"" if method == "HEAD" else msgspec.json.encode(refusal.problem(self.public_url))
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"cache-control", refusal.kind.cache.encode()),
            *ALWAYS,
        ]
        await answer(send, refusal.kind.status, headers, body)


def raw_path(scope: Any) -> bytes:
    found: bytes = scope.get("raw_path") or b""
    return found.partition(b"?")[0]


def canonical_path(path: str) -> str:
    """Without doubled or trailing slashes."""
    return (DOUBLED.sub("/", path) if "//" in path else path).rstrip("/") or "/"


async def answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes = b"") -> None:
    length = [] if status == 204 else [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def with_headers(send: Send) -> Send:
    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *ALWAYS]
        await send(message)

    return sending


def without_body(send: Send) -> Send:
    """HEAD: the headers of GET."""

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            await send(message)
        elif not message.get("more_body"):
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return sending


def preflight(send: Send) -> Send:
    """Litestar answers OPTIONS with 204 where a route exists; the headers are ours."""

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start" and message["status"] == 204:
            message = {**message, "headers": PREFLIGHT}
        elif message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *ALWAYS]}
        await send(message)

    return sending
