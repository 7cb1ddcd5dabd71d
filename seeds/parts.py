"""What a type alone cannot say about a value; each check answers the value in its plain form."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

import msgspec

from schemas.seed import Payment
from seeds import numbers
from seeds.dates import checked
from seeds.fields import Kind

# PostgreSQL keeps no NUL, U+001F parts the elements of a list on its way into files, feeds and workbooks can
# hold none but the last. Texts have lines and tabs.
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
SIGNED: Final = frozenset({"county_latitude", "county_longitude"})


def _number(name: str, value: numbers.Number) -> numbers.Number:
    plain = numbers.plain(value)
    if plain < 0 and name not in SIGNED:
        raise ValueError(f"{plain} is negative")
    return plain


def _text(_name: str, value: str) -> str:
    if value != value.strip():
        raise ValueError("begins or ends with a blank")
    _printable(value)
    return value


def _printable(value: str) -> None:
    # Most texts are printable, which is told faster.
    if not value.isprintable() and (found := CONTROL.search(value)):
        said = "a NUL" if found[0] == "\x00" else f"the control character U+{ord(found[0]):04X}"
        raise ValueError(f"holds {said}")


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
    for text in _texts(value):
        _printable(text)
    return [_payment(name, item) if isinstance(item, Payment) else item for item in value]


def _texts(items: list[object]) -> Iterator[str]:
    structs = (item for item in items if isinstance(item, msgspec.Struct))
    values = (value for item in structs for value in msgspec.structs.astuple(item))
    return (value for value in values if isinstance(value, str))


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
