"""What a question should find, worked out in plain Python from records as JSON and from product.md alone."""

import json
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Any

Record = dict[str, Any]


def decode(text: str | bytes) -> Any:
    """JSON with exact numbers."""
    return json.loads(text, parse_float=Fraction)


def ids(records: Iterable[Record]) -> list[Any]:
    return [record.get("id", record.get("number")) for record in records]


def holds(record: Record, parameter: str, given: str, match: str = "stated") -> bool:
    """Whether the record answers to `parameter=given`."""
    column, _, operator = parameter.partition("__")
    value = record[column]
    if operator == "isnull":
        return (value is None or value == []) == (given == "true")
    if column == "value":
        return stated_value_holds(record, operator, given, match)
    if isinstance(value, list):
        return any(each in value for each in (given.split(",") if operator == "in" else [given]))
    return plain_value_holds(value, operator, given)


def plain_value_holds(value: Any, operator: str, given: str) -> bool:
    if operator == "not":
        return value is None or value != like(value, given)
    if value is None:
        return False
    if operator == "contains":
        return given.lower() in value.lower()
    if operator == "in":
        return any(value == like(value, each) for each in given.split(","))
    return compare(value, operator, like(value, given))


def like(value: Any, given: str) -> Any:
    """The given text in the type of a value."""
    if isinstance(value, bool):
        return given == "true"
    return Fraction(given) if isinstance(value, int | Fraction) else given


def compare(left: Any, operator: str, right: Any) -> bool:
    table = {
        "": left == right,
        "gt": left > right,
        "gte": left >= right,
        "lt": left < right,
        "lte": left <= right,
    }
    return table[operator]


def stated_value_holds(record: Record, operator: str, given: str, match: str) -> bool:
    """Of a figure about an area, every value is exact."""
    record = {"qualifier": "exact", **record}
    if operator == "not":
        opposite = {"stated": "stated", "certain": "possible", "possible": "certain"}[match]
        return not stated_value_holds(record, "", given, opposite)
    if operator == "in":
        return any(stated_value_holds(record, "", each, match) for each in given.split(","))
    number = Fraction(given)
    if match == "stated":
        ends = (
            [record["value"]]
            if record["qualifier"] != "between"
            else [record["value_low"], record["value_high"]]
        )
        return None not in ends and all(compare(end, operator, number) for end in ends)
    allowed = [point for point in points(record, number) if allows(record, point)]
    if record["qualifier"] == "approximately" and match == "certain":
        return False
    found = [compare(point, operator, number) for point in allowed]
    return all(found) and bool(found) if match == "certain" else any(found)


def points(record: Record, number: Fraction) -> list[Fraction]:
    """Numbers that stand for all: each end, the number asked for, one between any two of them, one beyond."""
    ends = [record["value"], record["value_low"], record["value_high"], number, 0]
    known = sorted({Fraction(end) for end in ends if end is not None})
    between = [(left + right) / 2 for left, right in pairwise(known)]
    return [*known, *between, known[-1] + 1, known[0] - 1]


def allows(record: Record, point: Fraction) -> bool:
    """Whether the statement allows the number, by its qualifier and not by the bounds that were derived."""
    qualifier, value = record["qualifier"], record["value"]
    if qualifier == "between":
        return bool(record["value_low"] <= point <= record["value_high"])
    if value is None:
        return False
    fits = {
        "exact": point == value,
        "approximately": point == value,
        "more_than": point > value,
        "at_least": point >= value,
        "up_to": 0 <= point <= value,
        "at_most": 0 <= point <= value,
        "nearly": 0 <= point < value,
        "less_than": 0 <= point < value,
    }
    return bool(fits[qualifier])


def in_order(records: list[Record], sort: str, key: str = "id") -> list[Record]:
    """Sorted: without a value last in both directions, ties by id in the direction of the sort."""
    column, descending = sort.lstrip("-"), sort.startswith("-")
    known = [record for record in records if record[column] is not None]
    unknown = [record for record in records if record[column] is None]
    known.sort(key=lambda record: (record[column], record[key]), reverse=descending)
    unknown.sort(key=lambda record: record[key], reverse=descending)
    return known + unknown


def written(value: Any) -> str:
    """A value as a query writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(float(value)) if isinstance(value, Fraction) else str(value)
