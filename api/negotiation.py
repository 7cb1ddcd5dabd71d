"""What a client accepts: media types and content codings, with their q-values."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from api.problems import Refusal

# Clients say the same few things again and again.
KNOWN = 256
JSON, CSV, NDJSON = "application/json", "text/csv", "application/x-ndjson"
PREFERENCE = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z/-]+)\s*((?:;[^,;]*)*)\s*")
QUALITY = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", re.IGNORECASE)


def header(scope: Any, name: bytes) -> str | None:
    """A request's header, read without the others; one given twice means both."""
    values = [value for key, value in scope["headers"] if key == name]
    return b", ".join(values).decode("latin-1") if values else None


def preferences(header: str) -> Iterable[tuple[str, float]]:
    """The parts of the header that make sense; junk counts for nothing."""
    for part in header.split(","):
        if match := PREFERENCE.fullmatch(part):
            found = [QUALITY.fullmatch(each) for each in match[2].split(";")]
            quality = next((float(each[1]) for each in found if each), 1.0)
            yield match[1].lower(), min(quality, 1.0)


def quality(media_type: str, wanted: dict[str, float]) -> float:
    """The most specific range that fits decides."""
    family = media_type.split("/", 1)[0] + "/*"
    return next((wanted[each] for each in (media_type, family, "*/*") if each in wanted), 0.0)


@lru_cache(KNOWN)
def media_type(header: str | None, offered: tuple[str, ...]) -> str:
    """The offered type that is liked best, the first of equals. Raises 406 where none is acceptable."""
    if header is None or not header.strip():
        return offered[0]
    wanted = dict(preferences(header))
    if not wanted:
        return offered[0]
    best = max(offered, key=lambda each: quality(each, wanted))
    if quality(best, wanted) == 0:
        raise Refusal("not-acceptable", "Served here: " + ", ".join(offered) + ".")
    return best


@lru_cache(KNOWN)
def accepts_gzip(header: str | None) -> bool:
    if header is None:
        return False
    wanted = dict(preferences(header))
    return wanted.get("gzip", wanted.get("*", 0.0)) > 0
