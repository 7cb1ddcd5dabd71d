"""Whatever a request dies of, as the problem the client is told; the rest is logged once, here."""

import logging
import math
import time
import uuid
from typing import Any

import asyncpg
import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from api.problems import Refusal

MEDIA_TYPE = "application/problem+json"
ALLOW = "GET, HEAD, OPTIONS"
log = logging.getLogger("muster")

# SQLSTATE, or the beginning of one, to the kind of problem: the first that fits.
STATES = (
    ("08", "database-unavailable"),
    ("57014", "query-timeout"),
    ("57P", "database-unavailable"),
    ("53", "database-unavailable"),
    ("40001", "replica-conflict"),
    ("40P01", "replica-conflict"),
    ("55P03", "overloaded"),
)
# What asyncpg says of a connection that broke at an awkward moment, besides SQLSTATEs.
BROKEN = (OSError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Outages:
    """Says each kind of trouble once in five seconds: an outage is as long as it is, its log is not."""

    PAUSE = 5.0

    def __init__(self) -> None:
        self.said: dict[str, float] = {}
        self.unsaid: dict[str, int] = {}

    def tell(self, slug: str, cause: BaseException) -> None:
        now = time.monotonic()
        if now - self.said.get(slug, -math.inf) < self.PAUSE:
            self.unsaid[slug] = self.unsaid.get(slug, 0) + 1
            return
        before = f" ({self.unsaid.pop(slug)} more since last told)" if slug in self.unsaid else ""
        self.said[slug] = now
        log.warning("%s: %s %.200r%s", slug, type(cause).__name__, str(cause), before)


outages = Outages()


def to_response(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    return refused(request, refusal(request, error))


def refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    kind = refusal.kind
    headers = {"cache-control": kind.cache, "vary": "Accept, Accept-Encoding", **refusal.headers}
    if kind.retry_after is not None:
        headers["retry-after"] = str(kind.retry_after)
    body = msgspec.json.encode(refusal.problem(request.app.state.settings.public_url))
    return Response(content=body, status_code=kind.status, headers=headers, media_type=MEDIA_TYPE)


def refusal(request: Request[Any, Any, Any], error: Exception) -> Refusal:
    found = named(request, error)
    if found.kind.status > 500:
        outages.tell(found.kind.slug, found.__cause__ or error)
    return found


def named(request: Request[Any, Any, Any], error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, HTTPException) and error.status_code < 500:
        return routing(error)
    if isinstance(error, asyncpg.PostgresError):
        return database(request, error)
    if isinstance(error, TimeoutError):
        return Refusal("query-timeout", "The database did not answer in time.")
    if isinstance(error, BROKEN):
        return Refusal("database-unavailable", "The database is away.")
    return internal(request, error)


def routing(error: HTTPException) -> Refusal:
    if error.status_code == 405:
        return Refusal("method-not-allowed", f"Allowed here: {ALLOW}.", headers={"allow": ALLOW})
    return Refusal("not-found", "There is nothing at this address. /openapi.json lists what there is.")


def database(request: Request[Any, Any, Any], error: asyncpg.PostgresError) -> Refusal:
    state = error.sqlstate or ""
    if state.startswith("22"):
        log.error("a value got past validation: SQLSTATE %s at %r", state, request.scope["path"])
        return Refusal("invalid-query", "A value is out of range.")
    for beginning, slug in STATES:
        if state.startswith(beginning):
            return Refusal(slug, "The database could not answer.")
    return internal(request, error)


def internal(request: Request[Any, Any, Any], error: Exception) -> Refusal:
    number = uuid.uuid4().hex
    log.error("request %s: %s %r failed", number, request.method, request.scope["path"], exc_info=error)
    return Refusal("internal", "The server made a mistake.", request_id=number)
