"""A question in words, for whoever finds the file without its address."""

import re
from collections.abc import Iterator
from typing import Any

from api.columns import Column
from api.grammar import MATCHES, Operator
from api.orders import usual
from api.query import Question
from api.resource import Resource

# How `means` speaks of the value, and what a sentence puts in its place.
PLACES = {
    "this release": "release {}",
    "this element": "the element {}",
    "these elements": "the elements {}",
    "these": "{}",
    "this": "{}",
}
PLACE = re.compile(rf"\b({'|'.join(PLACES)})\b")
CHOICE = re.compile(r"([a-z ]+?) \(`(true|false)`\)")
MATCHED = {
    "certain": "A comparison of value holds for every number that the statement allows.",
    "possible": "A comparison of value holds for at least one number that the statement allows.",
}


def sentence(resource: Resource, question: Question, release: int) -> str:
    """Of a file, which has all records: what was asked of them, in what order, which columns."""
    name = resource.name.replace("-", " ").capitalize()
    clauses = [*told(resource, question)]
    which = f" whose {' and whose '.join(clauses)}" if clauses else ", all of them"
    parts = [f"{name} of release {release}{which}, in the order of {order(resource, question)}."]
    if (match := question.get("match", MATCHES[0])) in MATCHED:
        parts.append(MATCHED[match])
    if (columns := question.get("fields")) is not None:
        parts.append(f"Only the columns {', '.join(columns)}.")
    return " ".join(parts)


def told(resource: Resource, question: Question) -> Iterator[str]:
    for name in sorted(question.given):
        if name in resource.conditions:
            column, operator = resource.conditions[name]
            yield f"{column.name} is {said(column, operator, question.given[name])}"
    if (words := question.get("q")) is not None:
        yield f"text is found by “{words}”"


def said(column: Column, operator: Operator, given: Any) -> str:
    if operator.choose is not None:
        return chosen(operator.means, given=given)
    each: list[Any] = [[one] for one in given] if isinstance(given, list) else [given]
    values = ", ".join(shown(column, operator.value.write(one)) for one in each)
    return PLACE.sub(lambda place: PLACES[place[0]].format(values), operator.means, count=1)


def chosen(means: str, *, given: bool) -> str:
    """`unknown` of "unknown (`true`) or known (`false`)"."""
    phrases = {text == "true": phrase.removeprefix(" or ") for phrase, text in CHOICE.findall(means)}
    return phrases[given] if phrases[given] != "not" else f"not {phrases[not given]}"


def shown(column: Column, text: str) -> str:
    return f"“{text}”" if column.kind in {"text", "list"} else text


def order(resource: Resource, question: Question) -> str:
    sort: str = question.get("sort", usual(resource))
    column = sort.lstrip("-")
    return column + (", downwards" if sort.startswith("-") else "")
