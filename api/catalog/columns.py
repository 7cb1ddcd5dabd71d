"""Derive a column from a field of a record's struct: its kind, its parser and its operators."""

from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct, structs

from api.catalog import operators as grammar
from api.catalog import values
from api.catalog.operators import Operator
from api.catalog.values import Value
from schemas import types


class Column(Struct, frozen=True, kw_only=True):
    """A column of a record. `enum` names the vocabulary of a closed list of codes.

    `added_in` and `deprecated_in` are contract versions. A struct states them if they differ from the
    defaults:
    `Meta(description="…", extra={"added_in": 2})`.
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


def since(version: int, column: Column) -> Column:
    """Return the column as added in this contract version, if it is not of a later one."""
    return structs.replace(column, added_in=max(version, column.added_in))


def optional(column: Column) -> Column:
    """Return the column as nullable: a record without a citation has null in all of its columns."""
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
    """Return the contract versions in the column's annotations."""
    extras = [getattr(mark, "extra", None) or {} for mark in marks]
    return {name: each[name] for each in extras for name in ("added_in", "deprecated_in") if name in each}


def unwrap(hint: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """Return a type without `Annotated` and `| None`, its annotations, and whether it is nullable."""
    if get_origin(hint) is Annotated:
        inner, *annotations = get_args(hint)
        base, inner_marks, nullable = unwrap(inner)
        return base, (*inner_marks, *annotations), nullable
    if get_origin(hint) in (Union, UnionType):
        parts = [part for part in get_args(hint) if part is not NoneType]
        nullable = len(parts) < len(get_args(hint))
        if len(parts) > 1:  # int | float
            return float, (), nullable
        base, marks, _ = unwrap(parts[0])
        return base, marks, nullable
    return hint, (), False


SERIES_ID = values.string_value(
    "[a-z0-9]+(-[a-z0-9]+)*", "a series' id: lower-case letters and digits joined by hyphens", 400
)
COVERAGE_ID = values.string_value(
    "[a-z0-9]+([-_][a-z0-9]+)*", "a coverage row's id such as bjs-csllea-2018-sworn_headcount-ca-2018", 280
)
AGENCY_YEAR_ID = values.string_value(
    "[a-z0-9]+(-[a-z0-9]+)*-[0-9]{4}", "an agency's id and a year such as ny0303000-2025", 125
)
STATE_YEAR_ID = values.string_value("[a-z]{2}-[0-9]{4}", "a state and a year such as ca-2025", 7)
MARKED: dict[Any, tuple[Any, Value]] = {
    get_args(types.Id)[1]: ("id", values.ID),
    get_args(types.Code)[1]: ("id", values.CODE),
    get_args(types.ChangeId)[1]: ("id", values.CHANGE_ID),
    get_args(types.SeriesId)[1]: ("id", SERIES_ID),
    get_args(types.CoverageId)[1]: ("id", COVERAGE_ID),
    get_args(types.AgencyYearId)[1]: ("id", AGENCY_YEAR_ID),
    get_args(types.StateYearId)[1]: ("id", STATE_YEAR_ID),
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
            return "enum", values.one_of(codes, component_ref(mark.title)), codes
    if get_origin(base) is Literal:
        return "enum", values.one_of(get_args(base), component_ref(vocabulary(base))), get_args(base)
    if get_origin(base) is list:
        element, inner_marks, _ = unwrap(get_args(base)[0])
        if element is str or get_origin(element) is Literal:
            return "list", kind_of(element, inner_marks)[1], ()
        return "nested", None, ()
    return *PLAIN[base], ()


def component_ref(component: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{component}"}


def vocabulary(codes: Any) -> str:
    """Return the name of a closed list in schemas/vocabularies.py."""
    from schemas import vocabularies  # noqa: PLC0415 - read once, when the catalog is built

    return next(name for name, value in vars(vocabularies).items() if value == codes and name[0].isupper())


def operators(column: Column, *, stated: bool) -> tuple[Operator, ...]:  # noqa: PLR0911 - a table
    """Return the operators of a column, by its kind. This is the only such table."""
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
            return grammar.list_operators(value)
