"""The values a parameter may take: how each is read from text, what is expected, and its JSON Schema."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

IN_LIMIT = 100
TEXT_LIMIT = 200
ID_LIMIT = 140
INT_LIMIT = 2**31 - 1


class Refused(ValueError):  # noqa: N818 - the caller refuses, nothing failed
    """The text is not such a value; `nearest` is the real one it most resembles."""

    def __init__(self, nearest: str | None = None) -> None:
        super().__init__()
        self.nearest = nearest


class Value(Struct, frozen=True, kw_only=True):
    """`read` gives what is bound to SQL, `write` the one canonical text; `cast` and `array` are SQL types."""

    expected: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    cast: str = "::text"
    array: str = "::text[]"


def matching(pattern: str, limit: int) -> Callable[[str], str]:
    compiled = re.compile(pattern, re.ASCII)

    def read(text: str) -> str:
        if len(text) > limit or not compiled.fullmatch(text):
            raise Refused
        return text

    return read


def coded(pattern: str, expected: str, limit: int = ID_LIMIT) -> Value:
    schema = {"type": "string", "pattern": f"^{pattern}$", "minLength": 1, "maxLength": limit}
    return Value(expected=expected, schema=schema, read=matching(pattern, limit))


ID = coded("[a-z0-9]+(-[a-z0-9]+)*", "an id: lower-case letters and digits joined by hyphens")
CODE = coded("[a-z0-9]+(_[a-z0-9]+)*", "a code: lower-case letters and digits joined by underscores")
RECORD_ID = coded(
    "[a-z0-9]+([-_][a-z0-9]+)*", "a record's id: lower-case letters and digits joined by hyphens", 120
)
CHANGE_ID = coded(
    "[1-9][0-9]*-[a-z0-9]+([-_][a-z0-9]+)*", "a change's id: a release and a record such as 3-us-dhs-ice"
)
GEOID = coded("0500000US[0-9]{5}", "a county's geoid such as 0500000US06037")
ORI = coded("[A-Z0-9]{9}", "an ORI of nine capital letters and digits")


def read_text(text: str) -> str:
    if not text or len(text) > TEXT_LIMIT or "\x00" in text:
        raise Refused
    return text


TEXT = Value(
    expected=f"text of 1 to {TEXT_LIMIT} characters",
    # PostgreSQL cannot hold a NUL
    schema={"type": "string", "minLength": 1, "maxLength": TEXT_LIMIT, "pattern": "^[^\\u0000]+$"},
    read=read_text,
)


def read_integer(text: str) -> int:
    if not re.fullmatch("-?(0|[1-9][0-9]{0,9})", text, re.ASCII) or abs(int(text)) > INT_LIMIT:
        raise Refused
    return int(text)


INTEGER = Value(
    expected=f"a whole number between -{INT_LIMIT} and {INT_LIMIT}",
    schema={"type": "integer", "format": "int32", "minimum": -INT_LIMIT, "maximum": INT_LIMIT},
    read=read_integer,
    cast="::integer",
    array="::integer[]",
)


def whole(low: int, high: int) -> Value:
    def read(text: str) -> int:
        number = read_integer(text)
        if not low <= number <= high:
            raise Refused
        return number

    schema = {"type": "integer", "format": "int32", "minimum": low, "maximum": high}
    return Value(expected=f"a whole number from {low} to {high}", schema=schema, read=read, cast="::integer")


NUMBER_LIMIT = 10**15


def read_number(text: str) -> str:
    """A JSON number, given to PostgreSQL as its plain decimal text."""
    if len(text) > 400 or not re.fullmatch(
        r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?", text, re.ASCII
    ):
        raise Refused
    number = Decimal(text)
    if abs(number) > NUMBER_LIMIT:
        raise Refused
    plain = format(number, "f") if number else "0"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


NUMBER = Value(
    expected="a number such as 200000 or 1.87, at most 10^15",
    schema={"type": "number", "minimum": -NUMBER_LIMIT, "maximum": NUMBER_LIMIT},
    read=read_number,
    cast="::text::numeric",
    array="::text[]::numeric[]",
)


def read_day(text: str) -> date:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
        raise Refused
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused from error


DAY = Value(
    expected="a day such as 2025-11-10",
    schema={"type": "string", "format": "date"},
    read=read_day,
    cast="::date",
    array="::date[]",
)


# Moments are compared as texts, so a 30th of February does no harm.
A_MOMENT = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"


def read_moment(text: str) -> str:
    if not re.fullmatch(A_MOMENT, text, re.ASCII):
        raise Refused
    return text


MOMENT = Value(
    expected="a moment in UTC such as 2025-11-22T10:00:00Z",
    schema={
        "type": "string",
        "pattern": f"^{A_MOMENT}$",
    },
    read=read_moment,
)


def read_boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise Refused
    return text == "true"


BOOLEAN = Value(
    expected="true or false",
    schema={"type": "boolean"},
    read=read_boolean,
    write=lambda given: "true" if given else "false",
)


def one_of(names: tuple[str, ...], schema: Mapping[str, Any] | None = None) -> Value:
    """A closed list. `schema` refers to the named component where there is one."""

    def read(text: str) -> str:
        if text not in names:
            near = get_close_matches(text, names, 1)
            raise Refused(near[0] if near else None)
        return text

    return Value(
        expected="one of " + ", ".join(names),
        schema=schema or {"type": "string", "enum": list(names)},
        read=read,
    )


def listed(value: Value, limit: int = IN_LIMIT) -> Value:
    """Several values joined with commas, which none of them can hold."""

    def read(text: str) -> list[Any]:
        parts = text.split(",")
        if len(parts) > limit:
            raise Refused
        return [value.read(part) for part in parts]

    return Value(
        expected=f"1 to {limit} values joined with commas, each {value.expected}",
        schema={"type": "array", "items": value.schema, "minItems": 1, "maxItems": limit},
        read=read,
        write=lambda given: ",".join(value.write(each) for each in given),
        cast="",
    )
