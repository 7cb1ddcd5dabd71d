"""Build the response around the rows: canonical URL, ETag, cache headers, links, envelope."""

from functools import cache, cached_property

import msgspec
from litestar.response.base import ASGIResponse
from msgspec import UNSET, Struct, UnsetType

from api import about
from api.http.codings import Coding
from api.http.etags import etag_value
from api.http.responses import BodyResponse, HeaderList, parse_etags
from api.query.parsing import Question
from api.reading.held import Held
from api.reading.releases import ReleaseRef


class Representation(Struct, frozen=True, kw_only=True):
    """One form of a resource. `kind`, by default the media type, names all that its bytes depend on besides
    the rows; `compressible` ones are sent compressed to clients that take a content coding; `headers` are
    further headers.
    """

    media_type: str
    content_type: str = ""
    kind: str = ""
    compressible: bool = True
    headers: tuple[tuple[bytes, bytes], ...] = ()


# The parameters of a page that do not choose its records; `canonical_url` always leaves out known_on.
NO_FILTERS = dict.fromkeys(("release", "sort", "limit", "after", "count", "include"))


class Related(Struct, frozen=True, kw_only=True):
    """A `Link` to another resource. `pinned`: the link carries the same query and names the same release.

    `filtered`: it carries the filters of the query, and no release.
    """

    relation: str
    media_type: str
    path: str
    pinned: bool = False
    filtered: bool = False


class Meta(Struct, frozen=True, kw_only=True):
    """The release of a response and how to cite it. `count` is null unless the query has `count=true`.

    `held` is only in a list without records: what the release holds instead.
    """

    release: int
    published_at: str
    license: str
    cite_as: str
    contact: str
    count: int | None = None
    held: list[Held] | UnsetType = UNSET


class Links(Struct, frozen=True, kw_only=True, rename={"self_": "self"}):
    """`self` is the pinned URL of this response, `latest` the URL of the same query to the newest release.

    `coverage` is only in a list of figures without records: the coverage of what was asked for.
    `feed` is the Atom feed of what changes in this list; null for a list of releases or of their changes.
    """

    self_: str
    next: str | None
    latest: str
    feed: str | None
    coverage: str | UnsetType = UNSET


class RecordLinks(Struct, frozen=True, kw_only=True, rename={"self_": "self"}):
    """`self` is the pinned URL of this response, `latest` the URL of the same record in the newest release.

    A status is always live, so both are the same URL.
    """

    self_: str
    latest: str


@cache
def constant_links(public_url: str) -> str:
    return (
        f'<{public_url}/openapi.json>; rel="service-desc", <{public_url}/docs>; rel="describedby", '
        f'<{about.LICENSE}>; rel="license"'
    )


def canonical_url(public_url: str, path: str, question: Question, **others: str | None) -> str:
    """The one spelling of a question's URL, with some parameters replaced or (None) left out."""
    query = question.canonical(known_on=None, **others)
    return f"{public_url}{path}?{query}" if query else f"{public_url}{path}"


class Envelope(Struct, frozen=True, kw_only=True, dict=True):
    """Everything around the rows of one response, for one release.

    `url` is the pinned, canonical URL; `cited` the URL to cite instead, empty where there is nothing to cite.
    `if_none_match` is the request header, and `coding` the content coding to send.
    """

    release: ReleaseRef
    question: Question
    public_url: str
    path: str
    url: str
    form: Representation
    cited: str
    cache_control: bytes
    vary: bytes
    related: tuple[Related, ...]
    if_none_match: str | None
    coding: Coding | None

    @cached_property
    def etag_value(self) -> str:
        """The tag without quotes and without a content coding."""
        return etag_value(self.release, self.url, self.form.kind or self.form.media_type)

    @property
    def etag(self) -> str:
        return f'"{self.etag_value}-{self.coding.variant}"' if self.coding else f'"{self.etag_value}"'

    def url_of(self, path: str, **others: str | None) -> str:
        return canonical_url(self.public_url, path, self.question, **others)

    def headers(self, following: str | None = None) -> HeaderList:
        """`following` is the URL of the next page."""
        headers = [
            (b"content-type", (self.form.content_type or self.form.media_type).encode()),
            (b"etag", self.etag.encode()),
            (b"vary", self.vary),
            (b"cache-control", self.cache_control),
            (b"content-location", self.url.encode()),
            (b"link", self.links(following).encode()),
            (b"muster-release", b"%d" % self.release.number),
            *self.form.headers,
        ]
        return [*headers, self.coding.header] if self.coding else headers

    def links(self, following: str | None) -> str:
        links = [f'<{following}>; rel="next"'] if following else []
        links += [self.link(each) for each in self.related]
        links.append(constant_links(self.public_url))
        return ", ".join([*links, f'<{self.cited}>; rel="cite-as"'] if self.cited else links)

    def link(self, to: Related) -> str:
        return f'<{self.url_to(to)}>; rel="{to.relation}"; type="{to.media_type}"'

    def url_to(self, to: Related) -> str:
        if to.pinned:
            return self.url_of(to.path, release=str(self.release.number), include=None)
        return self.url_of(to.path, **NO_FILTERS) if to.filtered else self.public_url + to.path

    @property
    def feed(self) -> str | None:
        """The URL of the first feed with the same filters."""
        return next((self.url_to(each) for each in self.related if each.filtered), None)

    def not_modified(self, *, exists: bool) -> ASGIResponse | None:
        """Return 304 if the client has these bytes. `*` matches only if the resource is known to exist."""
        if self.if_none_match is None:
            return None
        tags = parse_etags(self.if_none_match)
        if self.etag not in tags and not ("*" in tags and exists):
            return None
        return BodyResponse(304, self.headers())

    def head(self) -> ASGIResponse:
        """The response to HEAD: the headers that are known without the rows."""
        return BodyResponse(200, self.headers())

    async def respond(self, body: bytes, following: str | None = None) -> ASGIResponse:
        """Return the body, compressed, or 304."""
        if (unchanged := self.not_modified(exists=True)) is not None:
            return unchanged
        if self.coding:
            body = await self.coding.compress(body)
        return BodyResponse(200, self.headers(following), body)

    def meta(self, count: int | None = None, held: list[Held] | UnsetType = UNSET) -> bytes:
        release = self.release
        return msgspec.json.encode(
            Meta(
                release=release.number,
                published_at=release.published_at,
                license=about.LICENSE,
                cite_as=about.cite_as(release.number, release.published_at, self.url),
                contact=f"{self.public_url}/v1/config",
                count=count,
                held=held,
            )
        )

    def page(
        self,
        bodies: bytes,
        following: str | None,
        count: int | None,
        held: list[Held] | UnsetType = UNSET,
        coverage: str | None = None,
    ) -> bytes:
        covered = UNSET if coverage is None else f"{self.public_url}{coverage}"
        latest = self.url_of(self.path, release=None)
        links = Links(self_=self.url, next=following, latest=latest, feed=self.feed, coverage=covered)
        return b'{"data":[%b],"meta":%b,"links":%b}' % (
            bodies,
            self.meta(count, held),
            msgspec.json.encode(links),
        )

    def record(self, data: bytes) -> bytes:
        links = RecordLinks(self_=self.url, latest=self.url_of(self.path, release=None))
        return b'{"data":%b,"meta":%b,"links":%b}' % (data, self.meta(), msgspec.json.encode(links))
