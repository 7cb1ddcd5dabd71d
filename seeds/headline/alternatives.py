"""How many other sources give another number."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from seeds.headline.statement import Statement


def counter(live: Sequence[Statement]) -> Callable[[Statement], int]:
    """Return a function that counts the other sources with another number or qualifier for the same year.

    A record without a date is compared with every year. A record without a source counts as a source.
    """
    by_year: defaultdict[int | None, set[tuple[str, Any]]] = defaultdict(set)
    for each in live:
        by_year[_year(each)].add((_source(each), _value(each)))

    def count(statement: Statement) -> int:
        year, source, value = _year(statement), _source(statement), _value(statement)
        compared = set(by_year) if year is None else {year, None}
        stated = set[tuple[str, Any]]().union(*(by_year.get(each, ()) for each in compared))
        return len({other for other, number in stated if other != source and number != value})

    return count


def _source(statement: Statement) -> str:
    return statement.source_id or statement.id


def _year(statement: Statement) -> int | None:
    return statement.as_of.year if statement.as_of else None


def _value(statement: Statement) -> tuple[Any, ...]:
    return statement.qualifier, statement.value, statement.value_low, statement.value_high
