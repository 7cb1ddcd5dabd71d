"""The reference as plain data: the operations of each resource with its columns, from the contract."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from msgspec import Struct

from api.catalog.columns import Column, operators
from api.catalog.resource import Resource
from api.catalog.resources import CATALOG
from api.documentation import operation_entry
from api.documentation.operation_entry import OperationEntry, ParameterEntry
from api.routes.operation import Operation, title
from api.routes.service import SERVICE


class ColumnEntry(Struct, frozen=True, kw_only=True):
    """A column. `suffixes`: what its filters append to its name; empty if it has none."""

    name: str
    kind: str
    nullable: bool
    description: str
    codes: tuple[str, ...]
    suffixes: tuple[str, ...]


class Family(Struct, frozen=True, kw_only=True):
    """The operations of one resource, or those of the service itself."""

    slug: str
    title: str
    singular: str
    about: str
    operations: tuple[OperationEntry, ...]
    columns: tuple[ColumnEntry, ...] = ()

    @property
    def parameters(self) -> tuple[ParameterEntry, ...]:
        """Every parameter besides the filters, once."""
        named = {each.name: each for operation in self.operations for each in operation.parameters}
        return tuple(named.values())


def families(declared: Iterable[Operation], contract: Mapping[str, Any]) -> Mapping[str, Family]:
    """Build the families in the order of the contract."""
    by_tag = group(declared, contract)
    made = [of_resource(resource, by_tag[title(resource)]) for resource in CATALOG]
    made.append(of_service(about(contract), by_tag[SERVICE]))
    return {family.slug: family for family in made}


def group(
    declared: Iterable[Operation], contract: Mapping[str, Any]
) -> dict[str, tuple[OperationEntry, ...]]:
    ordered = sorted(declared, key=lambda operation: operation.tag)  # a stable sort keeps their order
    return {
        tag: tuple(operation_entry.read(operation, contract) for operation in of_tag)
        for tag, of_tag in groupby(ordered, key=lambda operation: operation.tag)
    }


def about(contract: Mapping[str, Any]) -> str:
    text: str = next(tag["description"] for tag in contract["tags"] if tag["name"] == SERVICE)
    return text


def of_service(description: str, entries: tuple[OperationEntry, ...]) -> Family:
    slug = SERVICE.lower()
    return Family(slug=slug, title=SERVICE, singular=slug, about=description, operations=entries)


def of_resource(resource: Resource, entries: tuple[OperationEntry, ...]) -> Family:
    return Family(
        slug=resource.name,
        title=title(resource),
        singular=resource.singular,
        about=resource.about,
        operations=entries,
        columns=tuple(columns(resource)),
    )


def columns(resource: Resource) -> Iterator[ColumnEntry]:
    """List the columns of a record, then those that only files have."""
    for column in {**resource.columns, **resource.file_schema}.values():
        yield ColumnEntry(
            name=column.name,
            kind=column.kind,
            nullable=column.nullable,
            description=column.description,
            codes=column.codes,
            suffixes=suffixes(resource, column),
        )


def suffixes(resource: Resource, column: Column) -> tuple[str, ...]:
    if column.name not in resource.filters:
        return ()
    return tuple(operator.suffix for operator in operators(column, stated=resource.stated))
