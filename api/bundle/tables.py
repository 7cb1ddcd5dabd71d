"""The tables of a release, described once: codebook, data package and load scripts are made from it."""

from msgspec import Struct

from api.catalog import BY_NAME, CATALOG
from api.columns import Column
from api.resource import Resource

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
# What a stated value says in numbers; their unit stands in the record.
STATED = frozenset({"value", "value_low", "value_high"})


class Field(Struct, frozen=True, kw_only=True):
    """A column of a table. `unit` is what its numbers count."""

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
        """Whether each of its cells holds something: an empty list is an empty cell."""
        return not self.column.nullable and self.column.kind not in {"list", "nested"}

    @property
    def pattern(self) -> str | None:
        """What each id and code looks like. A closed list needs none."""
        value = self.column.value
        return value.schema.get("pattern") if value and self.column.kind in {"id", "code"} else None


class Table(Struct, frozen=True, kw_only=True, dict=True):
    """A CSV file of a release. `references`: column → table whose key it names; `lost`: what a derived one
    leaves out of the table it was made from.
    """

    name: str
    about: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: dict[str, str] = {}
    lost: str | None = None

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


def tables() -> list[Table]:
    return [table(resource) for resource in CATALOG]


def table(resource: Resource) -> Table:
    about = resource.about
    if resource is CHANGES:
        about = "What this release did to each record, field by field: one row a record."
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
    """Those that a reader can follow here: what tells of earlier releases names what may be gone."""
    if resource.ends:
        return {}
    return {
        column: name
        for column, name in resource.references.items()
        if column != resource.key and resource.file_schema[column].kind != "list"
    }


def query(resource: Resource, release: int) -> str:
    """What is asked for: all records of the release, and of the changes its own."""
    since = f"&since={release - 1}" if resource is CHANGES and release > 1 else ""
    return f"release={release}{since}"
