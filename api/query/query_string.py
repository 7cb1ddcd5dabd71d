"""Parse the pairs of a query string into values, and collect every fault."""

import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from api.catalog.carriers import is_tracking
from api.catalog.values import InvalidValue, Value
from api.problems import Fault
from api.query.suggestions import nearest

# The number of misspelled names in one query for which a suggestion is looked up.
SUGGESTIONS = 10
ENCODED = re.compile(b"[^%]*(?:%[0-9A-Fa-f]{2}[^%]*)*")


class QueryString:
    """The parser of one query string: the values and the faults so far."""

    def __init__(self, parameters: Mapping[str, Value], explain: Mapping[str, str]) -> None:
        self.parameters, self.explain = parameters, explain
        self.faults: list[Fault] = []
        self.misspelled = 0
        self.seen: set[str] = set()
        self.lists: dict[str, list[str]] = {}
        self.values: dict[str, Any] = {}
        self.canonical: dict[str, str] = {}

    def parse(self, query: bytes) -> None:
        """Parse every pair. Skips empty pairs, and identical pairs after the second."""
        seen: set[bytes] = set()
        repeated: set[bytes] = set()
        for pair in query.split(b"&"):
            if pair and pair not in repeated:
                (repeated if pair in seen else seen).add(pair)
                self.parse_pair(pair)
        for name, texts in self.lists.items():
            self.read(name, ",".join(texts), self.parameters[name])

    def parse_pair(self, pair: bytes) -> None:
        raw_name, equals, raw_text = pair.partition(b"=")
        name, text = decoded(raw_name), decoded(raw_text)
        if name is not None and is_tracking(name):
            return
        if not name or not equals or text is None:
            printable = name if name is not None else raw_name.decode("ascii", "replace")
            self.add_fault(
                printable, raw_text.decode("ascii", "replace"), "name=value in percent-encoded UTF-8"
            )
        else:
            self.parse_value(name, text)
        self.seen.add(name or "")

    def parse_value(self, name: str, text: str) -> None:
        if (listed := self.list_named(name)) is not None:
            self.seen.add(listed)
            self.lists.setdefault(listed, []).append(text)
        elif name in self.seen:
            self.add_fault(name, text, expected_once(name, self.parameters))
        elif (value := self.parameters.get(name)) is None:
            self.add_unknown(name, text)
        else:
            self.read(name, text, value)

    def list_named(self, name: str) -> str | None:
        """Return the list parameter that the name means: `state__in` for `state__in` and `state__in[]`."""
        plain = name.removesuffix("[]")
        value = self.parameters.get(plain)
        return plain if value is not None and value.schema.get("type") == "array" else None

    def read(self, name: str, text: str, value: Value) -> None:
        try:
            result = self.values[name] = value.read(text)
        except InvalidValue as error:
            self.add_fault(name, text, value.expected, self.nearest(error.text, error.names))
            return
        self.canonical[name] = value.write(result)

    def add_unknown(self, name: str, text: str) -> None:
        if name in self.explain:
            self.add_fault(name, text, f"not available here: {self.explain[name]}")
            return
        expected = "a parameter of this resource; see /openapi.json for the list"
        self.add_fault(name, text, expected, self.nearest(name, self.parameters))

    def nearest(self, text: str, names: Collection[str]) -> str | None:
        """Return the closest name. None if there is none or too many names are misspelled."""
        if not names:
            return None
        self.misspelled += 1
        return nearest(text, tuple(names)) if self.misspelled <= SUGGESTIONS else None

    def add_fault(self, name: str, text: str, expected: str, nearest: str | None = None) -> None:
        self.faults.append(Fault(parameter=name, given=text, expected=expected, nearest=nearest))


def expected_once(name: str, parameters: Mapping[str, Value]) -> str:
    """Describe what was expected instead of a repeated parameter."""
    column = name.partition("__")[0]
    if f"{column}__in" in parameters:
        return f"one value; for several values write {column}__in=A,B"
    return "one value; the parameter is repeated"


def decoded(raw: bytes) -> str | None:
    """Decode percent-encoded text. Returns None if it is not well-formed UTF-8."""
    plain = raw.replace(b"+", b" ")
    if b"%" in plain:
        if not ENCODED.fullmatch(plain):
            return None
        plain = unquote_to_bytes(plain)
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return None
