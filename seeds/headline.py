"""Which record of a series is its headline, which are disputed, how many alternatives each has.

A series is one question. Pure functions over the statements of a release; data-model.md publishes the rule.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any, Final

from msgspec import Struct

from schemas import vocabularies as v

Number = int | float | Decimal

QUALITIES: Final = (
    "primary",
    "reputable_press",
    "local_press",
    "trade_press",
    "association",
    "aggregator",
    None,
)
PRECISIONS: Final = ("day", "month", "quarter", "year", "fiscal_year", None)
VAGUE: Final = frozenset({"approximately", "unspecified"})
FORECASTS: Final = frozenset({"target", "projected"})
YEARLY: Final = frozenset({"year", "fiscal_year"})
# Two counts within a hundredth of the larger are one count, rounded.
TOLERANCE: Final = 100


class Statement(Struct, frozen=True, kw_only=True, gc=False):
    """What the rule looks at of one incentive or figure; `topic` comes from `topic_of`."""

    id: str
    series: str
    qualifier: v.Qualifier
    topic: str | None = None
    value: Number | None = None
    value_low: Number | None = None
    value_high: Number | None = None
    as_of: date | None = None
    as_of_precision: v.Precision | None = None
    period: v.Period | None = None
    period_start: date | None = None
    period_end: date | None = None
    target_date: date | None = None
    rank: v.Rank = "normal"
    source_kind: v.SourceKind | None = None
    source_quality: v.SourceQuality | None = None
    source_published_on: date | None = None


class Standing(Struct, frozen=True, kw_only=True, gc=False):
    id: str
    series: str
    headline: bool
    disputed: bool
    alternatives: int


def figure_series(figure: Mapping[str, Any]) -> str:
    """The parts of the key joined with a full stop, empty ones kept; `figure` has a figure's columns."""
    starts = figure["period"] in {"to_date", "span"}
    parts = (
        figure["agency_id"],
        figure["metric"],
        figure["subset"],
        figure["sex"],
        _modality(figure["modality"]),
        figure["per"],
        figure["period"],
        figure["period_start"] if starts else None,
        figure["target_date"],
    )
    return ".".join("" if part is None else str(part) for part in parts)


def incentive_series(incentive: Mapping[str, Any]) -> str:
    parts = (
        incentive["agency_id"],
        incentive["kind"],
        incentive["audience_kind"],
        incentive["eligibility"],
        _modality(incentive["modality"]),
        incentive["unit"],
        incentive["per"],
        incentive["part_of"],
    )
    return ".".join("" if part is None else part for part in parts)


def _modality(modality: str) -> str:
    """Estimated and observed answer the same question."""
    return "observed" if modality == "estimated" else modality


def topic_of(figure: Mapping[str, Any]) -> str | None:
    """Forecasts of one topic that name one number for different days dispute each other, series or not."""
    if figure["modality"] not in FORECASTS:
        return None
    return f"{figure['agency_id']}.{figure['metric']}.{figure['subset'] or ''}"


def standings(statements: Iterable[Statement], denied: Iterable[str] = ()) -> list[Standing]:
    """`denied` are the records that a citation disputes."""
    by_series: defaultdict[str, list[Statement]] = defaultdict(list)
    forecasts: list[Statement] = []
    for statement in statements:
        by_series[statement.series].append(statement)
        if statement.topic is not None:
            forecasts.append(statement)
    disputed = {*denied, *_at_odds_over_days(forecasts)}
    return [standing for series in by_series.values() for standing in _standings(series, disputed)]


def _standings(series: Sequence[Statement], disputed: set[str]) -> Iterator[Standing]:
    live = [statement for statement in series if statement.rank != "deprecated"]
    headline = min(live, key=_merit).id if live else None
    contradicted = _contradicted(live) if len(live) > 1 else frozenset[str]()
    count = _counter(live)
    for statement in series:
        yield Standing(
            id=statement.id,
            series=statement.series,
            headline=statement.id == headline,
            disputed=statement.id in disputed or statement.id in contradicted,
            alternatives=count(statement) if len(live) > 1 or statement.rank == "deprecated" else 0,
        )


def _merit(statement: Statement) -> tuple[Any, ...]:
    """The smallest wins."""
    as_of, published = statement.as_of, statement.source_published_on
    dataset = statement.source_kind == "dataset"
    kind = statement.source_kind
    return (
        statement.rank != "preferred",
        -(as_of.year * 12 + as_of.month) if as_of else 0,
        QUALITIES.index("primary" if dataset else statement.source_quality),
        PRECISIONS.index(statement.as_of_precision if as_of else None),
        -as_of.toordinal() if as_of else 0,
        v.WEIGHTIEST.index(kind) if kind in v.WEIGHTIEST else len(v.WEIGHTIEST),
        -published.toordinal() if published else 0,
        statement.id,
    )


def _contradicted(live: Sequence[Statement]) -> frozenset[str]:
    at_once: defaultdict[Any, list[Statement]] = defaultdict(list)
    for statement in live:
        if statement.qualifier not in VAGUE and (time := _time(statement)) is not None:
            at_once[time].append(statement)
    pairs = (pair for group in at_once.values() if len(group) > 1 for pair in combinations(group, 2))
    return frozenset(each.id for pair in pairs if _apart(*pair) for each in pair)


def _time(statement: Statement) -> tuple[Any, ...] | None:
    """Equal for statements about the same time; None where the time cannot be told."""
    as_of, precision = statement.as_of, statement.as_of_precision
    if statement.period == "to_date":  # totals grow, so only the day itself compares
        return (as_of,) if as_of and precision == "day" else None
    if statement.period is not None:
        known = statement.period_start or statement.period_end
        return (statement.period_start, statement.period_end) if known else None
    if as_of is None:
        return None
    if precision in {"day", "month"}:
        return as_of.year, as_of.month
    return ("year" if precision in YEARLY else precision, as_of)


def _apart(one: Statement, other: Statement) -> bool:
    """Their bounds leave a gap of more than a hundredth of the larger one: they cannot both be true."""
    return _gap(one, other) or _gap(other, one)


def _gap(below: Statement, above: Statement) -> bool:
    high, low = below.value_high, above.value_low
    return high is not None and low is not None and (low - high) * TOLERANCE > low  # type: ignore[operator]


def _counter(live: Sequence[Statement]) -> Any:
    """Counts the alternatives of a statement: other numbers or qualifiers of its year, or of no date."""
    said = Counter((_year(each), _said(each)) for each in live)
    years = Counter(_year(each) for each in live)

    def count(statement: Statement) -> int:
        year, words = _year(statement), _said(statement)
        seen = set(years) if year is None else {year, None}
        return sum(years[each] - said[each, words] for each in seen)

    return count


def _year(statement: Statement) -> int | None:
    return statement.as_of.year if statement.as_of else None


def _said(statement: Statement) -> tuple[Any, ...]:
    return statement.qualifier, statement.value, statement.value_low, statement.value_high


def _at_odds_over_days(forecasts: Sequence[Statement]) -> Iterator[str]:
    """ICE's 10,000 within a year, over four, by 2029, by January: one number, four deadlines."""
    same: defaultdict[Any, list[Statement]] = defaultdict(list)
    for each in forecasts:
        if each.value is not None and each.qualifier not in VAGUE and each.rank != "deprecated":
            same[each.topic, each.value].append(each)
    for group in same.values():
        if len({each.target_date for each in group}) > 1:
            yield from (each.id for each in group)
