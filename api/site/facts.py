"""The columns of a record as a list of labels and values, with the definitions of the catalog."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from markupsafe import Markup
from msgspec import Struct

from api.catalog.columns import Column
from api.catalog.resource import Resource
from api.cite.dates import partial_day
from api.cite.titles import spaced
from api.pages.labels import label
from api.pages.markdown import inline
from api.pages.page import day_of
from api.site.links import Links
from schemas import types

WEB = ("https://", "http://")
# Codes that a list of the data explains: column → code → its entry.
EXPLAINED: Mapping[str, Mapping[str, Any]] = {"subset": types.SUBSETS, "eligibility": types.ELIGIBILITIES}


class Cell(Struct, frozen=True, kw_only=True):
    """A value in words, and where it leads."""

    text: str
    href: str | None = None


class Table(Struct, frozen=True, kw_only=True):
    """A list of structs: one row each."""

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


class Fact(Struct, frozen=True, kw_only=True):
    """A column of a record: its label, what it means, and its value."""

    name: str
    label: str
    definition: Markup
    cells: Sequence[Cell] = ()
    table: Table | None = None


def facts(resource: Resource, record: Any, links: Links, without: Collection[str] = ()) -> list[Fact]:
    """List the columns of a record that have a value, whichever columns there are."""
    return [
        fact(resource, column, record, links)
        for column in shown_columns(resource)
        if column.name not in without and getattr(record, column.name) not in (None, [])
    ]


def unstated(resource: Resource, record: Any, without: Collection[str] = ()) -> list[str]:
    """List the labels of the columns without a value."""
    return [
        label(column.name)
        for column in shown_columns(resource)
        if column.name not in without and getattr(record, column.name) in (None, [])
    ]


@cache
def shown_columns(resource: Resource) -> tuple[Column, ...]:
    """The columns that the list shows, each once."""
    return tuple(column for name, column in resource.columns.items() if not merged(resource, name))


def merged(resource: Resource, name: str) -> bool:
    """Whether another column of the list shows this one: the precision of its date, the name for its id."""
    columns = resource.columns
    if name.endswith("_precision"):
        return name.removesuffix("_precision") in columns
    return name.endswith("_name") and f"{name.removesuffix('_name')}_id" in columns


def fact(resource: Resource, column: Column, record: Any, links: Links) -> Fact:
    value = getattr(record, column.name)
    nested = column.kind == "nested"
    return Fact(
        name=column.name,
        label=label(column.name),
        definition=definition(column.description),
        cells=() if nested else tuple(cells(resource, column, record, value, links)),
        table=table(value) if nested else None,
    )


@cache
def definition(text: str) -> Markup:
    """Convert the description of a column. There are only as many as columns."""
    return inline(text)


def cells(resource: Resource, column: Column, record: Any, value: Any, links: Links) -> Iterator[Cell]:
    target = resource.references.get(column.name)
    for each in value if isinstance(value, list) else [value]:
        if target is not None and column.name != resource.key:
            name = getattr(record, f"{column.name.removesuffix('_id')}_name", None)
            yield Cell(text=name or each, href=links.record(target, each))
        else:
            yield cell(column, record, each)


def cell(column: Column, record: Any, value: Any) -> Cell:
    match column.kind:
        case "enum":
            known = EXPLAINED.get(column.name, {}).get(value)
            return Cell(text=known["label"] if known else spaced(value) if value.islower() else value)
        case "list" if column.value and "$ref" in column.value.schema:  # codes of a closed list
            return Cell(text=spaced(value))
        case "day":
            return Cell(text=day(value, getattr(record, f"{column.name}_precision", "day")))
        case "moment":
            return Cell(text=f"{day_of(value)}, {value[11:16]} UTC")
        case "text" if value.startswith(WEB):
            return Cell(text=value, href=value)
    return Cell(text=plain(value, grouped=column.kind == "number"))


def day(value: date, precision: Any) -> str:
    found = partial_day(value, precision)
    return found.ap if found else ""


def plain(value: Any, *, grouped: bool = True) -> str:
    """Write a value of any type: numbers with commas, yes and no, dates as ISO."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal | float):
        return f"{value:,}" if grouped else f"{value}"
    if isinstance(value, list):
        return ", ".join(plain(each) for each in value)
    return "" if value is None else str(value)


def table(rows: list[Any]) -> Table:
    """Show a list of structs. Columns without any value are left out."""
    listed: list[dict[str, Any]] = msgspec.to_builtins(rows)
    names = [name for name in listed[0] if any(row[name] not in (None, []) for row in listed)]
    return Table(
        head=[label(name) for name in names],
        rows=[[nested_cell(row[name]) for name in names] for row in listed],
    )


def nested_cell(value: Any) -> Cell:
    if isinstance(value, str) and value.startswith(WEB):
        return Cell(text=value, href=value)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return Cell(text="; ".join(", ".join(plain(each) for each in row.values() if each) for row in value))
    return Cell(text=plain(value) or "none")
