"""The URLs whose requests are confidential: numbers of drafts that somebody checks before printing them.

Nothing of such a query or body is kept or logged, and no cache may keep the response.
"""

import re
import traceback
from typing import Any

CACHE_CONTROL = b"private, no-store"
# Also spellings that are redirected or refused: a response may repeat their query.
PATH = re.compile("/+v1/+check[^/]*/*|/+mcp/*", re.IGNORECASE)


def is_confidential(scope: Any) -> bool:
    return PATH.fullmatch(scope["path"]) is not None


def uncached(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Replace the cache lifetime of a response."""
    others = [(name, text) for name, text in headers if name.lower() != b"cache-control"]
    return [*others, (b"cache-control", CACHE_CONTROL)]


def without_values(error: BaseException) -> str:
    """Describe an exception by its type and its lines of code. A message may repeat what was asked."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{each.filename}:{each.lineno} in {each.name}" for each in frames]
    return "\n  ".join([type(error).__name__, *lines])
