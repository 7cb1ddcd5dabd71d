"""`recount`: the officers of an agency change, its employees do not: others are counted as officers now."""

from collections.abc import Iterator
from itertools import pairwise

from seeds.quality.figures import SWORN, TOTAL, Agency, Figure, Mark, moved, number, printed, within, year_of

FEWEST = 20
MOST_YEARS_APART = 2
OF_SWORN, OF_TOTAL = 1.5, 1.15


def recounts(agency: Agency) -> Iterator[Mark]:
    """Yield the later count of each such step. Counts of the survey are of another definition."""
    totals = agency.by_year(TOTAL)
    counts = [each for each in agency.by_year(SWORN).values() if not each.survey]
    for before, after in pairwise(counts):
        earlier, later = totals.get(year_of(before)), totals.get(year_of(after))
        if not (earlier and later) or not moved(number(before), number(after), OF_SWORN):
            continue
        near = year_of(after) - year_of(before) <= MOST_YEARS_APART
        large = max(number(before), number(after)) >= FEWEST
        if near and large and within(number(earlier), number(later), OF_TOTAL):
            yield _mark(before, after, earlier, later)


def _mark(before: Figure, after: Figure, earlier: Figure, later: Figure) -> Mark:
    note = (
        f"{printed(after)} of {printed(later)} employees are officers in {year_of(after)}, but "
        f"{printed(before)} of {printed(earlier)} in {year_of(before)}: check who is counted as an officer."
    )
    return Mark(id=after.id, flag="recount", note=note)
