"""Which part of a stored file a request asks for (RFC 9110, section 14): one range of it, or the whole."""

import re

from msgspec import Struct

from api.problems import Refusal

UNIT = re.compile(r"\s*bytes\s*=(.*)", re.IGNORECASE | re.DOTALL)
PART = re.compile(r"([0-9]+)-([0-9]*)|-([0-9]+)", re.ASCII)
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


def whole(size: int) -> Span:
    return Span(first=0, last=size - 1, size=size)


def wanted(header: str | None, if_range: str | None, tag: str, size: int) -> Span | None:
    """None is the whole: without a range, with one that makes no sense or has several parts, and for who has
    begun with another file. Raises a Refusal where the file ends before the part begins.
    """
    if header is None or size == 0 or (if_range is not None and if_range.strip() != tag):
        return None
    part = only_part(header)
    return None if part is None else within(part, size)


def only_part(header: str) -> re.Match[str] | None:
    found = UNIT.fullmatch(header)
    parts = [part for each in found[1].split(",") if (part := each.strip())] if found else []
    return PART.fullmatch(parts[0]) if len(parts) == 1 else None


def within(part: re.Match[str], size: int) -> Span | None:
    first, last, suffix = (None if text in {None, ""} else number(text) for text in part.groups())
    if suffix is not None:
        first, last = max(0, size - suffix), size - 1
    elif first is not None and last is not None and last < first:
        return None
    first = first or 0
    if first >= size or suffix == 0:
        raise beyond(size)
    return Span(first=first, last=size - 1 if last is None else min(last, size - 1), size=size)


def beyond(size: int) -> Refusal:
    headers = {"content-range": f"bytes */{size}", "accept-ranges": "bytes"}
    return Refusal("range-not-satisfiable", f"The file has {size} bytes.", headers=headers)


def number(text: str) -> int:
    digits = text.lstrip("0") or "0"
    return int(digits) if len(digits) <= DIGITS else 10**DIGITS
