"""Each table of the package: its length and digest, its records and cells, its keys, its forms."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from api.verifying.cells import Broken, Cells, Row, projected, records
from api.verifying.holding import Holding
from api.verifying.keys import Keys
from api.verifying.package import ForeignKey, Package, Table
from api.verifying.sums import Digests

Tell: TypeAlias = Callable[[int], None]
SHOWN = 3


class Tables:
    """`keys`: table → its primary keys; `named`: what foreign keys name, with the first record that does."""

    def __init__(self, holding: Holding, package: Package, digests: Digests, tell: Tell) -> None:
        self.holding, self.package, self.digests, self.tell = holding, package, digests, tell
        self.keys: dict[str, Keys] = {}
        self.named: dict[str, list[dict[Hashable, int]]] = {}

    def checked(self, there: Mapping[str, int]) -> Iterator[str]:
        for table in self.package.resources:
            if table.path not in there:
                yield f"{table.path}: is missing; the data package names it"
                continue
            yield from self.proved(table, there[table.path])
            yield from self.read(table)
            yield from self.as_parquet(table, there)
        for table in self.package.resources:
            yield from self.referred(table)

    def proved(self, table: Table, size: int) -> Iterator[str]:
        if size != table.bytes:
            yield f"{table.path}: has {size} bytes; the data package says {table.bytes}"
        found = self.digests.of(table.path)
        if found is not None and table.digest != f"sha256:{found}":
            yield f"{table.path}: its SHA-256 is not the one in the data package"

    def read(self, table: Table) -> Iterator[str]:
        cells, keys, count = Cells(table), Keys(), 0
        named: list[dict[Hashable, int]] = [{} for _ in table.schema.foreign_keys]
        try:
            with self.holding.open(table.path) as file:
                for rows in records(file, table):
                    cells.judge(rows, count + 1)
                    keys.add(projected(rows, places(table, table.schema.primary_key)))
                    for key, found in zip(table.schema.foreign_keys, named, strict=True):
                        note(found, rows, places(table, key.fields), count + 1)
                    count += len(rows)
                    self.tell(len(rows))
            yield from self.unique(table, keys)
        except Broken as broken:
            yield f"{table.path}: {broken}"
        except OSError as error:
            yield f"{table.path}: cannot be read: {error}"
        else:
            self.keys[table.name], self.named[table.name] = keys, named
            if count != table.rows:
                yield f"{table.path}: has {count} records; the data package says {table.rows}"
        yield from cells.faults.told(table.path)

    def unique(self, table: Table, keys: Keys) -> Iterator[str]:
        """Which keys are there twice is looked up only where some are."""
        columns = table.schema.primary_key
        if not columns or not (repeated := keys.repeated()):
            return
        seen: dict[Hashable, int] = {}
        with self.holding.open(table.path) as file:
            for rows in records(file, table):
                for key in projected(rows, places(table, columns)):
                    if hash(key) in repeated:
                        seen[key] = seen.get(key, 0) + 1
        for key, count in [(key, count) for key, count in seen.items() if count > 1][:SHOWN]:
            yield f"{table.path}: {', '.join(columns)} {key!r} is there {count} times"

    def referred(self, table: Table) -> Iterator[str]:
        for key, found in zip(table.schema.foreign_keys, self.named.get(table.name, []), strict=False):
            target = self.keys.get(key.reference.resource or table.name)
            if target is not None and (missing := target.missing(found)):
                yield f"{table.path}: {lost(key, table, missing, found)}"

    def as_parquet(self, table: Table, there: Mapping[str, int]) -> Iterator[str]:
        name = f"{table.path.removesuffix('.csv')}.parquet"
        if name not in there:
            return
        try:
            with self.holding.open(name) as file, pq.ParquetFile(file) as found:
                rows, columns = found.metadata.num_rows, found.schema_arrow.names
        except (OSError, ValueError, pa.ArrowException) as error:
            yield f"{name}: is no whole Parquet file: {error}"
            return
        if rows != table.rows:
            yield f"{name}: has {rows} records; the data package says {table.rows} of {table.path}"
        if columns != table.schema.names:
            yield f"{name}: has other columns than {table.path}"


def places(table: Table, columns: list[str]) -> list[int]:
    names = table.schema.names
    return [names.index(column) for column in columns]


def note(found: dict[Hashable, int], rows: list[Row], at: list[int], first: int) -> None:
    """An empty cell refers to nothing."""
    for record, key in enumerate(projected(rows, at), first):
        if key not in found and key != "" and not is_empty(key):
            found[key] = record


def is_empty(key: Any) -> bool:
    return isinstance(key, tuple) and "" in key


def lost(key: ForeignKey, table: Table, missing: list[Hashable], found: dict[Hashable, int]) -> str:
    target = key.reference.resource or table.name
    shown = ", ".join(f"{each!r} (record {found[each]})" for each in missing[:SHOWN])
    more = f", and {len(missing) - SHOWN:,} more" if len(missing) > SHOWN else ""
    return f"{', '.join(key.fields)} names what {target} does not hold: {shown}{more}"
