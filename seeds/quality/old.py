"""`old`: a headline at least two yearly editions older than its release."""

from collections.abc import Iterator
from datetime import date, timedelta

from seeds.quality.figures import Agency, Figure, Mark, year_of

YEARS = 3


def old(agency: Agency) -> Iterator[Mark]:
    limit = newest_old_day(agency.published_on)
    for each in agency.figures:
        if each.headline and each.as_of and each.as_of <= limit and _counts_a_whole(each):
            note = f"The newest figure here is of {year_of(each)}: say the year, and look for a newer one."
            yield Mark(id=each.id, flag="old", note=note)


def newest_old_day(published_on: date) -> date:
    """Return the last day that is at least three years before the release."""
    if (published_on.month, published_on.day) == (2, 29):
        published_on -= timedelta(days=1)
    return published_on.replace(year=published_on.year - YEARS)


def _counts_a_whole(figure: Figure) -> bool:
    """Leave out totals to a past date, and the parts that only old editions of a data set tell apart."""
    is_part = figure.sex != "all" or (figure.subset is not None and figure.source_kind == "dataset")
    return figure.counted and figure.period not in {"to_date", "span"} and not is_part
