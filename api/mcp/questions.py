"""Which questions a set of figures answers, and the order in which a reader most likely means them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from api.mcp.cited_number import Stated
from schemas.staffing_figure import StaffingFigure

# A reader who names no period most likely means a long one.
PERIODS: Final = ("fiscal_year", "year", "to_date", "span", "quarter", "month")
OBSERVED: Final = ("observed", "estimated", "offered")


def most_likely_first(records: Sequence[Stated]) -> list[Any]:
    """Sort by question: what was observed, of everybody, over a long period; the newest first."""
    return sorted(records, key=distance)


def distance(record: Any) -> tuple[Any, ...]:
    figure = record if isinstance(record, StaffingFigure) else None
    return (
        record.modality not in OBSERVED,
        figure is not None and figure.period == "month",
        figure is not None and figure.sex != "all",
        figure is not None and figure.subset is not None,
        PERIODS.index(figure.period) if figure and figure.period else 0,
        -(record.as_of or date.min).toordinal(),
        record.id,
    )


def question(record: Any) -> tuple[Any, ...]:
    """What the record answers, whoever it is about."""
    names = ("metric", "subset", "sex", "modality", "per", "period", "kind", "audience_kind", "unit")
    return tuple([getattr(record, name, None) for name in names])
