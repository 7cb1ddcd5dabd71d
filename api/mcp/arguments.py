"""The arguments of a tool: closed, read with the types of the API's parameters, every fault at once."""

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any, Final, TypeAlias, get_args

from msgspec import Struct

from api.catalog import values
from api.catalog.values import InvalidValue, Value
from api.problems import ERRORS, Fault, InvalidQuery
from api.query.query_string import SUGGESTIONS
from api.query.suggestions import nearest
from schemas import types
from schemas import vocabularies as v

Given: TypeAlias = Mapping[str, Any]
COMPONENT: Final = "#/components/schemas/"
# The characters of an argument that an error repeats.
SHOWN: Final = 100


class Argument(Struct, frozen=True, kw_only=True):
    """An argument: what it means, and how its text is read.

    `structure` is the schema of an argument that is no text, which `unfold` reads as it stands. It raises
    InvalidQuery.
    """

    about: str
    value: Value = values.TEXT
    structure: Mapping[str, Any] | None = None
    unfold: Callable[[Any], Any] | None = None

    @property
    def schema(self) -> dict[str, Any]:
        schema = inlined(self.value.schema) if self.structure is None else dict(self.structure)
        return schema | {"description": self.about}


class Arguments(Struct, frozen=True, kw_only=True):
    """Valid arguments: what they mean in `values`, and as the texts of parameters in `texts`."""

    values: dict[str, Any]
    texts: dict[str, str]

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def texts_of(self, *names: str) -> dict[str, str]:
        return {name: self.texts[name] for name in names if name in self.texts}


def inlined(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Replace references to components of the contract with their codes."""
    if (reference := schema.get("$ref")) is not None:
        return {"type": "string", "enum": codes(reference.removeprefix(COMPONENT))}
    inner = {"items": inlined(schema["items"])} if "items" in schema else {}
    return {name: text for name, text in schema.items() if name != "format"} | inner


def codes(name: str) -> list[str]:
    return sorted(types.SUBSETS) if name == "Subset" else list(get_args(getattr(v, name)))


def schema_of(arguments: Mapping[str, Argument], required: tuple[str, ...]) -> dict[str, Any]:
    """Write the schema of the arguments of a tool. It allows no others."""
    return {
        "type": "object",
        "properties": {name: each.schema for name, each in arguments.items()},
        "required": list(required),
        "additionalProperties": False,
    }


def read(given: Given, known: Mapping[str, Argument], required: tuple[str, ...]) -> Arguments:
    """Read the arguments. Null counts as not given. Raises InvalidQuery with every fault."""
    stated = {name: value for name, value in given.items() if value is not None}
    faults = [*unknown(stated, known), *missing(stated, known, required)]
    result = Arguments(values={}, texts={})
    for name, value in stated.items():
        if name in known:
            faults += read_one(name, value, known[name], result)
    if faults:
        raise InvalidQuery(faults)
    return result


def unknown(given: Given, known: Mapping[str, Argument]) -> Iterator[Fault]:
    """Yield the arguments that the tool does not have: of very many the first, and some with a suggestion."""
    expected = f"one of the arguments {', '.join(known)}"
    names = islice((name for name in given if name not in known), ERRORS)
    for n, name in enumerate(names):
        near = nearest(name[:SHOWN], tuple(known)) if n < SUGGESTIONS else None
        yield Fault(parameter=name[:SHOWN], given=shown(given[name]), expected=expected, nearest=near)


def missing(given: Given, known: Mapping[str, Argument], required: tuple[str, ...]) -> Iterator[Fault]:
    for name in required:
        if name not in given:
            yield Fault(parameter=name, given="", expected=f"required: {known[name].about}")


def read_one(name: str, value: Any, argument: Argument, result: Arguments) -> Iterator[Fault]:
    try:
        if argument.unfold is not None:
            result.values[name] = argument.unfold(value)
            return
        read_value = result.values[name] = argument.value.read(text_of(value))
        result.texts[name] = argument.value.write(read_value)
    except InvalidQuery as error:
        yield from error.members["errors"]
    except InvalidValue as error:
        near = nearest(error.text, error.names) if error.names else None
        yield Fault(parameter=name, given=shown(value), expected=argument.value.expected, nearest=near)


def text_of(value: Any) -> str:
    """Write a JSON value as a parameter has it. Raises InvalidValue for what is no text, number or list."""
    return ",".join(map(text_of_one, value)) if isinstance(value, list) else text_of_one(value)


def text_of_one(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        number = Decimal(str(value))
        if not number.is_finite():
            raise InvalidValue
        return format(number, "f") if isinstance(value, float) else str(value)
    if not isinstance(value, str):
        raise InvalidValue
    return value


def shown(value: Any) -> str:
    """Write what was given, cut if it is long. Of a list or an object, only that it is one."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
