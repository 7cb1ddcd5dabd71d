"""Partial dates: "2025-09", "2025-Q3", "2025" and "FY2019" become a last day and a precision."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from schemas.vocabularies import Period, Precision

FIRST_DAY: Final = date(1776, 7, 4)
LAST_DAY: Final = date(2100, 12, 31)
SHAPE: Final = re.compile(
    r"(?P<fiscal>FY)?(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?|-Q(?P<quarter>[1-4]))?",
    re.ASCII,
)


class PartialDate(NamedTuple):
    day: date
    precision: Precision


class ImpossibleDateError(ValueError):
    """The text names no day; the message is the sentence for whoever wrote it."""


@lru_cache(maxsize=4096)
def parse(text: str, fiscal_year_end: str | None = None) -> PartialDate:
    """`fiscal_year_end` ("09-30") is the source's: a fiscal year bears the number of the year it ends in."""
    found = SHAPE.fullmatch(text)
    if found is None or (found["fiscal"] and (found["month"] or found["quarter"])):
        raise ImpossibleDateError(
            f'"{text}" is no date such as 2025-09-30, "2025-09", "2025-Q3", "2025", "FY2025"'
        )
    if found["fiscal"]:
        return PartialDate(checked(_fiscal_end(text, int(found["year"]), fiscal_year_end)), "fiscal_year")
    try:
        last = _last_day(found)
    except ValueError as error:
        raise ImpossibleDateError(f'"{text}" is not in the calendar') from error
    return PartialDate(checked(last.day), last.precision)


def _last_day(found: re.Match[str]) -> PartialDate:
    year = int(found["year"])
    if found["quarter"]:
        return PartialDate(_month_end(year, int(found["quarter"]) * 3), "quarter")
    if found["day"]:
        return PartialDate(date(year, int(found["month"]), int(found["day"])), "day")
    if found["month"]:
        return PartialDate(_month_end(year, int(found["month"])), "month")
    return PartialDate(date(year, 12, 31), "year")


def _month_end(year: int, month: int) -> date:
    return date(year, month, 1).replace(day=monthrange(year, month)[1])


def _fiscal_end(text: str, year: int, fiscal_year_end: str | None) -> date:
    if fiscal_year_end is None:
        raise ImpossibleDateError(f'"{text}" needs fiscal_year_end on its source')
    month, day = (int(part) for part in fiscal_year_end.split("-"))
    try:
        # Month ends move with leap years: 02-28 and 02-29 both mean the last of February.
        return date(year, month, min(day, monthrange(year, month)[1]))
    except ValueError as error:
        raise ImpossibleDateError(f'fiscal_year_end "{fiscal_year_end}" is not in the calendar') from error


def checked(day: date) -> date:
    """The same day, if it is one of the years this API can be about."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ImpossibleDateError(f"{day} does not lie between {FIRST_DAY} and {LAST_DAY}")
    return day


PERIOD_PRECISION: Final[dict[Period, Precision]] = {
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "fiscal_year": "fiscal_year",
    "to_date": "day",
    "span": "day",
}


def stated_period(period: Period, end: date) -> str:
    """A period by the name it has in an id, when its record states no `as_of`: 2025, 2026-07, fy2019."""
    names = {
        "month": f"{end:%Y-%m}",
        "quarter": f"{end.year}-q{(end.month + 2) // 3}",
        "year": f"{end.year}",
        "fiscal_year": f"fy{end.year}",
    }
    return names.get(period, end.isoformat())
