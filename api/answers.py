"""What surrounds the rows of an answer: its address, tag, caching, links and envelope."""

import asyncio
import base64
import gzip
import hashlib
from functools import cache
from typing import Any

import msgspec
from litestar import Request
from litestar.response.base import ASGIResponse
from msgspec import Struct

from api import negotiation, terms
from api.query import Question
from api.releases import Held
from api.replies import Fields, Reply, tags_of

PINNED = b"public, max-age=86400, stale-while-revalidate=604800"
LIVE = b"public, max-age=60, s-maxage=60, stale-while-revalidate=300, stale-if-error=86400"
FRESH = b"public, max-age=60, stale-while-revalidate=60"


class Related(Struct, frozen=True, kw_only=True):
    """What one answer leads to besides; `pinned`: there the same is asked, of its release."""

    relation: str
    media_type: str
    path: str
    pinned: bool = False


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
    """`self` is the pinned address of this very answer, `latest` the same record in the newest release.

    A status is always live: both are its one address.
    """

    self_: str
    latest: str


@cache
def constant_links(public_url: str) -> str:
    return (
        f'<{public_url}/openapi.json>; rel="service-desc", <{public_url}/docs>; rel="describedby", '
        f'<{terms.LICENSE}>; rel="license"'
    )


def tag_of(held: Held, address: str, kind: str) -> str:
    """Of all that the bytes at a pinned address depend on; `kind` is a format's."""
    parts = f"{held.content_sha256} {terms.CONTRACT} {address} {kind}"
    digest = hashlib.sha256(parts.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class Answer:
    """One answer in the making: what was asked, of which release, in which form."""

    # Not where the path names the release, or the answer is always the newest's: nothing is to be added then.
    takes_release = True

    def __init__(
        self,
        request: Request[Any, Any, Any],
        question: Question,
        path: str,
        media_type: str,
        *,
        negotiated: bool,
    ) -> None:
        self.question, self.path, self.media_type = question, path, media_type
        self.content_type = media_type
        self.public_url: str = request.app.state.settings.public_url
        self.gzip = negotiation.accepts_gzip(negotiation.header(request.scope, b"accept-encoding"))
        self.known = negotiation.header(request.scope, b"if-none-match")
        self.vary = b"Accept, Accept-Encoding" if negotiated else b"Accept-Encoding"
        self.number, self.pin = 0, ""
        self.related: list[Related] = []

    def address(self, **others: str | None) -> str:
        return self.address_of(self.path, **others)

    def address_of(self, path: str, **others: str | None) -> str:
        query = self.question.canonical(known_on=None, **others)
        return f"{self.public_url}{path}" + (f"?{query}" if query else "")

    def pinned(self, held: Held) -> str:
        if self.number != held.number:
            release = str(held.number) if self.takes_release else None
            self.number, self.pin = held.number, self.address(release=release)
        return self.pin

    def citable(self, address: str) -> str:
        return f', <{address}>; rel="cite-as"'

    def tag(self, held: Held) -> str:
        plain = self.plain_tag(held)
        return f'"{plain}-gzip"' if self.gzip else f'"{plain}"'

    def plain_tag(self, held: Held) -> str:
        """The tag without a content coding."""
        return tag_of(held, self.pinned(held), self.media_type)

    @property
    def cache_control(self) -> bytes:
        given = self.question.given
        pinned = "release" in given or ("since" in given and "until" in given)
        return PINNED if pinned and "q" not in given else LIVE

    def fields(self, held: Held, following: str | None = None) -> Fields:
        """The headers."""
        address = self.pinned(held)
        own = [f'<{following}>; rel="next"'] if following else []
        own += [self.link(each, held) for each in self.related]
        links = ", ".join([*own, constant_links(self.public_url)]) + self.citable(address)
        found = [
            (b"content-type", self.content_type.encode()),
            (b"etag", self.tag(held).encode()),
            (b"vary", self.vary),
            (b"cache-control", self.cache_control),
            (b"content-location", address.encode()),
            (b"link", links.encode()),
            (b"muster-release", b"%d" % held.number),
        ]
        return [*found, (b"content-encoding", b"gzip")] if self.gzip else found

    def link(self, to: Related, held: Held) -> str:
        place = self.address_of(to.path, release=str(held.number)) if to.pinned else self.public_url + to.path
        return f'<{place}>; rel="{to.relation}"; type="{to.media_type}"'

    def unchanged(self, held: Held, *, exists: bool) -> ASGIResponse | None:
        """304 where the client has this very answer; `*` matches only what is known to exist."""
        if self.known is None:
            return None
        tags = tags_of(self.known)
        if self.tag(held) not in tags and not ("*" in tags and exists):
            return None
        return Reply(304, self.fields(held))

    def bare(self, held: Held) -> ASGIResponse:
        """What HEAD gets: everything that is known without the rows."""
        return Reply(200, self.fields(held))

    async def respond(self, body: bytes, held: Held, following: str | None = None) -> ASGIResponse:
        if self.gzip:
            body = await asyncio.to_thread(gzip.compress, body, 5, mtime=0)
        return Reply(200, self.fields(held, following), body)

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

    def page(self, bodies: bytes, held: Held, following: str | None, count: int | None) -> bytes:
        links = Links(self_=self.pinned(held), next=following, latest=self.address(release=None))
        return b'{"data":[%b],"meta":%b,"links":%b}' % (
            bodies,
            self.meta(held, count),
            msgspec.json.encode(links),
        )

    def record(self, body: bytes, held: Held) -> bytes:
        links = RecordLinks(self_=self.pinned(held), latest=self.address(release=None))
        return b'{"data":%b,"meta":%b,"links":%b}' % (body, self.meta(held), msgspec.json.encode(links))


class FreshAnswer(Answer):
    """Always about the newest release, so its address takes no `release` and is nothing to cite."""

    cache_control = FRESH
    takes_release = False

    def citable(self, address: str) -> str:  # noqa: ARG002 - as the parent's
        return ""
