"""Parse the byte range of a request for a file (RFC 9110, section 14).

This is our own code because werkzeug drops the empty suffix `-0`, which is 416, and rejects a list with an
empty element.
"""

import re

from msgspec import Struct

from api.problems import ProblemError

RANGE = re.compile(r"([0-9]+)-([0-9]*)|-([0-9]+)", re.ASCII)
# More digits than any file has bytes.
DIGITS = 18


class Span(Struct, frozen=True, kw_only=True):
    """The bytes from `first` to `last`, both included, of a file of `size` bytes."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        return self.last + 1 - self.first

    @property
    def content_range(self) -> str:
        return f"bytes {self.first}-{self.last}/{self.size}"


def entire(size: int) -> Span:
    return Span(first=0, last=size - 1, size=size)


class Part(Struct, frozen=True, kw_only=True):
    """A requested byte range: from `first` to `last`, or to the end, or the last `suffix` bytes."""

    first: int = 0
    last: int | None = None
    suffix: int | None = None

    def of(self, size: int) -> Span | None:
        """The span in a file of that size. None for the entire file.

        Raises ProblemError if the range begins after the end of the file.
        """
        if size == 0:
            return None
        first = self.first if self.suffix is None else max(0, size - self.suffix)
        if first >= size or self.suffix == 0:
            raise not_satisfiable(size)
        last = size - 1 if self.last is None else min(self.last, size - 1)
        return Span(first=first, last=last, size=size)


def requested_part(header: str | None, if_range: str | None, etag: str) -> Part | None:
    """Return the requested part, or None for the entire file.

    None if there is no range, if it is invalid or has several parts, or if `If-Range` names another file.
    """
    if header is None or (if_range is not None and if_range.strip() != etag):
        return None
    unit, _, ranges = header.partition("=")
    parts = [part for each in ranges.split(",") if (part := each.strip())]
    if unit.strip().lower() != "bytes" or len(parts) != 1:
        return None
    range_match = RANGE.fullmatch(parts[0])
    return parsed(range_match) if range_match else None


def parsed(range_match: re.Match[str]) -> Part | None:
    first, last, suffix = (number(text) if text else None for text in range_match.groups())
    if first is not None and last is not None and last < first:
        return None
    return Part(first=first or 0, last=last, suffix=suffix)


def not_satisfiable(size: int) -> ProblemError:
    headers = {"content-range": f"bytes */{size}", "accept-ranges": "bytes"}
    return ProblemError(
        "range-not-satisfiable",
        f"The file has {size} bytes. The range must begin before its end.",
        headers=headers,
    )


def number(text: str) -> int:
    digits = text.lstrip("0") or "0"
    return int(digits) if len(digits) <= DIGITS else 10**DIGITS
