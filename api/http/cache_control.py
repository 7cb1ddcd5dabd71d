"""How long clients and proxies may keep a response."""

from api.query.parsing import Question

PINNED = b"public, max-age=86400, stale-while-revalidate=604800"
LIVE = b"public, max-age=60, s-maxage=60, stale-while-revalidate=300, stale-if-error=86400"
FRESH = b"public, max-age=60, stale-while-revalidate=60"


def cache_control(question: Question) -> bytes:
    """Choose the cache lifetime. Pinned responses never change, except searches, whose stemmer may."""
    return PINNED if is_pinned(question) else LIVE


def is_pinned(question: Question) -> bool:
    given = question.values
    return ("release" in given or ("since" in given and "until" in given)) and "q" not in given
