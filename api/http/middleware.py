"""The outer middleware: canonical URLs, HEAD and OPTIONS, size limits, the headers of every response."""

import re
from collections.abc import Sequence
from typing import Any

from litestar.types import ASGIApp, Receive, Scope, Send

from api import about
from api.http.confidential import is_confidential, uncached
from api.http.errors import ALLOW, MEDIA_TYPE, problem_body
from api.http.negotiation import READ
from api.http.responses import HEAD
from api.problems import ProblemError

EXPOSED = (
    "ETag, Link, Content-Location, Content-Disposition, Content-Length, Content-Range, Accept-Ranges, "
    "Repr-Digest, Retry-After, Muster-Release, Muster-Contract, Muster-Rows"
)
ALWAYS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", EXPOSED.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"muster-contract", str(about.CONTRACT).encode()),
]
# `*` is safe without credentials. The names are for old browsers, which ignore `*`; it excludes
# Authorization.
ALLOWED = (
    "*, Accept, Accept-Encoding, Accept-Language, Authorization, Cache-Control, Content-Type, If-Match, "
    "If-Modified-Since, If-None-Match, If-Range, Pragma, Range, Traceparent, Tracestate, User-Agent, "
    "X-Requested-With"
)
PREFLIGHT = [
    (b"allow", ALLOW.encode()),
    (b"access-control-allow-methods", ALLOW.encode()),
    (b"access-control-allow-headers", ALLOWED.encode()),
    (b"access-control-max-age", b"86400"),
    (b"cache-control", b"public, max-age=86400"),
    *ALWAYS,
]
# The maximum length of a query string in bytes.
QUERY_BYTES = 8192
METHODS = frozenset(ALLOW.split(", "))
# The maximum size in bytes of one header that is parsed, and of all headers of a request.
HEADER_BYTES, HEADERS_BYTES = 8192, 32768
DOUBLED = re.compile("/{2,}")


class EdgeMiddleware:
    """Wraps the application, because Litestar routes a request before it runs its own middleware."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app, self.public_url = app, public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        target: Any = scope
        if target["type"] != "http":
            await self.app(scope, receive, send)
            return
        if is_confidential(target):
            send = without_caching(send)
        if b"%" in raw_path(target):
            await self.send_problem(send, percent_encoded(), target)
        elif (canonical := canonical_path(target["path"])) != target["path"]:
            await respond(send, 308, [(b"location", self.location(target, canonical)), *ALWAYS])
        elif (error := oversized(target)) is not None:
            await self.send_problem(send, error, target)
        else:
            await self.forward(target, receive, send)

    async def forward(self, target: Any, receive: Receive, send: Send) -> None:
        if target["method"] == "HEAD":
            head: Any = {**target, "method": "GET", HEAD: True}
            await self.app(head, receive, without_body(with_headers(send)))
        elif target["method"] == "OPTIONS":
            await self.app(target, receive, preflight(send))
        else:
            await self.app(target, receive, with_headers(send))

    def location(self, scope: Any, path: str) -> bytes:
        query = scope["query_string"]
        return (self.public_url + path).encode("ascii", "replace") + (b"?" + query if query else b"")

    async def send_problem(self, send: Send, error: ProblemError, scope: Any) -> None:
        body = problem_body(error, self.public_url, scope)
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"cache-control", error.kind.cache.encode()),
            *ALWAYS,
        ]
        to_client = without_body(send) if scope["method"] == "HEAD" else send
        await respond(to_client, error.kind.status, headers, body)


def raw_path(scope: Any) -> bytes:
    path: bytes = scope.get("raw_path") or b""
    return path.partition(b"?")[0]


def percent_encoded() -> ProblemError:
    """Return the problem for a percent-encoded path: a second spelling would be a second entry in every
    cache.
    """
    return ProblemError("not-found", "Paths on this server have no percent-encoding.")


def oversized(target: Any) -> ProblemError | None:
    """Return the problem if the query string or the headers exceed their limits.

    The query string of a method that no URL allows is never read: the response names the methods instead.
    """
    if len(target["query_string"]) > QUERY_BYTES and target["method"] in METHODS:
        return ProblemError("uri-too-long", f"The query string may have at most {QUERY_BYTES} bytes.")
    return oversized_headers(target["headers"])


def oversized_headers(headers: Sequence[tuple[bytes, bytes]]) -> ProblemError | None:
    """Return the problem if a parsed header or all headers exceed their limit.

    Repeated headers are added up.
    """
    total = sum(len(name) + len(text) for name, text in headers)
    if total <= HEADER_BYTES:
        return None
    if total > HEADERS_BYTES:
        return too_large("The request headers", HEADERS_BYTES)
    sizes = dict.fromkeys(READ, 0)
    for name, text in headers:
        if name in sizes:
            sizes[name] += len(text)
    name = max(sizes, key=sizes.__getitem__)
    return too_large(name.decode().title(), HEADER_BYTES) if sizes[name] > HEADER_BYTES else None


def too_large(what: str, limit: int) -> ProblemError:
    return ProblemError("headers-too-large", f"{what} may have at most {limit} bytes.")


def canonical_path(path: str) -> str:
    """Return the path without doubled or trailing slashes."""
    return (DOUBLED.sub("/", path) if "//" in path else path).rstrip("/") or "/"


async def respond(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes = b"") -> None:
    length = [] if status == 204 else [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def with_headers(send: Send) -> Send:
    async def send_wrapped(message: Any) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *ALWAYS]
        await send(message)

    return send_wrapped


def without_caching(send: Send) -> Send:
    """Let no cache keep the response, whatever it is: its URL, and often its body, is confidential."""

    async def send_wrapped(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": uncached(message["headers"])}
        await send(message)

    return send_wrapped


def without_body(send: Send) -> Send:
    """Send the headers of the GET response without its body, for HEAD."""

    async def send_wrapped(message: Any) -> None:
        if message["type"] == "http.response.start":
            await send(message)
        elif not message.get("more_body"):
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return send_wrapped


def preflight(send: Send) -> Send:
    """Replace the headers of the 204 that Litestar sends for OPTIONS on an existing route."""

    async def send_wrapped(message: Any) -> None:
        if message["type"] == "http.response.start" and message["status"] == 204:
            message = {**message, "headers": PREFLIGHT}
        elif message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *ALWAYS]}
        await send(message)

    return send_wrapped
