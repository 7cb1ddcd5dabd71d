"""Partial dates: "2025-09", "2025-Q3", "2025" and "FY2019", as their last day and a precision."""

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
    """A text that is not a date. The message explains it to the author of the file."""


@lru_cache(maxsize=4096)
def parse(text: str, fiscal_year_end: str | None = None) -> PartialDate:
    """Parse a partial date. A fiscal year has the number of the year it ends in.

    `fiscal_year_end` comes from the source, for example "09-30".
    """
    match = SHAPE.fullmatch(text)
    if match is None or (match["fiscal"] and (match["month"] or match["quarter"])):
        raise ImpossibleDateError(
            f'"{text}" is not a date: write 2025-09-30, "2025-09", "2025-Q3", "2025" or "FY2025"'
        )
    if match["fiscal"]:
        return PartialDate(checked(_fiscal_end(text, int(match["year"]), fiscal_year_end)), "fiscal_year")
    try:
        last = _last_day(match)
    except ValueError as error:
        raise ImpossibleDateError(f'"{text}" is not a date of the calendar') from error
    return PartialDate(checked(last.day), last.precision)


def _last_day(match: re.Match[str]) -> PartialDate:
    year = int(match["year"])
    if match["quarter"]:
        return PartialDate(_month_end(year, int(match["quarter"]) * 3), "quarter")
    if match["day"]:
        return PartialDate(date(year, int(match["month"]), int(match["day"])), "day")
    if match["month"]:
        return PartialDate(_month_end(year, int(match["month"])), "month")
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
        raise ImpossibleDateError(
            f'fiscal_year_end "{fiscal_year_end}" is not a date of the calendar'
        ) from error


def checked(day: date) -> date:
    """Return the day, or raise ImpossibleDateError if it is outside the years that the API covers."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ImpossibleDateError(f"{day} is not between {FIRST_DAY} and {LAST_DAY}")
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
    """Return the part of an id that names a period without an `as_of`: 2025, 2026-07, fy2019."""
    names = {
        "month": f"{end:%Y-%m}",
        "quarter": f"{end.year}-q{(end.month + 2) // 3}",
        "year": f"{end.year}",
        "fiscal_year": f"fy{end.year}",
    }
    return names.get(period, end.isoformat())
