"""Days as far as they are known, in words and in parts."""

from datetime import date
from typing import NamedTuple

from schemas.vocabularies import Precision

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
QUARTERS = ("first", "second", "third", "fourth")


class Day(NamedTuple):
    """The last day of what is known, and how much that is."""

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
    def parts(self) -> list[int]:
        """Year, month and day: no more of them than is known."""
        known = {"day": 3, "month": 2}.get(self.precision, 1)
        return [self.last.year, self.last.month, self.last.day][:known]

    @property
    def apa(self) -> str:
        """2025, November 10 · 2025, November · 2025."""
        year, *rest = self.parts
        within = [MONTHS[rest[0] - 1], *map(str, rest[1:])] if rest else []
        return f"{year}, {' '.join(within)}" if within else str(year)


def known(last: date | None, precision: Precision | None = "day") -> Day | None:
    return None if last is None else Day(last, precision or "day")
