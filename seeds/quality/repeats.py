"""`repeats_another_year`: a report that states every number of the year before again."""

from collections.abc import Iterator
from typing import Final

from schemas import vocabularies as v
from seeds.quality.figures import CIVILIAN, SWORN, TOTAL, Agency, Figure, Mark, number

FEWEST = 50
REPORTED: Final[tuple[tuple[str, v.Sex], ...]] = (
    (SWORN, "all"),
    (CIVILIAN, "all"),
    (TOTAL, "male"),
    (TOTAL, "female"),
)
BASE = 2005


def repeats(agency: Agency) -> Iterator[Mark]:
    """Yield the figures of 2005 if officers, civilians, men and women are all as in 2004."""
    pairs = [_pair(agency, metric, sex) for metric, sex in REPORTED]
    total = agency.by_year(TOTAL).get(BASE)
    if not total or number(total) < FEWEST or not all(pairs):
        return
    for each in (total, *(pair for pair in pairs if pair)):
        note = f"The same officers, civilians, men and women as in {BASE - 1}: the report may be an old one."
        yield Mark(id=each.id, flag="repeats_another_year", note=note)


def _pair(agency: Agency, metric: str, sex: v.Sex) -> Figure | None:
    """Return the figure of 2005 if that of 2004 has the same number."""
    counts = agency.by_year(metric, sex)
    before, after = counts.get(BASE - 1), counts.get(BASE)
    return after if before and after and number(before) == number(after) else None
