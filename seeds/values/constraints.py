"""Checks that a type cannot express. Each check returns the value in its normal form or raises ValueError."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

import msgspec

from schemas.seed_parts import Payment
from seeds.values import numbers
from seeds.values.dates import checked
from seeds.values.fields import Kind

# PostgreSQL stores no NUL, U+001F separates list elements on their way into files, and XML allows none of the
# others but U+007F. Texts may contain line breaks and tabs.
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
SIGNED: Final = frozenset({"county_latitude", "county_longitude"})


def _number(name: str, value: numbers.Number) -> numbers.Number:
    plain = numbers.plain(value)
    if plain < 0 and name not in SIGNED:
        raise ValueError(f"{plain} is negative")
    return plain


def _text(_name: str, value: str) -> str:
    if value != value.strip():
        raise ValueError("starts or ends with white space")
    _printable(value)
    return value


def _printable(value: str) -> None:
    # isprintable is faster than the search, and true for most texts.
    if not value.isprintable() and (match := CONTROL.search(value)):
        name = "NUL" if match[0] == "\x00" else f"the control character U+{ord(match[0]):04X}"
        raise ValueError(f"contains {name}")


def _list(name: str, values: list[str]) -> list[str]:
    for value in values:
        _text(name, value)
        if ";" in value:
            raise ValueError(f'the element "{value}" contains a semicolon, which separates elements in files')
    if len(set(values)) < len(values):
        raise ValueError("repeats an element")
    return values


def _day(_name: str, value: date) -> date:
    return checked(value)


def _json(name: str, value: object) -> object:
    if not isinstance(value, list):
        return value
    for text in _texts(value):
        _printable(text)
    return [_payment(name, item) if isinstance(item, Payment) else item for item in value]


def _texts(items: list[object]) -> Iterator[str]:
    structs = (item for item in items if isinstance(item, msgspec.Struct))
    values = (value for item in structs for value in msgspec.structs.astuple(item))
    return (value for value in values if isinstance(value, str))


def _payment(name: str, payment: Payment) -> Payment:
    if payment.times < 1:
        raise ValueError(f"times is {payment.times}, but a payment is made at least once")
    numbered = {key: getattr(payment, key) for key in ("amount", "percent")}
    plain = {key: _number(name, value) if value is not None else None for key, value in numbered.items()}
    return msgspec.structs.replace(payment, **plain)


PARTS: Final[dict[Kind, Callable[[str, Any], Any]]] = {
    "number": _number,
    "text": _text,
    "when": _text,
    "list": _list,
    "day": _day,
    "json": _json,
}
