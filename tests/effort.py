"""How much a test tries: a fifth of its examples in `make test`, all of them in `make check-all`.

This is the one place that says so. A property names all of its examples:
`settings(max_examples=examples(60))`; one that names none gets Hypothesis's hundred, or a fifth of it. A test
that goes through many cases without Hypothesis takes `part(cases)` and the mark `property`. Where it has to
meet every kind of case, it takes `one_each(cases, kind)`.
TEST_EFFORT=full asks for all of them, as the Makefile does for `make check-all`, which runs what has this
mark or is Hypothesis's once more. No property fails because a machine is slow.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from typing import TypeVar

from hypothesis import HealthCheck, settings

Case = TypeVar("Case")
FULL = os.environ.get("TEST_EFFORT") == "full"
# The part is odd: of cases that come in pairs, or in eights as the bits of a byte do, it meets each kind.
PART, FEWEST, HYPOTHESIS = 5, 3, 100


def examples(all_of_them: int) -> int:
    return all_of_them if FULL else max(FEWEST, all_of_them // PART)


def part(cases: Iterable[Case], turn: int = 0) -> Iterator[Case]:
    """Return every fifth case; each of five turns returns other ones."""
    return iter(cases) if FULL else islice(cases, turn % PART, None, PART)


def one_each(cases: Iterable[Case], kind: Callable[[Case], object]) -> Iterator[Case]:
    """Of neighbors of one kind only one: of the first kind the first, of the next the second."""
    for turn, (_, alike) in enumerate(groupby(cases, kind)):
        several = [*alike]
        yield from several if FULL else several[turn % len(several) :][:1]


settings.register_profile(
    "muster",
    max_examples=examples(HYPOTHESIS),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("muster")
