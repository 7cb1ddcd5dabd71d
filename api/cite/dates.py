"""Dates of limited precision, in words and in parts."""

from datetime import date
from typing import NamedTuple

from schemas.vocabularies import Precision

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# The AP Stylebook shortens these months where a day follows.
SHORT = {
    "January": "Jan.", "February": "Feb.", "August": "Aug.", "September": "Sept.", "October": "Oct.",
    "November": "Nov.", "December": "Dec.",
}  # fmt: skip
QUARTERS = ("first", "second", "third", "fourth")


class Day(NamedTuple):
    """A date of limited precision: the last day of the period, and the length of the period."""

    last: date
    precision: Precision

    @property
    def words(self) -> str:
        """November 10, 2025 · November 2025 · fourth quarter of 2025 · 2025 · fiscal year 2025."""
        year, month = self.last.year, MONTHS[self.last.month - 1]
        match self.precision:
            case "day":
                return f"{month} {self.last.day}, {year}"
            case "month":
                return f"{month} {year}"
            case "quarter":
                return f"{QUARTERS[(self.last.month - 1) // 3]} quarter of {year}"
            case "fiscal_year":
                return f"fiscal year {year}"
        return str(year)

    @property
    def ap(self) -> str:
        """Nov. 10, 2025 · November 2025, as the AP Stylebook writes dates."""
        if self.precision != "day":
            return self.words
        month = MONTHS[self.last.month - 1]
        return f"{SHORT.get(month, month)} {self.last.day}, {self.last.year}"

    @property
    def parts(self) -> list[int]:
        """The year, month and day, as far as they are known."""
        count = {"day": 3, "month": 2}.get(self.precision, 1)
        return [self.last.year, self.last.month, self.last.day][:count]

    @property
    def apa(self) -> str:
        """2025, November 10 · 2025, November · 2025."""
        year, *rest = self.parts
        within = [MONTHS[rest[0] - 1], *map(str, rest[1:])] if rest else []
        return f"{year}, {' '.join(within)}" if within else str(year)


def partial_day(last: date | None, precision: Precision | None = "day") -> Day | None:
    return None if last is None else Day(last, precision or "day")
