"""The parameters of a file as options of a command.

One rule: `_` and `__` in the name of a parameter are `-` in its option, so `value__gte` is `--value-gte`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias
from urllib.parse import quote

from api import query
from api.columns import Column
from api.formats import Format, forms_of
from api.query import Question
from api.resource import Resource
from api.values import Value

Given: TypeAlias = Mapping[str, Sequence[str]]
Pairs: TypeAlias = Iterator[tuple[str, str]]
SEPARATORS = re.compile("[-_]+")
METAVARS = {
    "boolean": "true|false",
    "code": "CODE",
    "day": "DAY",
    "enum": "CODE",
    "id": "ID",
    "integer": "NUMBER",
    "moment": "MOMENT",
    "number": "NUMBER",
}


def option(parameter: str) -> str:
    return "--" + SEPARATORS.sub("-", parameter)


def metavar(column: Column) -> str:
    return METAVARS.get(column.kind, "TEXT")


@cache
def parameters(resource: Resource) -> Mapping[str, Value]:
    """Every parameter that any file of the resource takes. Which form takes it is asked later."""
    found = dict(query.file_values(resource))
    for form in forms_of(resource):
        found |= form.parameters
    return found


def question(resource: Resource, form: Format, given: Given, unknown: Sequence[str]) -> Question:
    """`given` by parameter, `unknown` as it was typed. Raises InvalidQuery with every fault, as over HTTP."""
    several = [*pairs(parameters(resource), given), *as_pairs(resource, unknown)]
    text = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in several)
    return query.read_file(text.encode(), resource, form.parameters)


def pairs(known: Mapping[str, Value], given: Given) -> Pairs:
    """An option that is given several times means any of its values, where the grammar has a list for it."""
    for name, values in given.items():
        if len(values) > 1 and known[name].schema.get("type") == "array":
            yield name, ",".join(values)
        elif len(values) > 1 and f"{name}__in" in known:
            yield f"{name}__in", ",".join(values)
        else:
            yield from ((name, value) for value in values)


def as_pairs(resource: Resource, words: Sequence[str]) -> Pairs:
    """Other spellings of an option, and what is no option at all: the query says what is wrong with it."""
    known = {option(name): name for name in parameters(resource)}
    rest = [*words]
    while rest:
        word, equals, value = rest.pop(0).partition("=")
        if not equals and rest and not rest[0].startswith("--"):
            value = rest.pop(0)
        name = SEPARATORS.sub("-", word.lstrip("-"))
        yield known.get(f"--{name}", name.replace("-", "_")), value


def encoded(text: str) -> str:
    """An argument that is not UTF-8 stays so, for the query to refuse."""
    return quote(text, safe="", errors="surrogateescape")
