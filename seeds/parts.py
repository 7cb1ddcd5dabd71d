"""What a type alone cannot say about a value; each check answers the value in its plain form."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import msgspec

from schemas.seed import Payment
from seeds import numbers
from seeds.dates import checked
from seeds.fields import Kind

SIGNED: Final = frozenset({"county_latitude", "county_longitude"})


def _number(name: str, value: numbers.Number) -> numbers.Number:
    plain = numbers.plain(value)
    if plain < 0 and name not in SIGNED:
        raise ValueError(f"{plain} is negative")
    return plain


def _text(_name: str, value: str) -> str:
    if value != value.strip():
        raise ValueError("begins or ends with a blank")
    if "\x00" in value:
        raise ValueError("holds a NUL")
    return value


def _list(name: str, values: list[str]) -> list[str]:
    for value in values:
        _text(name, value)
        if ";" in value:
            raise ValueError(f'the element "{value}" holds a semicolon, which joins elements in a file')
    if len(set(values)) < len(values):
        raise ValueError("names an element twice")
    return values


def _day(_name: str, value: date) -> date:
    return checked(value)


def _json(name: str, value: object) -> object:
    if not isinstance(value, list):
        return value
    return [_payment(name, item) if isinstance(item, Payment) else item for item in value]


def _payment(name: str, payment: Payment) -> Payment:
    if payment.times < 1:
        raise ValueError(f"{payment.times} times is no number of payments")
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
