"""The tables of a release. Codebook, data package and load scripts are written from this description."""

from msgspec import Struct

from api.catalog.columns import Column
from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME, CATALOG

# Column kind → its type in Table Schema.
TYPES = {
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "day": "date",
    "moment": "datetime",
    "list": "list",
    "nested": "array",
}
CHANGES = BY_NAME["changes"]
# The numeric columns of a stated value. The record names their unit.
STATED = frozenset({"value", "value_low", "value_high"})


class Field(Struct, frozen=True, kw_only=True):
    """A column of a table. `unit`: the unit of its numbers."""

    column: Column
    label: str | None = None
    unit: str | None = None

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def type(self) -> str:
        return TYPES.get(self.column.kind, "string")

    @property
    def required(self) -> bool:
        """Whether no cell is empty. Lists can be: an empty list is an empty cell."""
        return not self.column.nullable and self.column.kind not in {"list", "nested"}

    @property
    def pattern(self) -> str | None:
        """The pattern of ids and codes, or None."""
        value = self.column.value
        return value.schema.get("pattern") if value and self.column.kind in {"id", "code"} else None


class Table(Struct, frozen=True, kw_only=True, dict=True):
    """A CSV file of a release.

    `references`: column → the table whose key it names. `omissions`: for a derived table, what it leaves out.
    """

    name: str
    about: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: dict[str, str] = {}
    omissions: str | None = None

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


def tables() -> list[Table]:
    return [table(resource) for resource in CATALOG]


def table(resource: Resource) -> Table:
    about = resource.about
    if resource is CHANGES:
        about = "What this release changed in each record, field by field: one row per record."
    return Table(
        name=resource.name,
        about=about,
        fields=tuple(
            Field(column=column, unit="the column unit" if resource.stated and name in STATED else None)
            for name, column in resource.file_schema.items()
        ),
        key=(resource.key,),
        references=references(resource),
    )


def references(resource: Resource) -> dict[str, str]:
    """Map columns to the tables they reference. Tables about earlier releases may name withdrawn records."""
    if resource.ends:
        return {}
    return {
        column: name
        for column, name in resource.references.items()
        if column != resource.key and resource.file_schema[column].kind != "list"
    }


def query(resource: Resource, release: int) -> str:
    """Build the query string: all records of the release, but only its own changes."""
    since = f"&since={release - 1}" if resource is CHANGES and release > 1 else ""
    return f"release={release}{since}"
