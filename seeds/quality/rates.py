"""Flags of residents and of rates per resident: the residents are not those whom the agency serves."""

from collections.abc import Iterator
from typing import Final

from seeds.quality.figures import POPULATION, RATE, TOTAL, Agency, Figure, Mark, number, printed, year_of

# Their population is that of the places which no other agency polices.
REMAINDERS: Final = frozenset({"sheriff", "county_police", "state_police", "constable", "marshal"})
FEWEST_RESIDENTS, HIGHEST_RATE = 500, 20


def population_is_remainder(agency: Agency) -> Iterator[Mark]:
    if agency.kind in REMAINDERS:
        note = "Counts only residents whom no other agency polices: do not compare it between agencies."
        for each in _residents_and_rates(agency):
            yield Mark(id=each.id, flag="population_is_remainder", note=note)


def few_residents(agency: Agency) -> Iterator[Mark]:
    """Yield residents and rates of places that have fewer residents than visitors, workers or students."""
    if agency.kind in REMAINDERS:
        return
    residents, employees = agency.by_year(POPULATION), agency.by_year(TOTAL)
    for each in _residents_and_rates(agency):
        people, staff = residents.get(year_of(each)), employees.get(year_of(each))
        if _is_few(people, staff) or (each.metric == RATE and number(each) > HIGHEST_RATE):
            here = f"{printed(people)} residents" if people else "Few residents"
            yield Mark(id=each.id, flag="few_residents", note=f"{here} here: do not rank by a rate of them.")


def _residents_and_rates(agency: Agency) -> Iterator[Figure]:
    yield from agency.of(RATE)
    yield from agency.of(POPULATION)


def _is_few(people: Figure | None, staff: Figure | None) -> bool:
    if not people:
        return False
    most = number(staff) * 1000 > HIGHEST_RATE * number(people) if staff else False
    return number(people) < FEWEST_RESIDENTS or most
