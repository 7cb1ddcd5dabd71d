"""A remembered response: its messages as they were sent, and the 304 for clients that have it already."""

import logging
import re
from math import inf
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from api.http.request_ids import request_id
from api.http.responses import parse_etags
from api.http.validity import Note, Validity

log = logging.getLogger("muster")
Message: TypeAlias = dict[str, Any]

# The memory that a response takes besides its bytes: messages, header tuples and strings, its key, its place.
OVERHEAD = 2048
PER_HEADER = 122
STALE_IF_ERROR = re.compile(rb"stale-if-error=(\d+)")


def body_message(body: bytes) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": False}


class Remembered(Struct, frozen=True, kw_only=True):
    """A response, or what is known of it.

    `start` and `body` are the messages of the 200 or 400, `unchanged` is the first message of the 304; one of
    them can be unknown. `release` is the number in its headers. `until` is when its headers change, on the
    monotonic clock. A `problem` is sent with the id of each request, after the first `id_at` bytes of `body`.
    """

    validity: Validity
    release: int | None
    etag: str | None
    start: Message | None = None
    body: bytes = b""
    unchanged: Message | None = None
    until: float = inf
    stale_seconds: int = 0
    problem: tuple[int, str, str, str] | None = None
    id_at: int = 0
    size: int = 0

    @property
    def is_constant(self) -> bool:
        return self.validity is Validity.CONSTANT

    def messages(self, scope: Any, if_none_match: str | None) -> tuple[Message, Message] | None:
        """Return the messages for a request, or None if they are not known."""
        if if_none_match is not None and self.etag is not None:
            tags = parse_etags(if_none_match)
            if self.etag in tags or ("*" in tags and self.start is not None):
                return None if self.unchanged is None else (self.unchanged, body_message(b""))
        if self.start is None:
            return None
        body = self.body if self.problem is None else self.with_own_id(scope, self.problem)
        return self.start, body_message(body)

    def with_own_id(self, scope: Any, problem: tuple[int, str, str, str]) -> bytes:
        """Return the body with the id of this request, and log the problem as that of this request."""
        number, body = request_id(scope), self.body
        log.debug("request %s: %d %s, %s %s", number, *problem)
        if not body:  # that of HEAD
            return body
        return b"%b%b%b" % (body[: self.id_at], number.encode(), body[self.id_at + len(number) :])

    def is_like(self, other: "Remembered") -> bool:
        """Whether the other is known of the same bytes."""
        return self.etag is not None and (other.etag, other.release) == (self.etag, self.release)

    def merged(self, other: "Remembered") -> "Remembered":
        """Add what the other knows of the same bytes."""
        return replace(
            self,
            start=self.start or other.start,
            body=self.body if self.start else other.body,
            unchanged=self.unchanged or other.unchanged,
        )

    @property
    def measured(self) -> int:
        """The memory that it takes without its key, in bytes."""
        starts = [each for each in (self.start, self.unchanged) if each is not None]
        fields = [field for start in starts for field in start["headers"]]
        return OVERHEAD + len(self.body) + sum(PER_HEADER + sum(map(len, field)) for field in fields)


def with_age(start: Message, seconds: float) -> Message:
    """State how old the response is, since nobody can say whether it is still the newest."""
    return {**start, "headers": [*start["headers"], (b"age", b"%d" % seconds)]}


def remember(start: Message, body: bytes, note: Note, number: str, until: float) -> Remembered | None:
    """Build what to remember of a response, or None if it must not be returned again."""
    fields, status = dict(start["headers"]), start["status"]
    problem, release = note.problem, fields.get(b"muster-release")
    validity = Validity.CONSTANT if problem and note.validity is None else note.validity
    if validity is None or b"public" not in fields.get(b"cache-control", b""):
        return None
    if (status == 400) != bool(problem):
        return None
    if problem is None and release is None and validity is not Validity.CONSTANT:
        return None
    if problem and body and body.count(number.encode()) != 1:
        return None
    etag, stale = fields.get(b"etag"), STALE_IF_ERROR.search(fields[b"cache-control"])
    return Remembered(
        validity=validity,
        release=int(release) if release else None,
        etag=etag.decode() if etag else None,
        until=until if b"accept-ranges" in fields else inf,
        stale_seconds=int(stale[1]) if stale else 0,
        problem=problem,
        id_at=body.find(number.encode()) if problem else 0,
        start=None if status == 304 else start,
        unchanged=start if status == 304 else None,
        body=body,
    )
