"""Recognize searches that only exclude words, before the database parses them."""

import re
from typing import Any

# A word or a phrase. Letters only: PostgreSQL would split words with other characters.
EXCLUDED = r'-(?:[A-Za-z]+|"[A-Za-z]+(?:\s+[A-Za-z]+)*")'
NEGATIVE = re.compile(rf"\s*{EXCLUDED}(?:\s+{EXCLUDED})*\s*", re.ASCII)
TERM = re.compile(EXCLUDED, re.ASCII)
# A statement's text depends on this key, never on the words themselves.
ONLY_EXCLUDED = "q excludes"


def only_excludes(words: str | None) -> bool:
    """Whether every word and phrase has a minus. Such a search matches nearly every record, none best."""
    return words is not None and NEGATIVE.fullmatch(words) is not None


def with_search_kind(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values, with ONLY_EXCLUDED added if the search only excludes words."""
    return values | {ONLY_EXCLUDED: True} if only_excludes(values.get("q")) else values


def excluded(words: str) -> str:
    """Return a search for the words and phrases that the search excludes."""
    return " or ".join(term.removeprefix("-") for term in TERM.findall(words))
