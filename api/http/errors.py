"""Turn every exception of a request into a problem response. All logging of failures happens here."""

import logging
import math
import time
from typing import Any

import asyncpg
import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from api.http.confidential import is_confidential, without_values
from api.http.request_ids import request_id
from api.http.validity import note_problem
from api.problems import ProblemError

MEDIA_TYPE = "application/problem+json"
ALLOW = "GET, HEAD, OPTIONS"
log = logging.getLogger("muster")

# SQLSTATE, or its first characters, to the kind of problem. The first match wins.
STATES = (
    ("08", "database-unavailable"),
    ("57014", "query-timeout"),
    ("57P", "database-unavailable"),
    ("53", "database-unavailable"),
    ("40001", "replica-conflict"),
    ("40P01", "replica-conflict"),
    ("55P03", "overloaded"),
)
# Exceptions without a SQLSTATE that asyncpg raises for a broken connection.
BROKEN = (OSError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Outages:
    """Logs each kind of failure at most once in five seconds, so that an outage does not flood the log."""

    PAUSE = 5.0

    def __init__(self) -> None:
        self.last_logged: dict[str, float] = {}
        self.suppressed: dict[str, int] = {}

    def report(self, slug: str, cause: BaseException, number: str, text: str | None = None) -> None:
        now = time.monotonic()
        if now - self.last_logged.get(slug, -math.inf) < self.PAUSE:
            self.suppressed[slug] = self.suppressed.get(slug, 0) + 1
            return
        note = f" ({self.suppressed.pop(slug)} more since the last report)" if slug in self.suppressed else ""
        self.last_logged[slug] = now
        said = str(cause) if text is None else text
        log.warning("request %s: %s: %s %.200r%s", number, slug, type(cause).__name__, said, note)


outages = Outages()


def to_response(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    return problem_response(request, to_problem(request, error))


def problem_response(request: Request[Any, Any, Any], problem: ProblemError) -> Response[bytes]:
    kind = problem.kind
    retry_after = {} if kind.retry_after is None else {"retry-after": str(kind.retry_after)}
    headers = {
        "cache-control": kind.cache,
        "vary": "Accept, Accept-Encoding",
        **retry_after,
        **problem.headers,
    }
    body = problem_body(problem, request.app.state.settings.public_url, request.scope)
    return Response(content=body, status_code=kind.status, headers=headers, media_type=MEDIA_TYPE)


def problem_body(problem: ProblemError, public_url: str, scope: Any) -> bytes:
    """Encode the problem. Logs the route, not the URL, which can contain anything."""
    number, kind = request_id(scope), problem.kind
    route = scope.get("path_template") or "no route"
    said = (kind.status, kind.slug, scope["method"], route)
    log.debug("request %s: %d %s, %s %s", number, *said)
    note_problem(scope, *said)
    return msgspec.json.encode(problem.problem(public_url, number))


def to_problem(request: Request[Any, Any, Any], error: Exception) -> ProblemError:
    problem = classify(request, error)
    if problem.kind.status > 500:
        cause = problem.__cause__ or error
        text = "(confidential)" if is_confidential(request.scope) else None
        outages.report(problem.kind.slug, cause, request_id(request.scope), text)
    return problem


def classify(request: Request[Any, Any, Any], error: Exception) -> ProblemError:
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, HTTPException) and error.status_code < 500:
        return routing(error)
    if isinstance(error, asyncpg.PostgresError):
        return database(request, error)
    if isinstance(error, TimeoutError):
        return ProblemError("query-timeout", "The database did not finish in time.")
    if isinstance(error, BROKEN):
        return ProblemError("database-unavailable", "The server cannot reach its database.")
    return internal(request, error)


def routing(error: HTTPException) -> ProblemError:
    if error.status_code == 405:
        return ProblemError("method-not-allowed", f"This URL allows {ALLOW}.", headers={"allow": ALLOW})
    return ProblemError("not-found", "No resource matches this URL. See /openapi.json for the list.")


def database(request: Request[Any, Any, Any], error: asyncpg.PostgresError) -> ProblemError:
    state = error.sqlstate or ""
    if state.startswith("22"):
        number, path = request_id(request.scope), request.scope["path"]
        log.error("request %s: a value got past validation: SQLSTATE %s at %r", number, state, path)
        return ProblemError("invalid-query", "A value is out of range.")
    for beginning, slug in STATES:
        if state.startswith(beginning):
            return ProblemError(slug, "The database could not run the query.")
    return internal(request, error)


def internal(request: Request[Any, Any, Any], error: Exception) -> ProblemError:
    number, path = request_id(request.scope), request.scope["path"]
    if is_confidential(request.scope):
        log.error("request %s: %s failed: %s", number, request.method, without_values(error))
    else:
        log.error("request %s: %s %r failed", number, request.method, path, exc_info=error)
    return ProblemError("internal", "The server failed. Report the request_id.")
