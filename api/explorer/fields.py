"""The parameters of a list as fields of a form: what each is called, what it means, what it offers."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, Literal

from msgspec import Struct, structs

from api.catalog.columns import Column
from api.catalog.operators import Operator
from api.catalog.resource import Resource
from api.catalog.values import BOOLEAN, Value
from api.explorer import codes
from api.explorer.codes import YES_OR_NO, Option
from api.explorer.first_fields import FIRST, MOST
from api.pages.labels import label
from api.query import parameters

Kind = Literal["text", "number", "day", "choice", "several"]

# The words that a suffix adds to the name of its column.
SUFFIXES: Final[Mapping[str, str]] = {
    "": "", "__not": "not", "__in": "one of", "__gt": "more than", "__gte": "at least",
    "__lt": "less than", "__lte": "at most", "__contains": "contains", "__isnull": "is unknown",
}  # fmt: skip
# The same for days and times.
OF_DAYS: Final[Mapping[str, str]] = {
    **SUFFIXES, "__gt": "after", "__gte": "from", "__lt": "before", "__lte": "to",
}  # fmt: skip
OF_LISTS: Final[Mapping[str, str]] = {**SUFFIXES, "__isnull": "is empty"}
# Parameters that are no filters: label, help.
OTHERS: Final[Mapping[str, tuple[str, str]]] = {
    "q": ("Words", "Finds records that have all of these words."),
    "sort": ("Order", "The column that the list is sorted by."),
    "match": (
        "Bounds and ranges",
        "How comparisons read “more than 200”: the number as stated, certain or possible.",
    ),
    "limit": ("Rows on a page", "1 to 1,000; 100 if you leave it empty."),
    "count": ("Count all rows", "Counting a long list takes longer."),
    "release": ("Release", "The number of a release, whose lists never change."),
    "known_on": ("Known on", "The newest release of a day."),
}
# Parameters that the form has no field for: a form asks from the first row.
NO_FIELD: Final = frozenset({"after"})


class Field(Struct, frozen=True, kw_only=True):
    """A parameter in a form. `help` is Markdown. `blank`: what a choice is called that asks nothing."""

    name: str
    label: str
    help: str
    kind: Kind
    options: tuple[Option, ...] = ()
    blank: str = "any"


@cache
def field(resource: Resource, name: str) -> Field | None:
    """Describe a parameter. None if the list has no such parameter."""
    value = parameters.page_values(resource).get(name)
    if value is None or name in NO_FIELD:
        return None
    if name in resource.conditions:
        return of_column(name, *resource.conditions[name])
    text, means = OTHERS.get(name, (label(name), value.expected))
    offered = orders(resource) if name == "sort" else offered_by(value)
    kind = kind_of(name, value, offered)
    return Field(name=name, label=text, help=means, kind=kind, options=offered, blank="as usual")


def orders(resource: Resource) -> tuple[Option, ...]:
    ways = (("", "ascending"), ("-", "descending"))
    columns = (resource.key, *resource.sorts)
    return tuple(
        Option(value=sign + column, label=f"{label(column)}, {way}")
        for column in columns
        for sign, way in ways
    )


def of_column(name: str, column: Column, operator: Operator) -> Field:
    words = OF_DAYS if column.kind in {"day", "moment"} else OF_LISTS if column.kind == "list" else SUFFIXES
    suffix = words.get(operator.suffix, "") if name == column.name + operator.suffix else ""
    offered = offered_by(operator.value)
    named = label(column.name if name.startswith(column.name) else name)
    return Field(
        name=name,
        label=f"{named} {suffix}".strip(),
        help=column.description,
        kind=kind_of(name, operator.value, offered),
        options=offered,
    )


def offered_by(value: Value) -> tuple[Option, ...]:
    return YES_OR_NO if value is BOOLEAN else codes.options(value)


def kind_of(name: str, value: Value, offered: tuple[Option, ...]) -> Kind:
    if offered:
        return "several" if name.endswith("__in") else "choice"
    kinds: Mapping[str, Kind] = {"integer": "number", "number": "number"}
    return "day" if value.schema.get("format") == "date" else kinds.get(value.schema.get("type", ""), "text")


@cache
def first(resource: Resource) -> tuple[Field, ...]:
    """List the fields that the form shows first. Of a list of codes, the group of its boxes has its name."""
    names = FIRST.get(resource.name) or tuple(usual(resource))[:MOST]
    found = [each for name in names if (each := field(resource, name))]
    return tuple(
        structs.replace(each, label=each.label.removesuffix(f" {SUFFIXES['__in']}"))
        if each.kind == "several"
        else each
        for each in found
    )


def usual(resource: Resource) -> Iterator[str]:
    """List what most people filter by, for a list without a choice of its own: codes, names and dates."""
    for column in resource.columns.values():
        if column.kind == "enum" and not column.name.endswith("_precision"):
            yield f"{column.name}__in"
        elif column.kind == "boolean" or (column.kind in {"id", "integer"} and column.name != resource.key):
            yield column.name


@cache
def others(resource: Resource) -> tuple[Field, ...]:
    """List the fields of what is no filter: the order, the size of a page, the release."""
    names = [name for name in OTHERS if name != "q"]
    return tuple(each for name in names if (each := field(resource, name)))
