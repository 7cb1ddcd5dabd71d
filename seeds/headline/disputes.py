"""Which records dispute each other, and about what.

Records dispute each other if they cannot both be true for the same time, if they promise one number for
different days, or if a passage says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Any, Final

import msgspec
from msgspec import Struct

from schemas import vocabularies as v
from seeds.headline.statement import YEARLY, Number, Statement

VAGUE: Final = frozenset({"approximately", "unspecified"})
# Numbers that differ by at most a hundredth of the larger one do not contradict each other.
TOLERANCE: Final = 100


class Dispute(Struct, frozen=True, kw_only=True, order=True, gc=False):
    """What disputes a record: another record, a passage, or both. An empty text stands for neither."""

    id: str = ""
    citation_id: str = ""
    about: str = ""


def disputes_json(disputes: Sequence[Dispute]) -> str | None:
    """Return the JSON of the column `disputed_by`, or None if nothing disputes the record."""
    if not disputes:
        return None
    named = [{name: getattr(each, name) or None for name in each.__struct_fields__} for each in disputes]
    return msgspec.json.encode(named).decode()


class Claim(Struct, frozen=True, kw_only=True, gc=False):
    """What a cited dispute compares of a record.

    `question`: the agency with the metric, or with the kind of incentive. `audience`: the part of the people
    or money, or the audience with its eligibility.
    """

    id: str
    question: str
    value: Number | None
    target_date: date | None
    audience: str | None


class CitedDispute(Struct, frozen=True, kw_only=True, gc=False):
    """A passage that disputes a record, and a record that it supports, if there is one."""

    record: Claim
    citation_id: str
    other: Claim | None = None


def cited_disputes(cited: Iterable[CitedDispute]) -> Iterator[tuple[str, Dispute]]:
    """Yield records with the disputes that passages state.

    A passage disputes a record with what it says about the same question, for the same day if it names
    several. If it says nothing about the question, the passage alone disputes the record.
    """
    passages: defaultdict[tuple[str, str], list[CitedDispute]] = defaultdict(list)
    for each in cited:
        passages[each.record.id, each.citation_id].append(each)
    for (record_id, citation_id), group in passages.items():
        record = group[0].record
        others = [each.other for each in group if each.other and each.other.question == record.question]
        same_day = [each for each in others if each.target_date == record.target_date]
        for other in same_day or others:
            about = _difference(record, other) or ""
            yield record_id, Dispute(id=other.id, citation_id=citation_id, about=about)
        if not others:
            yield record_id, Dispute(citation_id=citation_id)


def without_repeats(disputes: Iterable[Dispute]) -> tuple[Dispute, ...]:
    """Sort the disputes, and leave out those with a record that a passage disputes as well."""
    unique = set(disputes)
    cited = {each.id for each in unique if each.citation_id}
    return tuple(sorted(each for each in unique if each.citation_id or each.id not in cited))


def _difference(one: Claim, other: Claim) -> v.DisputeAbout | None:
    if one.target_date != other.target_date:
        return "deadline"
    if one.value != other.value:
        return "value"
    return "audience" if one.audience != other.audience else None


def contradictions(live: Sequence[Statement]) -> Iterator[tuple[str, Dispute]]:
    """Yield records of one series with what contradicts them. `live` has no deprecated records."""
    by_time: defaultdict[Any, list[Statement]] = defaultdict(list)
    if len(live) == 1:
        return
    for statement in live:
        if statement.qualifier not in VAGUE and (time := _time(statement)) is not None:
            by_time[time].append(statement)
    for group in by_time.values():
        for one, other in combinations(group, 2):
            if _contradict(one, other):
                yield from _each_other(one, other, "value")


def _each_other(one: Statement, other: Statement, about: v.DisputeAbout) -> Iterator[tuple[str, Dispute]]:
    yield one.id, Dispute(id=other.id, about=about)
    yield other.id, Dispute(id=one.id, about=about)


def _time(statement: Statement) -> tuple[Any, ...] | None:
    """Return a key that is equal for statements about the same time; None if the time is unknown."""
    as_of, precision = statement.as_of, statement.as_of_precision
    if statement.period == "to_date":  # totals grow, so compare only equal days
        return (as_of,) if as_of and precision == "day" else None
    if statement.period is not None:
        known = statement.period_start or statement.period_end
        return (statement.period_start, statement.period_end) if known else None
    if as_of is None:
        return None
    if precision in {"day", "month"}:
        return as_of.year, as_of.month
    return ("year" if precision in YEARLY else precision, as_of)


def _contradict(one: Statement, other: Statement) -> bool:
    """Whether the bounds are more than a hundredth of the larger number apart: both cannot be true."""
    return _gap(one, other) or _gap(other, one)


def _gap(below: Statement, above: Statement) -> bool:
    high, low = below.value_high, above.value_low
    return high is not None and low is not None and (low - high) * TOLERANCE > low  # type: ignore[operator]


def deadlines(forecasts: Sequence[Statement]) -> Iterator[tuple[str, Dispute]]:
    """Yield forecasts of one number for different days, such as ICE's 10,000 by January and by 2029."""
    by_value: defaultdict[Any, list[Statement]] = defaultdict(list)
    for each in forecasts:
        if each.value is not None and each.qualifier not in VAGUE and each.rank != "deprecated":
            by_value[each.topic, each.value].append(each)
    for group in by_value.values():
        for one, other in combinations(group, 2):
            if one.target_date != other.target_date:
                yield from _each_other(one, other, "deadline")
