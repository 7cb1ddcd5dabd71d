"""Check each table of the package: size, digest, records, cells, keys, references and Parquet file."""

import struct
from collections.abc import Callable, Hashable, Iterator, Mapping
from io import SEEK_END
from typing import IO, Any, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from api.verify.cells import Broken, Cells, Row, keys_of, records
from api.verify.checksums import Digests
from api.verify.keys import Keys
from api.verify.limits import FOOTER, MB, PARTS, TEXTS, TooLarge
from api.verify.package import ForeignKey, Package, Table
from api.verify.source import FileSet

OnProgress: TypeAlias = Callable[[int], None]
SHOWN = 3
# The end of a Parquet file: the length of its footer, and a magic number.
END = struct.Struct("<L4s")


class Tables:
    """Checks the tables of a package.

    `keys`: table → its primary keys. `references`: table → for each foreign key, the keys that it names, with
    the first record that names them.
    """

    def __init__(self, files: FileSet, package: Package, digests: Digests, progress: OnProgress) -> None:
        self.files, self.package, self.digests, self.progress = files, package, digests, progress
        self.keys: dict[str, Keys] = {}
        self.references: dict[str, list[dict[Hashable, int]]] = {}

    def check(self, sizes: Mapping[str, int]) -> Iterator[str]:
        for table in self.package.resources:
            if table.path not in sizes:
                yield f"{table.path}: is missing; the data package names it"
                continue
            yield from self.check_digest(table, sizes[table.path])
            yield from self.read_records(table)
            yield from self.check_parquet(table, sizes)
        for table in self.package.resources:
            yield from self.check_references(table)

    def check_digest(self, table: Table, size: int) -> Iterator[str]:
        if size != table.bytes:
            yield f"{table.path}: has {size} bytes; the data package says {table.bytes}"
        sha256 = self.digests.of(table.path)
        if sha256 is not None and table.digest != f"sha256:{sha256}":
            yield f"{table.path}: its SHA-256 is not the one in the data package"

    def read_records(self, table: Table) -> Iterator[str]:
        cells, keys, count = Cells(table), Keys(), 0
        references: list[dict[Hashable, int]] = [{} for _ in table.schema.foreign_keys]
        try:
            with self.files.open(table.path) as file:
                for rows in records(file, table):
                    cells.check_rows(rows, count + 1)
                    keys.add(keys_of(rows, positions(table, table.schema.primary_key)))
                    for key, records_by_key in zip(table.schema.foreign_keys, references, strict=True):
                        note_references(records_by_key, rows, positions(table, key.fields), count + 1)
                    count += len(rows)
                    self.progress(len(rows))
            yield from self.check_keys(table, keys)
        except Broken as broken:
            yield f"{table.path}: {broken}"
        except OSError as error:
            yield f"{table.path}: cannot be read: {error}"
        else:
            self.keys[table.name], self.references[table.name] = keys, references
            if count != table.rows:
                yield f"{table.path}: has {count} records; the data package says {table.rows}"
        yield from cells.faults.messages(table.path)

    def check_keys(self, table: Table, keys: Keys) -> Iterator[str]:
        """Report duplicate keys. Reads the table again only if some hashes repeat."""
        columns = table.schema.primary_key
        if not columns or not (repeated := keys.repeated()):
            return
        seen: dict[Hashable, int] = {}
        with self.files.open(table.path) as file:
            for rows in records(file, table):
                for key in keys_of(rows, positions(table, columns)):
                    if hash(key) in repeated:
                        seen[key] = seen.get(key, 0) + 1
        for key, count in [(key, count) for key, count in seen.items() if count > 1][:SHOWN]:
            yield f"{table.path}: {', '.join(columns)} {key!r} appears {count} times"

    def check_references(self, table: Table) -> Iterator[str]:
        for key, records_by_key in zip(
            table.schema.foreign_keys, self.references.get(table.name, []), strict=False
        ):
            target = self.keys.get(key.reference.resource or table.name)
            if target is not None and (missing := target.missing(records_by_key)):
                yield f"{table.path}: {broken_reference(key, table, missing, records_by_key)}"

    def check_parquet(self, table: Table, sizes: Mapping[str, int]) -> Iterator[str]:
        name = f"{table.path.removesuffix('.csv')}.parquet"
        if name not in sizes:
            return
        try:
            with self.files.open(name) as file, parquet(file) as parquet_file:
                rows, columns = parquet_file.metadata.num_rows, parquet_file.schema_arrow.names
        except (OSError, ValueError, struct.error, pa.ArrowException) as error:
            yield f"{name}: is not a complete Parquet file: {error}"
            return
        if rows != table.rows:
            yield f"{name}: has {rows} records; the data package says {table.rows} of {table.path}"
        if columns != table.schema.names:
            yield f"{name}: has other columns than {table.path}"


def parquet(file: IO[bytes]) -> pq.ParquetFile:
    """Open a Parquet file. Raises TooLarge if its footer is too large to read into memory."""
    file.seek(-END.size, SEEK_END)
    length, _ = END.unpack(file.read(END.size))
    if length > FOOTER:
        raise TooLarge(f"its footer is larger than {FOOTER // MB} MB, the limit for this file")
    file.seek(0)
    return pq.ParquetFile(file, thrift_string_size_limit=TEXTS, thrift_container_size_limit=PARTS)


def positions(table: Table, columns: list[str]) -> list[int]:
    names = table.schema.names
    return [names.index(column) for column in columns]


def note_references(
    records_by_key: dict[Hashable, int], rows: list[Row], columns: list[int], first: int
) -> None:
    """Note the first record that names each key. Empty cells refer to nothing."""
    for record, key in enumerate(keys_of(rows, columns), first):
        if key not in records_by_key and key != "" and not is_empty(key):
            records_by_key[key] = record


def is_empty(key: Any) -> bool:
    return isinstance(key, tuple) and "" in key


def broken_reference(
    key: ForeignKey, table: Table, missing: list[Hashable], records_by_key: dict[Hashable, int]
) -> str:
    target = key.reference.resource or table.name
    shown = ", ".join(f"{each!r} (record {records_by_key[each]})" for each in missing[:SHOWN])
    more = f", and {len(missing) - SHOWN:,} more" if len(missing) > SHOWN else ""
    return f"{', '.join(key.fields)} refers to records that {target} does not have: {shown}{more}"
