"""What surrounds the rows of an answer: its address, tag, caching, links and envelope."""

import asyncio
import base64
import gzip
import hashlib
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send
from msgspec import Struct

from api import negotiation, terms
from api.query import Question
from api.releases import Held

PINNED = "public, max-age=86400, stale-while-revalidate=604800"
# Set in the scope of a HEAD request, which is routed as a GET.
HEAD = "muster_head"
LIVE = "public, max-age=60, s-maxage=60, stale-while-revalidate=300, stale-if-error=86400"


class Meta(Struct, frozen=True, kw_only=True):
    """What an answer is made from and how to cite it; `count` only where it was asked for."""

    release: int
    published_at: str
    license: str
    cite_as: str
    contact: str
    count: int | None = None


class Links(Struct, frozen=True, kw_only=True, rename={"self_": "self"}):
    """`self` is the pinned address of this very answer, `latest` the same question to the newest release."""

    self_: str
    next: str | None
    latest: str


class RecordLinks(Struct, frozen=True, kw_only=True, rename={"self_": "self"}):
    """`self` is the pinned address of this very answer, `latest` the same record in the newest release."""

    self_: str
    latest: str


class Reply(ASGIResponse):
    """A whole answer: nothing is added to its headers but the length of its body."""

    def __init__(
        self, status: int, headers: Mapping[str, str], body: bytes = b""
    ) -> None:  # skips the parent's
        self.status, self.sent = status, body
        self.fields = [(name.encode(), text.encode("latin-1")) for name, text in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        if self.status != HTTPStatus.NOT_MODIFIED:
            self.fields.append((b"content-length", str(len(self.sent)).encode()))
        await send({"type": "http.response.start", "status": self.status, "headers": self.fields})
        await send({"type": "http.response.body", "body": self.sent, "more_body": False})


class Answer:
    """One answer in the making: what was asked, of which release, in which form."""

    def __init__(
        self,
        request: Request[Any, Any, Any],
        question: Question,
        path: str,
        media_type: str,
        *,
        negotiated: bool,
    ) -> None:
        self.request, self.question, self.path, self.media_type = request, question, path, media_type
        self.public_url: str = request.app.state.settings.public_url
        self.gzip = negotiation.accepts_gzip(request.headers.get("accept-encoding"))
        self.vary = "Accept, Accept-Encoding" if negotiated else "Accept-Encoding"
        self.number, self.pin = 0, ""

    def address(self, **others: str | None) -> str:
        query = self.question.canonical(known_on=None, **others)
        return f"{self.public_url}{self.path}" + (f"?{query}" if query else "")

    def pinned(self, held: Held) -> str:
        if self.number != held.number:
            self.number, self.pin = held.number, self.address(release=str(held.number))
        return self.pin

    def tag(self, held: Held) -> str:
        parts = f"{held.content_sha256} {terms.CONTRACT} {self.pinned(held)} {self.media_type}"
        digest = hashlib.sha256(parts.encode()).digest()
        plain = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        return f'"{plain}-gzip"' if self.gzip else f'"{plain}"'

    @property
    def cache_control(self) -> str:
        given = self.question.given
        return PINNED if "release" in given and "q" not in given else LIVE

    def headers(self, held: Held, following: str | None = None) -> dict[str, str]:
        address = self.pinned(held)
        following = f'<{following}>; rel="next", ' if following else ""
        links = (
            f'{following}<{self.public_url}/openapi.json>; rel="service-desc", '
            f'<{self.public_url}/docs>; rel="describedby", <{terms.LICENSE}>; rel="license", '
            f'<{address}>; rel="cite-as"'
        )
        return {
            "content-type": self.media_type,
            "etag": self.tag(held),
            "vary": self.vary,
            "cache-control": self.cache_control,
            "content-location": address,
            "link": links,
            "muster-release": str(held.number),
        } | ({"content-encoding": "gzip"} if self.gzip else {})

    def unchanged(self, held: Held, *, exists: bool) -> ASGIResponse | None:
        """304 where the client has this very answer; `*` matches only what is known to exist."""
        given = self.request.headers.get("if-none-match")
        if given is None:
            return None
        tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
        if self.tag(held) not in tags and not ("*" in tags and exists):
            return None
        return Reply(304, self.headers(held))

    def bare(self, held: Held) -> ASGIResponse:
        """What HEAD gets: everything that is known without the rows."""
        return Reply(200, self.headers(held))

    async def respond(self, body: bytes, held: Held, following: str | None = None) -> ASGIResponse:
        if self.gzip:
            body = await asyncio.to_thread(gzip.compress, body, 5, mtime=0)
        return Reply(200, self.headers(held, following), body)

    def meta(self, held: Held, count: int | None = None) -> bytes:
        return msgspec.json.encode(
            Meta(
                release=held.number,
                published_at=held.published_at,
                license=terms.LICENSE,
                cite_as=terms.cite_as(held.number, held.published_at, self.pinned(held)),
                contact=f"{self.public_url}/v1/config",
                count=count,
            )
        )

    def page(self, bodies: Sequence[bytes], held: Held, following: str | None, count: int | None) -> bytes:
        links = Links(self_=self.pinned(held), next=following, latest=self.address(release=None))
        return b'{"data":[%b],"meta":%b,"links":%b}' % (
            b",".join(bodies),
            self.meta(held, count),
            msgspec.json.encode(links),
        )

    def record(self, body: bytes, held: Held) -> bytes:
        links = RecordLinks(self_=self.pinned(held), latest=self.address(release=None))
        return b'{"data":%b,"meta":%b,"links":%b}' % (body, self.meta(held), msgspec.json.encode(links))


def spliced(body: bytes, related: Mapping[str, bytes]) -> bytes:
    """A record's JSON with whole related records inline, last."""
    return (
        body[:-1] + b"".join(b',"%b":%b' % (name.encode(), other) for name, other in related.items()) + b"}"
    )
