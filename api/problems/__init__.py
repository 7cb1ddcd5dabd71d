"""Errors as RFC 9457 problem details, one struct for all."""

from typing import Any

import msgspec
from msgspec import Struct

from api.problems.kinds import KINDS


class Fault(Struct, frozen=True, kw_only=True):
    """An invalid parameter: its name, the given value, what is expected, and the closest valid name."""

    parameter: str
    given: str
    expected: str
    nearest: str | None = None


class Problem(Struct, frozen=True, kw_only=True):
    """An error response. `errors` lists invalid parameters and ids that name nothing.

    The server's log contains the `request_id`.
    """

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []
    nearest: str | None = None
    last_release: int | None = None
    request_id: str


class ProblemError(Exception):
    """Ends a request with a problem. The exception handler turns it into the response."""

    def __init__(
        self, slug: str, detail: str, *, headers: dict[str, str] | None = None, **members: object
    ) -> None:
        super().__init__(detail)
        self.kind = KINDS[slug]
        self.detail = detail
        self.headers = headers or {}
        self.members: dict[str, Any] = members

    def problem(self, public_url: str, request_id: str) -> Problem:
        kind = self.kind
        known = {
            "title": kind.title,
            "status": kind.status,
            "detail": self.detail,
            "request_id": request_id,
        }
        return msgspec.convert(
            {"type": f"{public_url}/problems/{kind.slug}", **known, **msgspec.to_builtins(self.members)},
            Problem,
        )


# The invalid parameters that a response describes. Further ones are only named.
ERRORS = 100


class InvalidQuery(ProblemError):  # noqa: N818 - named as its problem is
    def __init__(self, faults: list[Fault], unsuggested: int = 0) -> None:
        """Describe the faults. `unsuggested`: the misspellings beyond the limit of suggestions."""
        names = ", ".join(dict.fromkeys(fault.parameter or "(empty)" for fault in faults))
        detail = f"Invalid parameters: {names}."
        if len(faults) > ERRORS:
            detail += f" `errors` describes the first {ERRORS} of {len(faults)}."
        if unsuggested:
            detail += f" Suggestions were left out for {unsuggested} misspellings."
        super().__init__("invalid-query", detail, errors=faults[:ERRORS])
