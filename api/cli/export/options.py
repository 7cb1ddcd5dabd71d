"""The parameters of a file as command-line options.

`_` and `__` in a parameter's name become `-` in its option: `value__gte` is `--value-gte`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias
from urllib.parse import quote

from api.catalog.columns import Column
from api.catalog.resource import Resource
from api.catalog.values import Value
from api.exports.formats import Format, forms_of
from api.query import parameters, parsing
from api.query.parsing import Question

OptionValues: TypeAlias = Mapping[str, Sequence[str]]
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
def every_parameter(resource: Resource) -> Mapping[str, Value]:
    """List the parameters of all file formats of the resource. Parsing rejects those of other formats."""
    values = dict(parameters.file_values(resource))
    for form in forms_of(resource):
        values |= form.parameters
    return values


def question(resource: Resource, form: Format, values: OptionValues, unknown: Sequence[str]) -> Question:
    """Parse the options. `given`: values by parameter. `unknown`: other arguments. Raises InvalidQuery."""
    all_pairs = [*pairs(every_parameter(resource), values), *as_pairs(resource, unknown)]
    text = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in all_pairs)
    return parsing.read_file(text.encode(), resource, form.parameters)


def pairs(known: Mapping[str, Value], values: OptionValues) -> Pairs:
    """Turn options into parameters. A repeated option means any of its values, if a list parameter exists."""
    for name, texts in values.items():
        if len(texts) > 1 and known[name].schema.get("type") == "array":
            yield name, ",".join(texts)
        elif len(texts) > 1 and f"{name}__in" in known:
            yield f"{name}__in", ",".join(texts)
        else:
            yield from ((name, value) for value in texts)


def as_pairs(resource: Resource, arguments: Sequence[str]) -> Pairs:
    """Turn unknown arguments into parameters, so that parsing reports them with suggestions."""
    known = {option(name): name for name in every_parameter(resource)}
    remaining = [*arguments]
    while remaining:
        argument, equals, value = remaining.pop(0).partition("=")
        if not equals and remaining and not remaining[0].startswith("--"):
            value = remaining.pop(0)
        name = SEPARATORS.sub("-", argument.lstrip("-"))
        yield known.get(f"--{name}", name.replace("-", "_")), value


def encoded(text: str) -> str:
    """Percent-encode an argument. Bytes that are not UTF-8 are kept, so that parsing reports them."""
    return quote(text, safe="", errors="surrogateescape")
