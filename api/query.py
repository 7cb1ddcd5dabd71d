"""A query string read against what a resource offers: all its problems at once, or one question."""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct, structs

from api import values
from api.grammar import MATCHES
from api.problems import Fault, InvalidQuery
from api.resource import Resource
from api.values import Refused, Value

LIMIT = 1000
# Parameters of one form of a list that the other has not, and why.
NOT_HERE = {
    "fields": "a page shows every column; the files (.csv, .parquet and others) take fields",
    "bom": "only the file .csv has a byte-order mark, for Excel",
}
DEFAULT_LIMIT = 100
PAGE_ONLY = {
    "limit": "a file always holds every matching record",
    "after": "a file always holds every matching record",
    "count": "a file always holds every matching record; the page of the same address counts them",
    "include": "a file is flat: it carries the names beside the ids",
    "bom": NOT_HERE["bom"],
}


# These stand in the text of a statement themselves, all others as `$n`.
IN_TEXT = frozenset({"sort", "limit", "count", "match", "include"})


class Question(Struct, frozen=True, kw_only=True):
    """What was asked: values by parameter, as read, and `name=text` in canonical spelling."""

    given: dict[str, Any]
    pairs: dict[str, str]

    def get(self, name: str, default: Any = None) -> Any:
        return self.given.get(name, default)

    def canonical(self, **others: str | None) -> str:
        """The one spelling of this question, with some parameters replaced or (None) left out."""
        pairs = dict(self.pairs)
        for name, text in others.items():
            if text is None:
                pairs.pop(name, None)
            else:
                pairs[name] = pair(name, text)
        return "&".join([pairs[name] for name in sorted(pairs)])

    @property
    def shape(self) -> "Shape":
        """What decides the text of its statement: the names that are given, and some of the values."""
        return tuple([(name, in_text(name, self.given[name])) for name in sorted(self.given)])


Shape = tuple[tuple[str, Any], ...]


def in_text(name: str, value: Any) -> Any:
    if name in IN_TEXT or isinstance(value, bool):
        return tuple(value) if isinstance(value, list) else value
    return None


def pair(name: str, text: str) -> str:
    return f"{name}={encoded(text)}"


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
    found = {name: operator.value for name, (_, operator) in resource.conditions.items()}
    if resource.stated:
        found["match"] = values.one_of(MATCHES)
    if resource.searched:
        found["q"] = values.TEXT
    orders = tuple(sign + column for column in (resource.key, *resource.sorts) for sign in ("", "-"))
    fields = ordered(resource.file_columns)
    return found | {"sort": values.one_of(orders), "fields": fields} | moment_values()


@cache
def record_values(resource: Resource) -> Mapping[str, Value]:
    """The parameters of a single record."""
    return moment_values() | ({"include": included(resource)} if resource.include else {})


def moment_values() -> dict[str, Value]:
    return {"release": values.whole(1, values.INT_LIMIT), "known_on": values.DAY}


def ordered(columns: tuple[str, ...], limit: int = values.IN_LIMIT) -> Value:
    """Some of the columns, each once and in their own order, however they were asked for."""
    several = values.listed(values.one_of(columns), limit)

    def read(text: str) -> list[str]:
        asked = several.read(text)
        return [column for column in columns if column in asked]

    return structs.replace(several, read=read)


def included(resource: Resource) -> Value:
    return ordered(tuple(resource.include), len(resource.include))


DEFAULTS = {"limit": str(DEFAULT_LIMIT), "count": "false", "match": "stated", "bom": "false"}


def read_file(query: bytes, resource: Resource, more: Mapping[str, Value]) -> Question:
    """`more` are the parameters that only this form of a file takes."""
    return read(query, {**file_values(resource), **more}, PAGE_ONLY)


def read(
    query: bytes,
    known: Mapping[str, Value],
    explain: Mapping[str, str] | None = None,
    required: Collection[str] = (),
) -> Question:
    """`explain` says why a parameter known elsewhere is not here. Raises InvalidQuery with every fault."""
    reading = Reading(known, explain or {})
    for pair in query.split(b"&") if query else ():
        reading.take(pair)
    for name in required:
        if name not in reading.seen:
            reading.refuse(name, "", f"given: {known[name].expected}")
    if reading.faults:
        raise InvalidQuery(reading.faults)
    return Question(given=reading.given, pairs=reading.pairs)


class Reading:
    """A query string on its way to a question: what made sense so far, and what did not."""

    def __init__(self, known: Mapping[str, Value], explain: Mapping[str, str]) -> None:
        self.known, self.explain = known, explain
        self.faults: list[Fault] = []
        self.seen: set[str] = set()
        self.given: dict[str, Any] = {}
        self.pairs: dict[str, str] = {}

    def take(self, pair: bytes) -> None:
        raw_name, equals, raw_text = pair.partition(b"=")
        name, text = decoded(raw_name), decoded(raw_text)
        if not name or not equals or text is None:
            shown = name if name is not None else raw_name.decode("ascii", "replace")
            self.refuse(shown, raw_text.decode("ascii", "replace"), "name=value in percent-encoded UTF-8")
        elif name in self.seen:
            self.refuse(name, text, "given once")
        elif (value := self.known.get(name)) is None:
            self.refuse_unknown(name, text)
        else:
            self.read(name, text, value)
        self.seen.add(name or "")

    def read(self, name: str, text: str, value: Value) -> None:
        try:
            given = self.given[name] = value.read(text)
        except Refused as refused:
            self.refuse(name, text, value.expected, refused.nearest)
            return
        if DEFAULTS.get(name) != (written := value.write(given)):
            self.pairs[name] = pair(name, written)

    def refuse_unknown(self, name: str, text: str) -> None:
        if name in self.explain:
            self.refuse(name, text, f"no such parameter here: {self.explain[name]}")
            return
        nearest = get_close_matches(name, self.known, 1)
        expected = "a parameter of this resource; /openapi.json lists them"
        self.refuse(name, text, expected, nearest[0] if nearest else None)

    def refuse(self, name: str, text: str, expected: str, nearest: str | None = None) -> None:
        self.faults.append(Fault(parameter=name, given=text, expected=expected, nearest=nearest))


def decoded(raw: bytes) -> str | None:
    """The text of a percent-encoded part; None where it is not well-formed UTF-8."""
    plain = raw.replace(b"+", b" ")
    if b"%" in plain:
        for piece in plain.split(b"%")[1:]:
            if len(piece) < 2 or not all(chr(digit) in "0123456789abcdefABCDEF" for digit in piece[:2]):
                return None
        plain = unquote_to_bytes(plain)
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return None
