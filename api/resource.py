"""A resource: one kind of record, described once; parameters, SQL, files and contract derive from it."""

from datetime import date
from functools import cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct, structs

from api import grammar, values
from api.grammar import Operator
from api.values import Value
from schemas import types
from schemas.citation import Citation

# Of every record that has revisions.
LAST = "last_changed_release"


class Column(Struct, frozen=True, kw_only=True):
    """A column of a record. `enum` names the vocabulary of a closed list of codes."""

    name: str
    kind: Literal[
        "id", "code", "enum", "text", "integer", "number", "day", "moment", "boolean", "list", "nested"
    ]
    value: Value | None
    nullable: bool
    description: str
    codes: tuple[str, ...] = ()


class Point(Struct, frozen=True, kw_only=True):
    """The columns that hold a record's place on a map, and whose point it is."""

    longitude: str
    latitude: str
    of: str


class Resource(Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """`references`: column of ids → the resource they name; `include`: relation → such a column.

    `order`: the column that a list is ordered by before the key; `ends`: parameter that names a release → the
    column of releases it bounds, and how; `cited`: whether each record has ready citations at `/cite`.
    `named`: a column of ids → the column of its files with the name, where the record itself has none.
    """

    name: str
    record: type[Struct]
    about: str
    sorts: tuple[str, ...]
    order: str | None = None
    ends: dict[str, tuple[str, str]] = {}
    references: dict[str, str] = {}
    include: dict[str, str] = {}
    named: dict[str, str] = {}
    searched: bool = True
    flat: tuple[str, ...] = ()
    search_first: str | None = None
    aliases: str | None = None
    cited: bool = False
    point: Point | None = None
    key: str = "id"
    example: str | None

    @property
    def view(self) -> str:
        return "api." + self.name.replace("-", "_") + "_at"

    @property
    def label(self) -> str:
        """The name of its record in the contract: StaffingFigure."""
        return self.record.__name__

    @property
    def plural(self) -> str:
        return self.name.replace("-", " ")

    @property
    def singular(self) -> str:
        words = self.plural
        return words.removesuffix("ies") + "y" if words.endswith("ies") else words.removesuffix("s")

    @cached_property
    def columns(self) -> dict[str, Column]:
        return columns_of(self.record)

    @property
    def stated(self) -> bool:
        """Whether its records carry a stated value, which `match` reads."""
        return "value_low" in self.columns

    @cached_property
    def filters(self) -> dict[str, tuple[Column, Operator]]:
        """Parameter → the column it is about and what it means."""
        return {
            column.name + operator.suffix: (column, operator)
            for column in self.columns.values()
            for operator in operators(column, stated=self.stated)
        }

    @cached_property
    def conditions(self) -> dict[str, tuple[Column, Operator]]:
        """Every parameter that leaves records out: the filters of columns, and the ends of a stretch."""
        ends = {
            name: (self.columns[column], grammar.ENDS[sign]) for name, (column, sign) in self.ends.items()
        }
        return self.filters | ends

    @property
    def file_columns(self) -> tuple[str, ...]:
        """The columns of its files: those of the record, then the best citation, flat.

        What is declared behind `last_changed_release` came later, and stands behind all that was there.
        """
        moved = {"citations", "attribution", *self.flat} if self.flat else {"attribution"}
        shown = [name for name in self.columns if name not in moved]
        own = [each for name in shown for each in (name, self.named.get(name)) if each]
        first = own.index(LAST) + 1 if LAST in own else len(own)
        return (*own[:first], *self.flat, *own[first:])

    @cached_property
    def file_schema(self) -> dict[str, Column]:
        """What is known of each column of its files. Those of a passage come from the citation's record."""
        known = {name: optional(column) for name, column in columns_of(Citation).items()}
        known |= {name: name_of(key, name) for key, name in self.named.items()} | self.columns
        return {name: known[name] for name in self.file_columns}

    @property
    def file_expressions(self) -> dict[str, str]:
        """What each column of a file is in SQL, where it is not the column itself."""
        return {"publisher": "source_publisher"} if self.flat else {}


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
    return Column(name=name, kind=kind, value=value, nullable=nullable, description=description, codes=codes)


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
