"""Read the data package: its tables, their columns and keys, and its inconsistencies."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field

from api.bundle.datapackage import NAME
from api.bundle.tables import Field
from api.catalog.resources import CATALOG
from api.verify.limits import COLUMNS, COUNT, KEYS, PACKAGE, TABLES, read_whole
from api.verify.limits import NAME as NAME_LENGTH
from api.verify.source import FileSet, is_plain

Name = Annotated[str, Meta(max_length=NAME_LENGTH)]
Count = Annotated[int, Meta(ge=0, le=COUNT)]
Names = Annotated[list[Name], Meta(max_length=COLUMNS)]
# The patterns that Muster writes, which all match in linear time. No other pattern is run, because it could
# take exponential time.
PATTERNS = frozenset(
    pattern
    for resource in CATALOG
    for column in resource.file_schema.values()
    if (pattern := Field(column=column).pattern)
)


class Constraints(Struct, frozen=True, kw_only=True):
    required: bool = False
    enum: list[str] | None = None
    pattern: Name | None = None

    @property
    def known_pattern(self) -> str | None:
        return self.pattern if self.pattern in PATTERNS else None


class FieldSchema(Struct, frozen=True, kw_only=True):
    name: Name
    type: Name = "any"
    constraints: Constraints = Constraints()


class Reference(Struct, frozen=True, kw_only=True):
    """The target of a foreign key. Without a resource, the table refers to itself."""

    fields: Names
    resource: Name = ""


class ForeignKey(Struct, frozen=True, kw_only=True):
    fields: Names
    reference: Reference


class Schema(Struct, frozen=True, kw_only=True, rename="camel"):
    fields: Annotated[list[FieldSchema], Meta(max_length=COLUMNS)]
    primary_key: Names = []
    foreign_keys: Annotated[list[ForeignKey], Meta(max_length=KEYS)] = []

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.fields]


class Table(Struct, frozen=True, kw_only=True):
    """A table of the package. `digest` is `sha256:` and the hexadecimal digits."""

    name: Name
    path: Name
    bytes: Count
    digest: Name = field(name="hash")
    rows: Count
    schema: Schema


class Package(Struct, frozen=True, kw_only=True):
    resources: Annotated[list[Table], Meta(max_length=TABLES)]

    @property
    def by_name(self) -> Mapping[str, Table]:
        return {table.name: table for table in self.resources}


def read(files: FileSet, sizes: Mapping[str, int]) -> tuple[Package | None, list[str]]:
    if NAME not in sizes:
        return None, [f"{NAME}: is missing, so the tables cannot be checked"]
    try:
        with files.open(NAME) as file:
            package = msgspec.json.decode(read_whole(file, PACKAGE), type=Package)
    except OSError as error:
        return None, [f"{NAME}: cannot be read: {error}"]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return None, [f"{NAME}: is not the data package of a release: {error}"]
    return package, [*inconsistencies(package)]


def inconsistencies(package: Package) -> Iterator[str]:
    """Find contradictions within the package."""
    names = Counter(table.name for table in package.resources)
    yield from (f"{NAME}: {name} appears twice" for name, count in sorted(names.items()) if count > 1)
    for table in package.resources:
        where = f"{NAME}: {table.name}"
        if not is_plain(table.path):
            yield f"{where}: {table.path!r} is not the name of a file in this folder"
        known = set(table.schema.names)
        key_columns: list[Any] = [
            table.schema.primary_key,
            *(key.fields for key in table.schema.foreign_keys),
        ]
        for name in sorted({name for fields in key_columns for name in fields} - known):
            yield f"{where}: a key names the column {name}, which does not exist"
        for key in table.schema.foreign_keys:
            target = package.by_name.get(key.reference.resource or table.name)
            if target is None or target.schema.primary_key != key.reference.fields:
                yield f"{where}: {', '.join(key.fields)} does not refer to the key of a table"


def unknown_patterns(package: Package) -> Iterator[str]:
    """Report columns with a pattern that Muster does not write, and therefore does not run."""
    for table in package.resources:
        for column in table.schema.fields:
            pattern = column.constraints.pattern
            if pattern and pattern not in PATTERNS:
                message = (
                    f"{column.name} has a pattern that this version of Muster does not write: {pattern!r}"
                )
                yield f"{NAME}: {table.name}: {message}; its cells were not compared with it"
