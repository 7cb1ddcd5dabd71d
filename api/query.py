"""A query string read against what a resource offers: every problem found at once, or a question with one canonical text."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct

from api import values
from api.grammar import MATCHES
from api.problems import Fault, InvalidQuery
from api.resource import Resource
from api.values import Refused, Value

LIMIT = 1000
# Parameters of one form of a list that the other has not, and why.
NOT_HERE = {"fields": "a page shows every column; the files (.csv, .ndjson, .array.json) take fields"}
DEFAULT_LIMIT = 100
PAGE_ONLY = {
    "limit": "a file always holds every matching record",
    "after": "a file always holds every matching record",
    "count": "a file always holds every matching record; the page of the same address counts them",
    "include": "a file is flat: it carries the names beside the ids",
}


class Question(Struct, frozen=True, kw_only=True):
    """What was asked: values by parameter, as read, and as their canonical text."""

    given: dict[str, Any]
    written: dict[str, str]

    def get(self, name: str, default: Any = None) -> Any:
        return self.given.get(name, default)

    def canonical(self, **others: str | None) -> str:
        """The one spelling of this question, with some parameters replaced or (None) left out."""
        pairs = {**self.written, **others}
        return "&".join(f"{name}={encoded(text)}" for name, text in sorted(pairs.items()) if text is not None)


UNRESERVED = re.compile("[A-Za-z0-9,:._~-]*", re.ASCII).fullmatch


def encoded(text: str) -> str:
    return text if UNRESERVED(text) else quote(text, safe=",:")


@cache
def page_values(resource: Resource) -> Mapping[str, Value]:
    """The parameters of a page."""
    key = resource.columns[resource.key].value or values.ID
    found = file_values(resource) | {
        "limit": values.whole(1, LIMIT),
        "after": key,
        "count": values.BOOLEAN,
    }
    del found["fields"]
    if resource.include:
        found["include"] = included(resource)
    return found


@cache
def file_values(resource: Resource) -> dict[str, Value]:
    """The parameters of a file."""
    found = {name: operator.value for name, (_, operator) in resource.filters.items()}
    if resource.stated:
        found["match"] = values.one_of(MATCHES)
    if resource.searched:
        found["q"] = values.TEXT
    orders = tuple(sign + column for column in (resource.key, *resource.sorts) for sign in ("", "-"))
    fields = values.one_of(resource.file_columns)
    return found | {"sort": values.one_of(orders), "fields": values.listed(fields)} | moment_values()


@cache
def record_values(resource: Resource) -> Mapping[str, Value]:
    """The parameters of a single record."""
    return moment_values() | ({"include": included(resource)} if resource.include else {})


def moment_values() -> dict[str, Value]:
    return {"release": values.whole(1, values.INT_LIMIT), "known_on": values.DAY}


def included(resource: Resource) -> Value:
    return values.listed(values.one_of(tuple(resource.include)), len(resource.include))


DEFAULTS = {"limit": str(DEFAULT_LIMIT), "count": "false", "match": "stated"}


def read(query: bytes, known: Mapping[str, Value], explain: Mapping[str, str] | None = None) -> Question:
    """`explain` says why a parameter known elsewhere does not exist here. Raises InvalidQuery with every fault."""
    faults: list[Fault] = []
    texts = dict(separate(query, faults))
    given: dict[str, Any] = {}
    written: dict[str, str] = {}
    for name, text in texts.items():
        if (value := known.get(name)) is None:
            faults.append(unknown(name, text, known, explain or {}))
        else:
            take(name, text, value, given, written, faults)
    if faults:
        raise InvalidQuery(faults)
    return Question(given=given, written={n: t for n, t in written.items() if DEFAULTS.get(n) != t})


def take(
    name: str, text: str, value: Value, given: dict[str, Any], written: dict[str, str], faults: list[Fault]
) -> None:
    try:
        given[name] = value.read(text)
        written[name] = value.write(given[name])
    except Refused as refused:
        faults.append(Fault(parameter=name, given=text, expected=value.expected, nearest=refused.nearest))


def separate(query: bytes, faults: list[Fault]) -> Iterable[tuple[str, str]]:
    seen: set[str] = set()
    for pair in query.split(b"&") if query else ():
        raw_name, equals, raw_text = pair.partition(b"=")
        name, text = decoded(raw_name), decoded(raw_text)
        shown = raw_name.decode("ascii", "replace") if name is None else name
        if not raw_name or not equals or name is None or text is None:
            shown_text = raw_text.decode("ascii", "replace")
            faults.append(
                Fault(parameter=shown, given=shown_text, expected="name=value in percent-encoded UTF-8")
            )
        elif name in seen:
            faults.append(Fault(parameter=name, given=text, expected="given once"))
        else:
            seen.add(name)
            yield name, text


PLAIN = re.compile(b"[A-Za-z0-9,:._~-]*").fullmatch


def decoded(raw: bytes) -> str | None:
    """The text of a percent-encoded part; None where it is not well-formed UTF-8."""
    if PLAIN(raw):
        return raw.decode("ascii")
    plain = raw.replace(b"+", b" ")
    for piece in plain.split(b"%")[1:]:
        if len(piece) < 2 or not all(chr(digit) in "0123456789abcdefABCDEF" for digit in piece[:2]):
            return None
    try:
        return unquote_to_bytes(plain).decode("utf-8", "strict")
    except UnicodeDecodeError:
        return None


def unknown(name: str, text: str, known: Mapping[str, Value], explain: Mapping[str, str]) -> Fault:
    if name in explain:
        return Fault(parameter=name, given=text, expected=f"no such parameter here: {explain[name]}")
    nearest = get_close_matches(name, known, 1)
    expected = "a parameter of this resource; /openapi.json lists them"
    return Fault(parameter=name, given=text, expected=expected, nearest=nearest[0] if nearest else None)
