"""The period columns of a flow, for a month or a calendar year."""

from calendar import monthrange
from datetime import date


def month_period(month: str) -> dict[str, object]:
    """Return the columns for a month such as "2025-09"."""
    first = date.fromisoformat(f"{month}-01")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return {"as_of": month, "period": "month", "period_start": first, "period_end": last}


def year_period(year: str) -> dict[str, object]:
    number = int(year)
    return {
        "as_of": year,
        "period": "year",
        "period_start": date(number, 1, 1),
        "period_end": date(number, 12, 31),
    }
