"""Which points of a series a chart shows, and which of them a line may join."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from api.cite.dates import partial_day
from api.problems import ProblemError
from schemas.series import SeriesDetail
from schemas.series_point import SeriesPoint
from schemas.vocabularies import Qualifier

# More points than that are a stain, not a chart.
MOST: Final = 400
# What the shape of a point says of its number.
KINDS: Final[dict[Qualifier, str]] = {
    "exact": "as stated",
    "more_than": "more than this",
    "at_least": "at least this",
    "nearly": "a little less than this",
    "approximately": "about this",
    "up_to": "at most this",
    "less_than": "less than this",
    "at_most": "at most this",
    "between": "between two numbers",
    "unspecified": "as stated",
}
SHAPES: Final = {
    "as stated": "circle",
    "more than this": "triangle-up",
    "at least this": "triangle-up",
    "a little less than this": "triangle-down",
    "about this": "diamond",
    "at most this": "triangle-down",
    "less than this": "triangle-down",
    "between two numbers": "square",
}
# A line says that the numbers on it can be compared, which a bound cannot.
JOINED: Final = frozenset({"exact", "approximately"})
Row = dict[str, Any]


def not_drawable(detail: str) -> ProblemError:
    return ProblemError("not-drawable", detail)


def drawn(series: SeriesDetail) -> list[SeriesPoint]:
    """List the points that have a day and a number, oldest first. Raises 400 if none or too many do."""
    points = [each for each in series.points if each.rank != "deprecated" and each.as_of and has_number(each)]
    if not points:
        raise not_drawable("No figure of this series has a date and a number, so there is nothing to draw.")
    if len(points) > MOST:
        raise not_drawable(f"The series has {len(points)} figures. A chart shows at most {MOST}.")
    return points


def has_number(point: SeriesPoint) -> bool:
    return point.value is not None or (point.value_low is not None and point.value_high is not None)


def rows(series: SeriesDetail) -> list[Row]:
    """Write the points as rows of the chart. `segment` numbers the lines; null: on no line."""
    points = drawn(series)
    on_line = dict(segments(points, {each.figure_id for each in series.breaks}))
    return [row(each, on_line.get(each.figure_id)) for each in points]


def row(point: SeriesPoint, segment: int | None) -> Row:
    day = partial_day(point.as_of, point.as_of_precision)
    between = point.qualifier == "between"
    return {
        "as_of": str(point.as_of),
        "date": day.ap if day else None,
        "value": None if between else point.value,
        "low": point.value_low if between else None,
        "high": point.value_high if between else None,
        "stated": point.value_text,
        "kind": KINDS[point.qualifier],
        "headline": point.headline_of_year,
        "segment": segment,
        "publisher": point.source_publisher,
        "figure_id": point.figure_id,
    }


def segments(points: Iterable[SeriesPoint], breaks: set[str]) -> Iterator[tuple[str, int]]:
    """Yield the figures on lines, each with the number of its line.

    A line ends where a year is missing, where the source or its counting rule changes, and before and after a
    number that is only a bound.
    """
    segment, before = 0, None
    for each in headlines(points):
        joined = each.qualifier in JOINED and each.value is not None
        if before is None or not joined or each.figure_id in breaks or (each.year or 0) - before > 1:
            segment += 1
        before = each.year if joined else None
        if joined:
            yield each.figure_id, segment


def headlines(points: Iterable[SeriesPoint]) -> Sequence[SeriesPoint]:
    return [each for each in points if each.headline_of_year]
