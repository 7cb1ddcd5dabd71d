"""Negotiate media types and content codings by their q-values.

This is our own code because Litestar's `Accept` ignores `q=0`, and werkzeug's does not match
`text/csv;header=present` with the `text/csv` that is served.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from api.problems import ProblemError

# Clients send the same few header values again and again.
CACHE_SIZE = 256
# Every request header that is parsed. Each has a size limit, which bounds the memory of the caches.
READ = (b"accept", b"accept-encoding", b"host", b"if-none-match", b"if-range", b"range")
JSON, CSV, NDJSON = "application/json", "text/csv", "application/x-ndjson"
NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z/-]+")
QUALITY = re.compile(r"q\s*=\s*([01](?:\.[0-9]{0,3})?)", re.IGNORECASE)


def header(scope: Any, name: bytes) -> str | None:
    """Return a request header, which must be one of READ. Repeated headers are joined with commas."""
    if name not in READ:
        raise LookupError(f"{name!r} is not in READ, so nothing limits its length")
    values = [value for key, value in scope["headers"] if key == name]
    return b", ".join(values).decode("latin-1") if values else None


def preferences(header: str) -> Iterable[tuple[str, float]]:
    """Yield the valid parts of the header with their q-values. Invalid parts are ignored."""
    for part in header.split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        if NAME.fullmatch(name):
            matches = (QUALITY.fullmatch(each) for each in parameters)
            quality = next((float(each[1]) for each in matches if each), 1.0)
            yield name.lower(), min(quality, 1.0)


def quality(media_type: str, wanted: dict[str, float]) -> float:
    """Return the q-value of the most specific media range that matches, or 0."""
    family = media_type.split("/", 1)[0] + "/*"
    return next((wanted[each] for each in (media_type, family, "*/*") if each in wanted), 0.0)


@lru_cache(CACHE_SIZE)
def media_type(header: str | None, offered: tuple[str, ...]) -> str:
    """Return the offered type with the highest q-value, the first of equals.

    Raises 406 if none is acceptable.
    """
    if header is None or not header.strip():
        return offered[0]
    wanted = dict(preferences(header))
    if not wanted:
        return offered[0]
    best = max(offered, key=lambda each: quality(each, wanted))
    if quality(best, wanted) == 0:
        raise ProblemError("not-acceptable", "This URL returns " + ", ".join(offered) + ".")
    return best


@lru_cache(CACHE_SIZE)
def accepts_gzip(header: str | None) -> bool:
    if header is None:
        return False
    wanted = dict(preferences(header))
    return wanted.get("gzip", wanted.get("*", 0.0)) > 0
