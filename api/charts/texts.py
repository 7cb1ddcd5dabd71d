"""What a chart says in words: its title, its trend, its description, its source."""

from collections.abc import Iterable

from api import about
from api.charts.points import drawn
from api.cite.dates import partial_day
from schemas.series import SeriesDetail
from schemas.series_point import SeriesPoint

UNITS = {"usd": "US dollars"}


def title(series: SeriesDetail) -> str:
    return f"{series.agency_label}: {series.label}"


def unit(series: SeriesDetail) -> str:
    name = UNITS.get(series.unit, series.unit.replace("_", " "))
    return f"{name} per {series.per}" if series.per else name


def trend(series: SeriesDetail) -> str:
    """Say in one or two sentences where the drawn points begin and end."""
    points = drawn(series)
    first, last = points[0], points[-1]
    if len(points) == 1:
        return f"One figure: {point(first)}."
    said = f"{len(points)} figures, from {point(first)} to {point(last)}."
    if not series.breaks:
        return said
    return (
        f"{said} The source or its counting rule changes {times(series.break_count)}: do not compare across."
    )


def times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def point(it: SeriesPoint) -> str:
    return f"{it.value_text} ({day(it)})"


def day(it: SeriesPoint) -> str:
    found = partial_day(it.as_of, it.as_of_precision)
    return found.ap if found else "no date"


def credit(series: SeriesDetail, release: int) -> str:
    return credit_of(drawn(series), release)


def credit_of(points: Iterable[SeriesPoint], release: int) -> str:
    """Write the line to copy: Source: FBI, via Muster release 13 (CC BY 4.0)."""
    names = list(dict.fromkeys(each.source_publisher or "publisher unknown" for each in points))
    return f"Source: {listed(names)}, via {about.NAME} release {release} (CC BY 4.0)"


def listed(names: list[str]) -> str:
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} others"
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def description(series: SeriesDetail, release: int) -> str:
    """Write the alternative text."""
    return f"Line chart. {title(series)}. {trend(series)} {credit(series, release)}."
