"""`zero_staff`: an agency that reports no officers."""

from collections.abc import Iterator

from seeds.quality.figures import CIVILIAN, SWORN, Agency, Figure, Mark, number, printed, year_of


def zero_staff(agency: Agency) -> Iterator[Mark]:
    """Yield counts of no officers. The survey counts part-time officers apart, so its zeros are no doubt."""
    civilians = agency.by_year(CIVILIAN)
    for each in agency.of(SWORN):
        if number(each) == 0 and not each.survey:
            beside = _beside(civilians.get(year_of(each)))
            note = f"No officers in {year_of(each)}{beside}: check whether another agency polices here."
            yield Mark(id=each.id, flag="zero_staff", note=note)


def _beside(civilians: Figure | None) -> str:
    if not civilians or not number(civilians):
        return ""
    return f", {printed(civilians)} {'civilian' if number(civilians) == 1 else 'civilians'}"
