"""A request as all handlers see it: its question, its release, the envelope of its response."""

from collections.abc import Sequence
from typing import Any

from litestar.response.base import ASGIResponse
from msgspec import Struct, structs

from api.catalog.resource import Resource
from api.database.pool import Pool
from api.http.cache_control import cache_control
from api.http.codings import Coding
from api.http.envelope import Envelope, Related, Representation, canonical_url
from api.http.responses import HEAD
from api.query.parsing import Question
from api.reading import missing
from api.reading.releases import RELEASE_PARAMETERS, ReleaseRef, not_here, nothing_published
from api.routes import redirects
from api.routes.choose_release import if_named, named_or_newest
from api.routes.moved import Moved
from api.routes.operation import Operation, fill_path
from api.state import AppRequest, AppState

# How an operation chooses its release where a request may leave it open.
LIVE = (if_named, named_or_newest)


class Asked(Struct, frozen=True, kw_only=True):
    """A valid request: its question, the key in its path, and the release it names.

    `release` is None if the request reads the newest release and the rows will name it. `coding` is the
    content coding to send, and `gzip` whether the client takes the one that static files have.
    """

    request: AppRequest
    operation: Operation
    question: Question
    key: Any
    release: ReleaseRef | None
    vary: bytes
    if_none_match: str | None
    gzip: bool
    coding: Coding | None

    @property
    def services(self) -> AppState:
        return self.request.services

    @property
    def pool(self) -> Pool:
        return self.services.pools.pages

    @property
    def public_url(self) -> str:
        return self.services.settings.public_url

    @property
    def head(self) -> bool:
        return HEAD in self.request.scope

    @property
    def resource(self) -> Resource:
        """The resource of the operation."""
        if self.operation.resource is None:
            raise RuntimeError(f"The operation {self.operation.id} has no resource.")
        return self.operation.resource

    @property
    def number(self) -> int | None:
        return self.release.number if self.release else None

    def for_operation(self, operation: Operation) -> "Asked":
        """Build the same request to another operation."""
        return structs.replace(self, operation=operation)

    async def chosen_release(self) -> ReleaseRef:
        """Choose the release that the request names, or else the newest."""
        return self.release or await self.services.releases.current(self.pool)

    def remember(self, row: Any) -> ReleaseRef:
        """Remember the release that a row names. Without a row, raises the problem that explains why."""
        if row is None:
            raise not_here(self.release.number) if self.release else nothing_published()
        return self.services.releases.remember(row)

    def envelope(self, release: ReleaseRef, variant: str = "") -> Envelope:
        """Build the envelope. `variant`: what the bytes depend on besides question and format."""
        operation, public_url = self.operation, self.public_url
        path = operation.path_to(self.key)
        pin = str(release.number) if operation.pinnable else None
        url = canonical_url(public_url, path, self.question, release=pin)
        number = release.number
        return Envelope(
            release=release,
            question=self.question,
            public_url=public_url,
            path=path,
            url=url,
            form=with_variant(operation.form, variant or self.variant),
            cited=operation.cited.format(url=url, public_url=public_url, number=number),
            cache_control=operation.cache_control or cache_control(self.question),
            vary=self.vary,
            related=related(operation, self.key) if operation.related else (),
            if_none_match=self.if_none_match,
            coding=self.coding,
        )

    @property
    def pinned(self) -> bool:
        """Whether the request names its release."""
        return not RELEASE_PARAMETERS.isdisjoint(self.question.values)

    @property
    def live(self) -> bool:
        """Whether the newest release is as good as any: neither the query nor the path names one."""
        return self.operation.release in LIVE and not self.pinned

    @property
    def variant(self) -> str:
        if self.operation.carries_pin and self.pinned:
            return "pinned"
        return self.operation.variant(self.services) if self.operation.variant else ""

    async def respond(self, release: ReleaseRef, body: bytes) -> ASGIResponse:
        return await self.envelope(release).respond(body)

    async def respond_record(self, release: ReleaseRef, data: bytes) -> ASGIResponse:
        """Respond with one record, in an envelope with `meta` and `links`."""
        envelope = self.envelope(release)
        return await envelope.respond(envelope.record(data))

    async def find(self, included: Sequence[str] = ()) -> tuple[ReleaseRef, Any]:
        """Read the record with the key in the path, and its release. Raises Moved if it has another key."""
        row = await self.services.record_loader.find(
            self.pool, self.resource, self.key, self.number, included
        )
        release = self.remember(row)
        if row is None or row["body"] is None:
            raise await self.not_found(release)
        if key := row.get("replaced_by"):
            raise Moved(301, key)
        return release, row

    async def not_found(self, release: ReleaseRef) -> Exception:
        """Build the error for a missing record: Moved if the key is an alias of one, else a problem."""
        resource = self.resource
        if resource.aliases:
            keys = await missing.by_alias(self.pool, resource, self.key, release.number)
            if len(keys) == 1:
                return Moved(302, keys[0])
        if (key := await missing.moved_to(self.pool, resource, self.key, release.number)) is not None:
            return Moved(301, key)
        return await missing.absent(self.pool, resource, self.key, release.number)

    def redirect(self, moved: Moved) -> ASGIResponse:
        """Redirect to the same question about another record."""
        url = self.public_url + self.operation.path_to(moved.key)
        return redirects.to(moved.status, url, self.request.scope["query_string"])


def with_variant(form: Representation, variant: str) -> Representation:
    if not variant:
        return form
    return structs.replace(form, kind=f"{form.kind or form.media_type} {variant}")


def related(operation: Operation, key: Any) -> tuple[Related, ...]:
    return tuple([structs.replace(each, path=fill_path(each.path, key)) for each in operation.related])
