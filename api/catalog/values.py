"""The types of parameter values: how to parse each, what is expected, and its JSON Schema."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct, structs

IN_LIMIT = 100
TEXT_LIMIT = 200
ID_LIMIT = 140
INT_LIMIT = 2**31 - 1


class InvalidValue(ValueError):  # noqa: N818 - the input is invalid, nothing failed
    """The text is not a valid value. `names` is the closed list, if there is one, to suggest a name from."""

    def __init__(self, text: str = "", names: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.text, self.names = text, names


class Value(Struct, frozen=True, kw_only=True):
    """`read` parses text into an SQL argument, `write` returns canonical text; `cast`, `array`: SQL casts."""

    expected: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    cast: str = "::text"
    array: str = "::text[]"


def pattern_reader(pattern: str, limit: int) -> Callable[[str], str]:
    compiled = re.compile(pattern, re.ASCII)

    def read(text: str) -> str:
        if len(text) > limit or not compiled.fullmatch(text):
            raise InvalidValue
        return text

    return read


def string_value(pattern: str, expected: str, limit: int = ID_LIMIT) -> Value:
    schema = {"type": "string", "pattern": f"^{pattern}$", "minLength": 1, "maxLength": limit}
    return Value(expected=expected, schema=schema, read=pattern_reader(pattern, limit))


ID = string_value("[a-z0-9]+(-[a-z0-9]+)*", "an id: lower-case letters and digits joined by hyphens")
CODE = string_value("[a-z0-9]+(_[a-z0-9]+)*", "a code: lower-case letters and digits joined by underscores")
RECORD_ID = string_value(
    "[a-z0-9]+([-_][a-z0-9]+)*", "a record's id: lower-case letters and digits joined by hyphens", 120
)
CHANGE_ID = string_value(
    "[1-9][0-9]*-[a-z0-9]+([-_][a-z0-9]+)*", "a change's id: a release and a record such as 3-us-dhs-ice"
)
GEOID = string_value("0500000US[0-9]{5}", "a county's geoid such as 0500000US06037")
ORI = string_value("[A-Z0-9]{9}", "an ORI of nine capital letters and digits")


def read_text(text: str) -> str:
    if not text or len(text) > TEXT_LIMIT or "\x00" in text:
        raise InvalidValue
    return text


TEXT = Value(
    expected=f"text of 1 to {TEXT_LIMIT} characters",
    # PostgreSQL cannot hold a NUL
    schema={"type": "string", "minLength": 1, "maxLength": TEXT_LIMIT, "pattern": "^[^\\u0000]+$"},
    read=read_text,
)


INTEGER_TEXT = re.compile("-?(0|[1-9][0-9]{0,9})", re.ASCII)


def read_integer(text: str) -> int:
    if not INTEGER_TEXT.fullmatch(text) or abs(int(text)) > INT_LIMIT:
        raise InvalidValue
    return int(text)


INTEGER = Value(
    expected=f"a whole number between -{INT_LIMIT} and {INT_LIMIT}",
    schema={"type": "integer", "format": "int32", "minimum": -INT_LIMIT, "maximum": INT_LIMIT},
    read=read_integer,
    cast="::integer",
    array="::integer[]",
)


def integer_range(low: int, high: int) -> Value:
    def read(text: str) -> int:
        number = read_integer(text)
        if not low <= number <= high:
            raise InvalidValue
        return number

    schema = {"type": "integer", "format": "int32", "minimum": low, "maximum": high}
    return Value(expected=f"a whole number from {low} to {high}", schema=schema, read=read, cast="::integer")


NUMBER_LIMIT = 10**15
NUMBER_TEXT = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?", re.ASCII)


def read_number(text: str) -> str:
    """Parse a JSON number into plain decimal text for PostgreSQL."""
    if len(text) > 400 or not NUMBER_TEXT.fullmatch(text):
        raise InvalidValue
    number = Decimal(text)
    if abs(number) > NUMBER_LIMIT:
        raise InvalidValue
    plain = format(number, "f") if number else "0"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


NUMBER = Value(
    expected="a number such as 200000 or 1.87, at most 10^15",
    schema={"type": "number", "minimum": -NUMBER_LIMIT, "maximum": NUMBER_LIMIT},
    read=read_number,
    cast="::text::numeric",
    array="::text[]::numeric[]",
)


DAY_TEXT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def read_day(text: str) -> date:
    if not DAY_TEXT.fullmatch(text):
        raise InvalidValue
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValue from error


DAY = Value(
    expected="a day such as 2025-11-10",
    schema={"type": "string", "format": "date"},
    read=read_day,
    cast="::date",
    array="::date[]",
)


# Times are compared as text, so a 30th of February does no harm.
MOMENT_TEXT = re.compile(
    "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z", re.ASCII
)


def read_moment(text: str) -> str:
    if not MOMENT_TEXT.fullmatch(text):
        raise InvalidValue
    return text


MOMENT = Value(
    expected="a time in UTC such as 2025-11-22T10:00:00Z",
    schema={"type": "string", "pattern": f"^{MOMENT_TEXT.pattern}$"},
    read=read_moment,
)


def read_boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise InvalidValue
    return text == "true"


BOOLEAN = Value(
    expected="true or false",
    schema={"type": "boolean"},
    read=read_boolean,
    write=lambda value: "true" if value else "false",
)


def one_of(names: tuple[str, ...], schema: Mapping[str, Any] | None = None) -> Value:
    """A value of a closed list. `schema` refers to the OpenAPI component, if there is one."""

    def read(text: str) -> str:
        if text not in names:
            raise InvalidValue(text, names)
        return text

    return Value(
        expected="one of " + ", ".join(names),
        schema=schema or {"type": "string", "enum": list(names)},
        read=read,
    )


# A text in a list cannot contain a comma, which separates the values.
ELEMENT = structs.replace(TEXT, schema={**TEXT.schema, "pattern": "^[^\\u0000,]+$"})


def list_of(value: Value, limit: int = IN_LIMIT) -> Value:
    """A list of values joined with commas. No value can contain a comma."""
    value = ELEMENT if value is TEXT else value

    def read(text: str) -> list[Any]:
        parts = text.split(",")
        if len(parts) > limit:
            raise InvalidValue
        return [value.read(part) for part in parts]

    return Value(
        expected=f"1 to {limit} values joined with commas, each {value.expected}",
        schema={"type": "array", "items": value.schema, "minItems": 1, "maxItems": limit},
        read=read,
        write=lambda elements: ",".join(value.write(each) for each in elements),
        cast="",
    )
