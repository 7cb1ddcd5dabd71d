"""Suggest the closest name for a misspelled one: a name that ends in it, else the most similar name.

Comparing a text with every name by difflib costs more than a query. So difflib compares only the few names
that share the most pairs of letters with the text.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise

from msgspec import Struct

# The number of names that difflib compares.
COMPARED = 4
# A text longer by this factor matches no name: difflib requires that 0.6 of both texts agree.
TIMES_LONGER = 7 / 3


class Names(Struct, frozen=True, kw_only=True):
    """Some names by their endings (`state` → `agency_state`) and by the pairs of letters in them."""

    names: tuple[str, ...]
    endings: Mapping[str, str]
    pairs: Mapping[str, list[int]]
    longest: int

    def most_similar(self, text: str) -> list[str]:
        """Return the names that share the most pairs of letters with the text, relative to their length."""
        shared = Counter(index for pair in pairs_of(text) for index in self.pairs.get(pair, ()))
        closest = nlargest(
            COMPARED, shared, key=lambda index: shared[index] / (len(text) + len(self.names[index]))
        )
        return [self.names[index] for index in closest]


# Enough for the parameters of every operation and for every closed list.
@lru_cache(512)
def indexed(names: tuple[str, ...]) -> Names:
    endings: dict[str, str] = {}
    pairs: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        for pair in pairs_of(name):
            pairs.setdefault(pair, []).append(index)
    for name in sorted(names, key=len):
        for ending in endings_of(name):
            endings.setdefault(ending, name)
    return Names(names=names, endings=endings, pairs=pairs, longest=max(map(len, names), default=0))


def pairs_of(text: str) -> set[str]:
    """Return the pairs of letters, with a blank at each end so that the first and last letter count too."""
    return {a + b for a, b in pairwise(f" {text} ")}


def endings_of(name: str) -> Iterator[str]:
    """Yield the endings: `state__in`, `agency_state__in` for `hiring_agency_state__in`.

    A sort keeps its sign.
    """
    sign = "-" if name.startswith("-") else ""
    column, operator, suffix = name.partition("__")
    words = column.split("_")
    for first in range(1, len(words)):
        yield sign + "_".join(words[first:]) + operator + suffix


def nearest(text: str, names: tuple[str, ...]) -> str | None:
    index = indexed(names)
    if text in index.endings:
        return index.endings[text]
    if len(text) > index.longest * TIMES_LONGER:
        return None
    matches = get_close_matches(text, index.most_similar(text), 1)
    return matches[0] if matches else None
