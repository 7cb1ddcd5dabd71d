"""List problems: the first ones of each kind, and the number of the rest."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

OF_A_KIND: Final = 100
OF_ALL: Final = 1_000
LONGEST: Final = 1_000
# The parts that differ between problems of one kind: the file, quoted texts and numbers.
VARIES: Final = re.compile(r"\A[^:]*|'[^']*'|\"[^\"]*\"|\d+")


class Listing(Struct, frozen=True, kw_only=True):
    """The lines to print, and the number of problems they stand for."""

    lines: list[str]
    total: int


def summarize(problems: Iterable[str]) -> Listing:
    """List each distinct problem once, in order. Problems beyond the limits are only counted."""
    shown: dict[str, str] = {}
    kinds, more = Counter[str](), Counter[str]()
    for problem in problems:
        kind = VARIES.sub("#", problem[:LONGEST])
        if problem in shown:
            continue
        if kinds[kind] < OF_A_KIND and len(shown) < OF_ALL:
            kinds[kind] += 1
            shown[problem] = kind
        else:
            more[kind if kinds[kind] else ""] += 1
    return Listing(lines=[*_lines(shown, more)], total=len(shown) + more.total())


def _lines(shown: dict[str, str], more: Counter[str]) -> Iterator[str]:
    last = {kind: problem for problem, kind in shown.items()}
    for problem, kind in shown.items():
        yield problem if len(problem) <= LONGEST else f"{problem[:LONGEST]}… ({len(problem):,} characters)"
        if more[kind] and last[kind] is problem:
            yield f"… and {more[kind]:,} more problems like this one"
    if more[""]:
        yield f"… and {more['']:,} more problems of other kinds"
