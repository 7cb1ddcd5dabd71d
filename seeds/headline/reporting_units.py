"""The rule for a year of a statewide body: which of its records stand for the whole."""

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias, get_args

Unit: TypeAlias = Literal["whole", "posts", "whole and posts"]
# The whole stands for the body where it is within this share of its posts' sum.
CLOSE = 0.15
# What differs more than this from the count of 2018 is no count of the whole body.
LOWEST, HIGHEST = 0.70, 1.45


class Choice(NamedTuple):
    """The records that stand for a body in a year, and their sum."""

    unit: Unit
    value: int


def choose(whole: int | None, posts: int | None, in_2018: int) -> Choice | None:
    """Choose among the whole, its posts and their sum the one nearest in ratio to the count of 2018.

    `whole` or `posts` is None where no record of that sort reported officers. A body whose posts did not
    report is its whole. Where the posts are nearest and the whole is within 15 % of them, the whole stands.
    """
    if not posts:
        return Choice("whole", whole) if whole else None
    sums: dict[Unit, int] = {"posts": posts}
    if whole:
        sums |= {"whole": whole, "whole and posts": whole + posts}
    nearest = min(sums, key=lambda unit: abs(math.log(sums[unit] / in_2018)))
    if nearest == "posts" and whole and abs(whole / posts - 1) <= CLOSE:
        nearest = "whole"
    chosen = Choice(nearest, sums[nearest])
    return chosen if LOWEST <= chosen.value / in_2018 <= HIGHEST else None


def unit_changes(units: Mapping[int, Unit]) -> set[int]:
    """Return the years whose unit differs from that of the year counted before."""
    years = sorted(units)
    return {year for before, year in pairwise(years) if units[before] != units[year]}


def computed(choice: Choice, whole: int | None, posts: int | None, count: int) -> str:
    """Return how the figure was made, for the column `computed`. `count` is the number of its posts."""
    match choice.unit:
        case "whole":
            return f"whole: {whole}"
        case "posts":
            return f"posts: {posts}, the sum of {count}"
    return f"whole and posts: {whole} + {posts}, the sum of {count}"


def unit_of(text: str | None) -> Unit | None:
    """Return the unit that a column `computed` names; None if it is no figure of a statewide body."""
    named = (text or "").partition(":")[0]
    return next((unit for unit in get_args(Unit) if unit == named), None)
