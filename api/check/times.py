"""Partial dates of claims and records: 2026-01-15, 2026-01, 2026-Q1, 2026, FY2026."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final, NamedTuple

from schemas.vocabularies import Period, Precision

FIRST_DAY: Final = date(1776, 7, 4)
LAST_DAY: Final = date(2100, 12, 31)
SHAPE: Final = re.compile(
    r"(?P<fiscal>FY)?(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?|-Q(?P<quarter>[1-4]))?",
    re.ASCII,
)
MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "fiscal_year": 12}
# A flow of such a period covers all of what its last day names.
PERIODS: Final[dict[Period, Precision]] = {
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "fiscal_year": "fiscal_year",
}


class Time(NamedTuple):
    """The days that a partial date names, the last one first."""

    last: date
    precision: Precision

    @property
    def first(self) -> date:
        """The first day: that of the month, quarter or year that ends with the last day."""
        if self.precision == "day":
            return self.last
        months = self.last.year * 12 + self.last.month - MONTHS[self.precision]
        year, month = divmod(months, 12)
        ending = date(year, month + 1, 1)
        if self.last == month_end(self.last.year, self.last.month):
            return ending
        # a fiscal year that ends within a month, such as one of 52 weeks
        return self.last.replace(year=self.last.year - 1) + timedelta(days=1)

    def meets(self, other: "Time") -> bool:
        """Whether both name a common day. Of a claimed fiscal year, only the number is known."""
        if self.precision == "fiscal_year":
            return other.precision == "fiscal_year" and self.last.year == other.last.year
        return self.first <= other.last and other.first <= self.last


def read(text: str) -> Time:
    """Read a partial date. Raises ValueError if it is none."""
    match = SHAPE.fullmatch(text)
    if match is None or (match["fiscal"] and (match["month"] or match["quarter"])):
        raise ValueError(text)
    time = last_day(match)
    if not FIRST_DAY <= time.last <= LAST_DAY:
        raise ValueError(text)
    return time


def last_day(match: re.Match[str]) -> Time:
    year = int(match["year"])
    if match["quarter"]:
        return Time(month_end(year, int(match["quarter"]) * 3), "quarter")
    if match["day"]:
        return Time(date(year, int(match["month"]), int(match["day"])), "day")
    if match["month"]:
        return Time(month_end(year, int(match["month"])), "month")
    return Time(date(year, 12, 31), "fiscal_year" if match["fiscal"] else "year")


def month_end(year: int, month: int) -> date:
    return date(year, month, 1).replace(day=monthrange(year, month)[1])


def written(day: date, precision: Precision) -> str:
    """Write a partial date as a claim gives it."""
    match precision:
        case "day":
            return day.isoformat()
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day.year:04}"
    return f"FY{day.year:04}"


def of_record(day: date | None, precision: Precision | None, period: Period | None = None) -> Time | None:
    """Return when a record holds: for a flow of a month or a year, all of that."""
    if day is None:
        return None
    whole = PERIODS.get(period) if period else None
    return Time(day, whole or precision or "day")
