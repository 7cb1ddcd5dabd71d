"""What makes two requests the same: method, path, query, classes of `Accept` and `Accept-Encoding`."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from msgspec import Struct

from api.catalog.carriers import is_tracking
from api.http import codings, negotiation
from api.http.confidential import is_confidential
from api.http.middleware import HEADER_BYTES, QUERY_BYTES

# Clients send the same few header values again and again.
CACHE_SIZE = 1024
HTML = "text/html"
METHODS = {"GET": False, "HEAD": True}
# What a name of a tracking parameter is made of, if nothing in it is encoded.
PLAIN = re.compile(rb"\w+", re.ASCII)
Key = tuple[bool, bytes, bytes, object, object]


class Asked(Struct, frozen=True):
    """A request that may be answered from memory. `size` is that of its key in bytes."""

    key: Key
    if_none_match: str | None
    size: int


class Reader:
    """Reads requests. `media_types`: all that the server returns."""

    def __init__(self, media_types: Iterable[str]) -> None:
        media_types = tuple(media_types)
        self.preference: Callable[[bytes | None], object] = lru_cache(CACHE_SIZE)(
            lambda header: preference(header, media_types)
        )
        self.coding: Callable[[bytes | None], object] = lru_cache(CACHE_SIZE)(coding)

    def read(self, scope: Any) -> Asked | None:
        """Return the request. None if memory has nothing to do with it."""
        head = METHODS.get(scope["method"])
        path, query = scope.get("raw_path") or scope["path"].encode(), scope["query_string"]
        if head is None or b"%" in path or len(query) > QUERY_BYTES or is_confidential(scope):
            return None
        accept = accept_encoding = if_none_match = None
        total = 0
        for name, text in scope["headers"]:
            total += len(name) + len(text)
            if name == b"accept":
                accept = text if accept is None else accept + b", " + text
            elif name == b"accept-encoding":
                accept_encoding = text if accept_encoding is None else accept_encoding + b", " + text
            elif name == b"if-none-match":
                if_none_match = text if if_none_match is None else if_none_match + b", " + text
            elif name in {b"range", b"if-range"}:
                return None
        if total > HEADER_BYTES:
            return None
        key = (head, path, without_tracking(query), self.coding(accept_encoding), self.preference(accept))
        tags = None if if_none_match is None else if_none_match.decode("latin-1")
        return Asked(key, tags, len(path) + len(query))


def without_tracking(query: bytes) -> bytes:
    """Leave out the parameters that change nothing. One with an encoded name stays, as a key of its own."""
    if not query:
        return query
    pairs = query.split(b"&")
    kept = [pair for pair in pairs if pair and not tracks(pair.partition(b"=")[0])]
    return query if len(kept) == len(pairs) else b"&".join(kept)


@lru_cache(CACHE_SIZE)
def tracks(name: bytes) -> bool:
    return PLAIN.fullmatch(name) is not None and is_tracking(name.decode())


def coding(header: bytes | None) -> object:
    """Return all that `Accept-Encoding` decides: the coding of data, and whether static files have gzip."""
    text = None if header is None else header.decode("latin-1")
    preferred = codings.preferred(text)
    return preferred.name if preferred else "", negotiation.accepts_gzip(text)


def preference(header: bytes | None, media_types: tuple[str, ...]) -> object:
    """Return all that `Accept` decides: the order of the media types, and whether it names HTML.

    None if every first choice of the server is right.
    """
    text = "" if header is None else header.decode("latin-1")
    wanted = dict(negotiation.preferences(text))
    if not wanted:
        return None
    qualities = [negotiation.quality(each, wanted) for each in media_types]
    ranks = {quality: rank for rank, quality in enumerate(sorted({0.0, *qualities}))}
    # errors at the URLs of pages are pages for clients that name HTML
    return (*(ranks[quality] for quality in qualities), wanted.get(HTML, 0.0) > 0)
