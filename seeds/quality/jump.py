"""`jump`: a count of officers that leaves the counts around it, or before it, and has no equal beside it."""

from collections.abc import Iterator
from itertools import pairwise

from seeds.quality.figures import (
    POPULATION,
    SWORN,
    Agency,
    Figure,
    Mark,
    moved,
    number,
    printed,
    within,
    year_of,
)

# Smaller agencies hire or lose a third of their officers at once.
FEWEST = 20
FROM_NEIGHBORS, FROM_EARLIER, OF_RATE = 1.5, 2, 1.5
WITNESSES_AGREE = 1.33
# The years of two counts of nearly all agencies before the newest ones.
BASE, SURVEYED = 2005, 2018


def jumps(agency: Agency) -> Iterator[Mark]:
    yield from between_neighbors(agency)
    yield from at_the_newest(agency)


def between_neighbors(agency: Agency) -> Iterator[Mark]:
    """Yield counts that differ from the counts before and after, which agree with each other."""
    other_definition = agency.kind == "sheriff" or agency.level == "state"
    counts = [each for each in agency.by_year(SWORN).values() if not (other_definition and each.survey)]
    for (before, count), (_, after) in pairwise(pairwise(counts)):
        away = moved(number(before), number(count), FROM_NEIGHBORS)
        returns = away and moved(number(count), number(after), FROM_NEIGHBORS) == -away
        if returns and not count.survey and _agree(before, after, count):
            yield _mark(count, before, after)


def at_the_newest(agency: Agency) -> Iterator[Mark]:
    """Yield the newest count if it differs from those of 2018 and 2005, which agree with each other."""
    counts = agency.by_year(SWORN)
    surveyed = next((each for each in agency.of(SWORN) if each.survey and year_of(each) == SURVEYED), None)
    base, newest = counts.get(BASE), next(reversed(counts.values()), None)
    if not (surveyed and base and newest) or newest.survey or year_of(newest) <= SURVEYED:
        return
    away = moved(number(surveyed), number(newest), FROM_EARLIER)
    same = away and away == moved(number(base), number(newest), FROM_EARLIER)
    if same and _agree(surveyed, base, newest) and _rate_moved(agency, base, newest, away):
        yield _mark(newest, surveyed, base)


def _agree(one: Figure, other: Figure, count: Figure) -> bool:
    """Whether the witnesses agree, and the numbers are large enough to tell."""
    largest = max(number(one), number(other), number(count))
    return largest >= FEWEST and within(number(one), number(other), WITNESSES_AGREE)


def _rate_moved(agency: Agency, base: Figure, newest: Figure, direction: int) -> bool:
    """Whether officers per resident moved as well, where both years have residents."""
    residents = agency.by_year(POPULATION)
    then, now = residents.get(year_of(base)), residents.get(year_of(newest))
    if not (then and now and number(then) and number(now)):
        return True
    return moved(number(base) / number(then), number(newest) / number(now), OF_RATE) == direction


def _mark(count: Figure, *witnesses: Figure) -> Mark:
    others = " and ".join(f"{printed(each)} ({year_of(each)})" for each in witnesses)
    note = f"{printed(count)} in {year_of(count)}, but {others}: check what was counted."
    return Mark(id=count.id, flag="jump", note=note)
