"""The cells that each type of Table Schema allows, as release files write them."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeAlias

from api.verify.package import FieldSchema

# Takes a nonempty cell, and returns what is wrong with it, or None.
Check: TypeAlias = Callable[[str], str | None]
INTEGER = re.compile("-?(0|[1-9][0-9]*)", re.ASCII)
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
MOMENT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)


def is_day(text: str) -> bool:
    return DAY.fullmatch(text) is not None and parses(date.fromisoformat, text)


def is_moment(text: str) -> bool:
    return MOMENT.fullmatch(text) is not None and parses(datetime.fromisoformat, text)


def is_array(text: str) -> bool:
    return text.startswith("[") and parses(json.loads, text)


def parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except (ValueError, RecursionError):
        return False
    return True


# Type → its name in messages, and whether a text is a valid cell.
TYPES: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "string": ("a text", lambda _: True),
    "list": ("a list", lambda _: True),
    "any": ("anything", lambda _: True),
    "integer": ("a whole number", INTEGER.fullmatch),
    "number": ("a number", NUMBER.fullmatch),
    "boolean": ("true or false", {"true", "false"}.__contains__),
    "date": ("a day such as 2025-10-31", is_day),
    "datetime": ("a moment such as 2025-11-22T10:00:00Z", is_moment),
    "array": ("a JSON array", is_array),
}


def check(field: FieldSchema) -> Check:
    known = TYPES.get(field.type)
    if known is None:
        return lambda _: f"has the unknown type {field.type}"
    type_name, fits = known
    codes = None if field.constraints.enum is None else frozenset(field.constraints.enum)
    known_pattern = field.constraints.known_pattern
    pattern = re.compile(known_pattern) if known_pattern else None

    def reject(text: str) -> str | None:
        if not fits(text):
            return f"is not {type_name}"
        if codes is not None and text not in codes:
            return "is not one of the codes"
        if pattern is not None and not pattern.fullmatch(text):
            return f"does not match {pattern.pattern}"
        return None

    return reject
