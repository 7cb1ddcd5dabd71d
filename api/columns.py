"""A column, read off the struct of its record: its kind, how a value of it is read, its operators."""

from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct, structs

from api import grammar, values
from api.grammar import Operator
from api.values import Value
from schemas import types


class Column(Struct, frozen=True, kw_only=True):
    """A column of a record. `enum` names the vocabulary of a closed list of codes.

    `added_in` and `deprecated_in` are contract versions. A struct says those that are not the first one, or
    not none: `Meta(description="…", extra={"added_in": 2})`.
    """

    name: str
    kind: Literal[
        "id", "code", "enum", "text", "integer", "number", "day", "moment", "boolean", "list", "nested"
    ]
    value: Value | None
    nullable: bool
    description: str
    codes: tuple[str, ...] = ()
    added_in: int = 1
    deprecated_in: int | None = None


def columns_of(record: type[Struct]) -> dict[str, Column]:
    hints = get_type_hints(record, include_extras=True)
    return {name: column(name, hint) for name, hint in hints.items()}


def optional(column: Column) -> Column:
    """A record without a passage has none of its columns."""
    return structs.replace(column, nullable=True)


def name_of(key: str, name: str) -> Column:
    return Column(name=name, kind="text", value=None, nullable=True, description=f"The name of `{key}`.")


def column(name: str, hint: Any) -> Column:
    base, marks, nullable = unwrap(hint)
    description = next(mark.description for mark in reversed(marks) if getattr(mark, "description", None))
    kind, value, codes = kind_of(base, marks)
    return Column(
        name=name,
        kind=kind,
        value=value,
        nullable=nullable,
        description=description,
        codes=codes,
        **versions(marks),
    )


def versions(marks: tuple[Any, ...]) -> dict[str, int]:
    """The contract versions that a column names."""
    said = [getattr(mark, "extra", None) or {} for mark in marks]
    return {name: each[name] for each in said for name in ("added_in", "deprecated_in") if name in each}


def unwrap(hint: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """A type without its `Annotated` and `| None`, the marks it carried, and whether it may be null."""
    if get_origin(hint) is Annotated:
        inner, *given = get_args(hint)
        base, below, nullable = unwrap(inner)
        return base, (*below, *given), nullable
    if get_origin(hint) in (Union, UnionType):
        parts = [part for part in get_args(hint) if part is not NoneType]
        nullable = len(parts) < len(get_args(hint))
        if len(parts) > 1:  # int | float
            return float, (), nullable
        base, marks, _ = unwrap(parts[0])
        return base, marks, nullable
    return hint, (), False


MARKED: dict[Any, tuple[Any, Value]] = {
    get_args(types.Id)[1]: ("id", values.ID),
    get_args(types.Code)[1]: ("id", values.CODE),
    get_args(types.ChangeId)[1]: ("id", values.CHANGE_ID),
    get_args(types.RecordId)[1]: ("code", values.RECORD_ID),
    get_args(types.Geoid)[1]: ("code", values.GEOID),
    get_args(types.Ori)[1]: ("code", values.ORI),
    get_args(types.Moment)[1]: ("moment", values.MOMENT),
}
PLAIN: dict[Any, tuple[Any, Value]] = {
    str: ("text", values.TEXT),
    int: ("integer", values.INTEGER),
    float: ("number", values.NUMBER),
    bool: ("boolean", values.BOOLEAN),
    date: ("day", values.DAY),
}


def kind_of(base: Any, marks: tuple[Any, ...]) -> tuple[Any, Value | None, tuple[str, ...]]:
    for mark in marks:
        if mark in MARKED:
            return *MARKED[mark], ()
        if mark.extra_json_schema and "enum" in mark.extra_json_schema:
            codes = tuple(mark.extra_json_schema["enum"])
            return "enum", values.one_of(codes, named(mark.title)), codes
    if get_origin(base) is Literal:
        return "enum", values.one_of(get_args(base), named(vocabulary(base))), get_args(base)
    if get_origin(base) is list:
        element, below, _ = unwrap(get_args(base)[0])
        return ("list", kind_of(element, below)[1], ()) if element is str else ("nested", None, ())
    return *PLAIN[base], ()


def named(component: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{component}"}


def vocabulary(codes: Any) -> str:
    """The name a closed list has in schemas/vocabularies.py."""
    from schemas import vocabularies  # noqa: PLC0415 - read once, when the catalogue is made

    return next(name for name, known in vars(vocabularies).items() if known == codes and name[0].isupper())


def operators(column: Column, *, stated: bool) -> tuple[Operator, ...]:  # noqa: PLR0911 - a table
    """The one table: type of a column → its operators."""
    value = column.value
    if value is None:
        return ()
    null = (grammar.IS_NULL,) if column.nullable else ()
    match column.kind:
        case "id" | "code" | "enum":
            return (*grammar.equality(value), *null)
        case "text":
            return (*grammar.TEXT, *null)
        case "number" if stated and column.name == "value":
            return grammar.stated_value()
        case "integer" | "number" | "day" | "moment":
            return (*grammar.equality(value), *grammar.order(value), *null)
        case "boolean":
            return (*grammar.BOOLEAN, *null)
        case _:
            return grammar.listing(value)
