"""Describe what a release holds instead, if no record matches a query."""

from typing import Any

from msgspec import Struct

from api.catalog.columns import Column
from api.catalog.costs import Cost
from api.catalog.resource import Resource
from api.database import fetch
from api.database.pool import Pool
from api.query import cost
from api.query.parsing import Question
from api.query.sql import Statement, and_all, conditions
from api.reading.releases import not_here

ORDERED = {"integer", "number", "day", "moment"}
VALUES = 20


class Held(Struct, frozen=True, kw_only=True):
    """The values of one column among the records that match all filters of the other columns.

    `first` and `last` are the lowest and the highest value of a number or a date. `values` are the codes of a
    closed list, at most 20. All are written as in a URL.
    """

    column: str
    first: str | None
    last: str | None
    values: list[str]


async def read(pool: Pool, resource: Resource, question: Question, release: int) -> list[Held]:
    """Read the values of each filtered column. Leaves out columns without any, and those slow to read."""
    columns = [each for each in filtered(resource, question) if is_cheap(resource, question, each)]
    if not columns:
        return []
    statement = Statement(resource, release)
    selected = ", ".join(values_of(statement, question, column) for column in columns)
    row = await fetch.row(pool, f"select {selected} from {statement.releases}", statement.args, Cost.INDEXED)
    if row is None:
        raise not_here(release)
    return [held(column, row[column.name]) for column in columns if any(row[column.name])]


def filtered(resource: Resource, question: Question) -> list[Column]:
    """Return the filtered columns that hold numbers, dates, codes of a closed list, or metrics."""
    columns = {resource.conditions[name][0].name for name in question.values if name in resource.conditions}
    return [
        column
        for column in resource.columns.values()
        if column.name in columns and (column.kind in ORDERED or is_listed(resource, column))
    ]


def is_listed(resource: Resource, column: Column) -> bool:
    return column.kind == "enum" or resource.references.get(column.name) == "metrics"


def without(resource: Resource, question: Question, column: Column) -> Question:
    """Return the question without the filters of the column."""
    known = resource.conditions
    left = {
        name: value
        for name, value in question.values.items()
        if name not in known or known[name][0].name != column.name
    }
    return Question(values=left, pairs={})


def is_cheap(resource: Resource, question: Question, column: Column) -> bool:
    """Whether an index finds the values: those of few records, or the ends of a column."""
    others = without(resource, question, column)
    if not resource.large or cost.is_narrow(resource, others):
        return True
    if column.kind not in ORDERED:
        return False
    alone = not any(name in resource.conditions or name == "q" for name in others.values)
    return (alone and column.name in resource.ends_indexed) or cost.is_narrow(
        resource, with_value(others, column)
    )


def with_value(question: Question, column: Column) -> Question:
    return Question(values=question.values | {column.name: None}, pairs={})


def values_of(statement: Statement, question: Question, column: Column) -> str:
    """SQL for an array: the lowest and highest value, or the distinct ones."""
    where = and_all(conditions(statement, without(statement.resource, question, column)))
    name, rows = f"x.{column.name}", f"from {statement.rows}{where}\n    and x.{column.name} is not null"
    if column.kind in ORDERED:
        ends = [f"(select {end}({name}) {rows})::text" for end in ("min", "max")]
        return f"array[{', '.join(ends)}] as {column.name}"
    return f"array(select distinct {name} {rows} order by 1 limit {VALUES}) as {column.name}"


def held(column: Column, found: list[Any]) -> Held:
    if column.kind in ORDERED:
        return Held(column=column.name, first=found[0], last=found[1], values=[])
    return Held(column=column.name, first=None, last=None, values=found)
