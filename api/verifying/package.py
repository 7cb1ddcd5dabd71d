"""The data package as it is read: its tables, their columns and keys. What it says wrongly is told."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field

from api.bundle.datapackage import NAME
from api.verifying.holding import Holding, is_plain


class Constraints(Struct, frozen=True, kw_only=True):
    required: bool = False
    enum: list[str] | None = None
    pattern: str | None = None


class FieldSchema(Struct, frozen=True, kw_only=True):
    name: str
    type: str = "any"
    constraints: Constraints = Constraints()


class Reference(Struct, frozen=True, kw_only=True):
    """Without a resource the table refers to itself."""

    fields: list[str]
    resource: str = ""


class ForeignKey(Struct, frozen=True, kw_only=True):
    fields: list[str]
    reference: Reference


class Schema(Struct, frozen=True, kw_only=True, rename="camel"):
    fields: list[FieldSchema]
    primary_key: list[str] = []
    foreign_keys: list[ForeignKey] = []

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.fields]


class Table(Struct, frozen=True, kw_only=True):
    """A table as the package has it; `digest` is `sha256:` and the hexadecimal digits."""

    name: str
    path: str
    bytes: Annotated[int, Meta(ge=0)]
    digest: str = field(name="hash")
    rows: Annotated[int, Meta(ge=0)]
    schema: Schema


class Package(Struct, frozen=True, kw_only=True):
    resources: list[Table]

    @property
    def by_name(self) -> Mapping[str, Table]:
        return {table.name: table for table in self.resources}


def read(holding: Holding, there: Mapping[str, int]) -> tuple[Package | None, list[str]]:
    if NAME not in there:
        return None, [f"{NAME}: is missing, so nothing says what the tables hold"]
    try:
        with holding.open(NAME) as file:
            package = msgspec.json.decode(file.read(), type=Package)
    except OSError as error:
        return None, [f"{NAME}: cannot be read: {error}"]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return None, [f"{NAME}: is no data package of a release: {error}"]
    return package, [*wrong(package)]


def wrong(package: Package) -> Iterator[str]:
    """What the package says that cannot be."""
    names = [table.name for table in package.resources]
    yield from (f"{NAME}: {name} is there twice" for name in sorted({n for n in names if names.count(n) > 1}))
    for table in package.resources:
        place = f"{NAME}: {table.name}"
        if not is_plain(table.path):
            yield f"{place}: {table.path!r} is no name of a file beside it"
        for column in table.schema.fields:
            if not is_pattern(column.constraints.pattern or ""):
                yield f"{place}: {column.name} has a pattern that is none: {column.constraints.pattern!r}"
        known = set(table.schema.names)
        asked: list[Any] = [table.schema.primary_key, *(key.fields for key in table.schema.foreign_keys)]
        for name in sorted({name for fields in asked for name in fields} - known):
            yield f"{place}: a key names the column {name}, which is none"
        for key in table.schema.foreign_keys:
            target = package.by_name.get(key.reference.resource or table.name)
            if target is None or target.schema.primary_key != key.reference.fields:
                yield f"{place}: {', '.join(key.fields)} refers to what is no key of a table"


def is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        return False
    return True
