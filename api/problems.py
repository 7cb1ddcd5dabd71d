"""Every way of saying no: RFC 9457 problem details, one shape for all errors."""

from typing import Any

import msgspec
from msgspec import Struct


class Fault(Struct, frozen=True, kw_only=True):
    """One thing wrong with a query: the parameter, what was given, what is expected, the nearest name."""

    parameter: str
    given: str
    expected: str
    nearest: str | None = None


class Problem(Struct, frozen=True, kw_only=True):
    """What an error answers with. `errors` is filled for queries, `request_id` for our own failures."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []
    nearest: str | None = None
    last_release: int | None = None
    request_id: str | None = None


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of problem: its slug is the last part of its address, which answers with `about`."""

    slug: str
    status: int
    title: str
    about: str
    retry_after: int | None = None
    cache: str = "no-store"


SHORT = "public, max-age=60"
KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            slug="invalid-query",
            status=400,
            title="The query is not valid",
            about="A parameter is unknown, repeated, empty, malformed or out of range. `errors` lists each "
            "such parameter, what was given, what is expected and, for a misspelling, the nearest real name.",
            cache=SHORT,
        ),
        Kind(
            slug="too-many-rows",
            status=400,
            title="A workbook cannot hold this",
            about="A workbook (.xlsx) holds at most 100,000 records here, 32,767 characters a cell, and no "
            "more than the server has room to make. The same address with .csv has no limit.",
            cache=SHORT,
        ),
        Kind(
            slug="not-found",
            status=404,
            title="There is no such thing",
            about="No record, page place (`after`), release or day of that name exists, or none at that "
            "release. `nearest` names the id it most resembles.",
            cache="public, max-age=10",
        ),
        Kind(
            slug="files-not-here",
            status=404,
            title="The files of the release are not stored here",
            about="The release exists and all its records are served, but this server does not hold its "
            "files. `detail` names the command that writes them.",
            cache="public, max-age=10",
        ),
        Kind(
            slug="method-not-allowed",
            status=405,
            title="Only reading is possible",
            about="The API answers GET, HEAD and OPTIONS.",
            cache=SHORT,
        ),
        Kind(
            slug="not-acceptable",
            status=406,
            title="No format fits the Accept header",
            about="The resource is served as JSON; lists are CSV and newline-delimited JSON too, and "
            "citations what reference managers read.",
            cache=SHORT,
        ),
        Kind(
            slug="withdrawn",
            status=410,
            title="The record was withdrawn",
            about="From some release on the record is in no list. `last_release` names the last release that "
            "has it; ask for it there with release=.",
            cache=SHORT,
        ),
        Kind(
            slug="removed",
            status=410,
            title="What was here has been removed",
            about="The record was removed from every release for legal or privacy reasons. Stored files of a "
            "release that still hold it are not served until they are written anew.",
            cache=SHORT,
        ),
        Kind(
            slug="uri-too-long",
            status=414,
            title="The query string is too long",
            about="A query string holds at most 8 kB.",
            cache=SHORT,
        ),
        Kind(
            slug="range-not-satisfiable",
            status=416,
            title="The file is not that long",
            about="The range begins behind the end of the file. `Content-Range` says how long it is.",
            cache=SHORT,
        ),
        Kind(
            slug="internal",
            status=500,
            title="The server made a mistake",
            about="Something went wrong that is our fault. The request id helps us find it.",
        ),
        Kind(
            slug="database-unavailable",
            status=503,
            title="The database cannot be reached",
            about="The database is away for the moment. Ask again after the seconds in Retry-After.",
            retry_after=2,
        ),
        Kind(
            slug="overloaded",
            status=503,
            title="Too much is going on",
            about="No connection came free in time, or too many files are being made. Ask again later.",
            retry_after=2,
        ),
        Kind(
            slug="release-not-here",
            status=503,
            title="The newest release has not arrived here yet",
            about="This server reads a replica that has not received the release. Ask again in a second.",
            retry_after=1,
        ),
        Kind(
            slug="replica-conflict",
            status=503,
            title="The replica had to stop the query",
            about="The replica was catching up and cancelled the query. Ask again.",
            retry_after=1,
        ),
        Kind(
            slug="query-timeout",
            status=504,
            title="The query took too long",
            about="The database did not finish in time. A narrower filter is faster; files have more time.",
        ),
    )
}


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """Raised wherever a request ends in a problem; the edge turns it into the response."""

    def __init__(
        self, slug: str, detail: str, *, headers: dict[str, str] | None = None, **members: object
    ) -> None:
        super().__init__(detail)
        self.kind = KINDS[slug]
        self.detail = detail
        self.headers = headers or {}
        self.members: dict[str, Any] = members

    def problem(self, public_url: str) -> Problem:
        kind = self.kind
        known = {"title": kind.title, "status": kind.status, "detail": self.detail}
        return msgspec.convert(
            {"type": f"{public_url}/problems/{kind.slug}", **known, **msgspec.to_builtins(self.members)},
            Problem,
        )


class InvalidQuery(Refusal):
    def __init__(self, faults: list[Fault]) -> None:
        names = ", ".join(dict.fromkeys(fault.parameter or "(empty)" for fault in faults))
        super().__init__("invalid-query", f"Problems with: {names}.", errors=faults)
