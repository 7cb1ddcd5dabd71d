"""The headline rule: the headlines of each series and year, what disputes a record, and the alternatives.

A series is all answers to one question. data-model.md publishes the rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from msgspec import Struct

from schemas import vocabularies as v
from seeds.headline.alternatives import counter
from seeds.headline.disputes import (
    CitedDispute,
    Dispute,
    cited_disputes,
    contradictions,
    deadlines,
    without_repeats,
)
from seeds.headline.statement import YEARLY, Statement

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


class HeadlineStatus(Struct, frozen=True, kw_only=True, gc=False):
    """What the rule decides about one record. `disputed_by` is sorted."""

    id: str
    series: str
    headline: bool
    headline_of_year: bool
    disputed_by: tuple[Dispute, ...]
    alternatives: int


def headline_statuses(
    statements: Iterable[Statement], cited: Iterable[CitedDispute] = ()
) -> list[HeadlineStatus]:
    """Apply the rule to all series. `cited` are the disputes that a passage states."""
    by_series: defaultdict[str, list[Statement]] = defaultdict(list)
    disputes: defaultdict[str, set[Dispute]] = defaultdict(set)
    forecasts: list[Statement] = []
    for statement in statements:
        by_series[statement.series].append(statement)
        if statement.topic is not None:
            forecasts.append(statement)
    for key, dispute in (*cited_disputes(cited), *deadlines(forecasts)):
        disputes[key].add(dispute)
    return [status for series in by_series.values() for status in _statuses(series, disputes)]


def _statuses(
    series: Sequence[Statement], disputes: defaultdict[str, set[Dispute]]
) -> Iterator[HeadlineStatus]:
    live = [statement for statement in series if statement.rank != "deprecated"]
    headline = min(live, key=_sort_key).id if live else None
    of_years = _headlines_of_years(live)
    for key, dispute in contradictions(live):
        disputes[key].add(dispute)
    count = counter(live)
    for statement in series:
        yield HeadlineStatus(
            id=statement.id,
            series=statement.series,
            headline=statement.id == headline,
            headline_of_year=statement.id in of_years,
            disputed_by=without_repeats(disputes.get(statement.id, ())),
            alternatives=count(statement) if len(live) > 1 or statement.rank == "deprecated" else 0,
        )


def _sort_key(statement: Statement) -> tuple[Any, ...]:
    """Return a key by which the headline of a series comes first.

    Within a year, a date that is inferred or names no month counts as older than one that does.
    """
    as_of = statement.as_of
    return (
        statement.rank != "preferred",
        -as_of.year if as_of else 0,
        bool(as_of) and (statement.date_basis == "inferred" or statement.as_of_precision in YEARLY),
        -as_of.month if as_of else 0,
        _quality(statement),
        PRECISIONS.index(statement.as_of_precision if as_of else None),
        -as_of.toordinal() if as_of else 0,
        *_last_steps(statement),
    )


def _key_within_year(statement: Statement) -> tuple[Any, ...]:
    """Return a key by which the headline of a year comes first."""
    as_of = statement.as_of
    return (
        statement.rank != "preferred",
        statement.date_basis == "inferred",
        PRECISIONS.index(statement.as_of_precision),
        _quality(statement),
        -as_of.toordinal() if as_of else 0,
        *_last_steps(statement),
    )


def _quality(statement: Statement) -> int:
    dataset = statement.source_kind == "dataset"
    return QUALITIES.index("primary" if dataset else statement.source_quality)


def _last_steps(statement: Statement) -> tuple[Any, ...]:
    kind, published = statement.source_kind, statement.source_published_on
    return (
        v.WEIGHTIEST.index(kind) if kind in v.WEIGHTIEST else len(v.WEIGHTIEST),
        -published.toordinal() if published else 0,
        statement.id,
    )


def _headlines_of_years(live: Sequence[Statement]) -> frozenset[str]:
    """Return the ids of the headlines of all years. A record without a date is in no year."""
    by_year: defaultdict[int, list[Statement]] = defaultdict(list)
    for statement in live:
        if statement.as_of:
            by_year[statement.as_of.year].append(statement)
    return frozenset(min(group, key=_key_within_year).id for group in by_year.values())
