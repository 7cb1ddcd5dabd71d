"""Describe a question in words, for readers who find a file without its URL."""

import re
from collections.abc import Iterator
from typing import Any

from api.catalog.columns import Column
from api.catalog.operators import MATCHES, Operator
from api.catalog.resource import Resource
from api.query.ordering import default_column
from api.query.parsing import Question

# How `Operator.means` refers to the value, and what replaces it in a sentence.
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
    """Describe a file: its filters, its order and its columns."""
    name = resource.name.replace("-", " ").capitalize()
    clauses = [*clauses_of(resource, question)]
    filters = f" whose {' and whose '.join(clauses)}" if clauses else ", all of them"
    parts = [f"{name} of release {release}{filters}, in the order of {order(resource, question)}."]
    if (match := question.get("match", MATCHES[0])) in MATCHED:
        parts.append(MATCHED[match])
    if (columns := question.get("fields")) is not None:
        parts.append(f"Only the columns {', '.join(columns)}.")
    return " ".join(parts)


def clauses_of(resource: Resource, question: Question) -> Iterator[str]:
    for name in sorted(question.values):
        if name in resource.conditions:
            column, operator = resource.conditions[name]
            yield f"{column.name} is {phrase(column, operator, question.values[name])}"
    if (words := question.get("q")) is not None:
        yield f"text is found by “{words}”"


def phrase(column: Column, operator: Operator, value: Any) -> str:
    if operator.choose is not None:
        return chosen(operator.means, value=value)
    each: list[Any] = [[one] for one in value] if isinstance(value, list) else [value]
    values = ", ".join(shown(column, operator.value.write(one)) for one in each)
    return PLACE.sub(lambda place: PLACES[place[0]].format(values), operator.means, count=1)


def chosen(means: str, *, value: bool) -> str:
    """Pick `unknown` from "unknown (`true`) or known (`false`)" if `value` is true."""
    phrases = {text == "true": phrase.removeprefix(" or ") for phrase, text in CHOICE.findall(means)}
    return phrases[value] if phrases[value] != "not" else f"not {phrases[not value]}"


def shown(column: Column, text: str) -> str:
    return f"“{text}”" if column.kind in {"text", "list"} else text


def order(resource: Resource, question: Question) -> str:
    sort: str = question.get("sort", default_column(resource))
    column = sort.lstrip("-")
    return column + (", downwards" if sort.startswith("-") else "")
