"""Parse a query string into a question, or raise all of its problems at once."""

import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from api.catalog.resource import Resource
from api.catalog.values import Value
from api.problems import InvalidQuery
from api.query.parameters import DEFAULTS, PAGE_ONLY, file_values
from api.query.query_string import SUGGESTIONS, QueryString
from api.query.search import with_search_kind

# The values of these parameters are part of a statement's text. All others are arguments, `$n`.
IN_TEXT = frozenset({"sort", "limit", "count", "match", "include"})


class Question(Struct, frozen=True, kw_only=True):
    """A parsed query: by parameter, its value in `values` and its canonical `name=text` in `pairs`."""

    values: dict[str, Any]
    pairs: dict[str, str]

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def canonical(self, **others: str | None) -> str:
        """The canonical query string, with some parameters replaced or (None) left out."""
        pairs = dict(self.pairs)
        for name, text in others.items():
            if text is None:
                pairs.pop(name, None)
            else:
                pairs[name] = pair(name, text)
        return "&".join([pairs[name] for name in sorted(pairs)])

    @property
    def statement_key(self) -> "StatementKey":
        """The parameters and values that determine the text of the statement."""
        parameters = with_search_kind(self.values)
        return tuple([(name, in_text(name, parameters[name])) for name in sorted(parameters)])


StatementKey = tuple[tuple[str, Any], ...]


def in_text(name: str, value: Any) -> Any:
    if name in IN_TEXT or isinstance(value, bool):
        return tuple(value) if isinstance(value, list) else value
    return None


def pair(name: str, text: str) -> str:
    return f"{name}={encoded(text)}"


UNRESERVED = re.compile("[A-Za-z0-9,:._~-]*", re.ASCII).fullmatch


def encoded(text: str) -> str:
    return text if UNRESERVED(text) else quote(text, safe=",:")


def read_file(query: bytes, resource: Resource, more: Mapping[str, Value]) -> Question:
    """Parse the query of a file. `more` are the parameters of its format."""
    return read(query, {**file_values(resource), **more}, PAGE_ONLY)


def read(
    query: bytes,
    parameters: Mapping[str, Value],
    explain: Mapping[str, str] | None = None,
    required: Collection[str] = (),
) -> Question:
    """Parse the query.

    `explain` says why a parameter is not available. Raises InvalidQuery with every fault.
    """
    parser = QueryString(parameters, explain or {})
    parser.parse(query)
    for name in required:
        if name not in parser.seen:
            parser.add_fault(name, "", f"required: {parameters[name].expected}")
    if parser.faults:
        raise InvalidQuery(parser.faults, max(0, parser.misspelled - SUGGESTIONS))
    canonical = parser.canonical.items()
    pairs = {name: pair(name, text) for name, text in canonical if DEFAULTS.get(name) != text}
    return Question(values=parser.values, pairs=pairs)
