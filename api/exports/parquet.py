"""Parquet: the rows of the CSV with types, in row groups of a fixed size.

A number is a double. Every number in the data has at most 15 significant digits, which a double preserves,
and readers of the CSV and the JSON get the same double. A decimal would need one scale for all numbers and
print 200000.0000. pyarrow takes a third of a second and 40 MB to load, so a worker loads it for its first
Parquet file.
"""

from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from api.catalog.columns import Column
from api.exports.encoders import Encoder
from api.exports.projection import SEPARATOR
from api.exports.provenance import Description
from api.exports.raw_writer import RawWriter
from api.storage.checksums import Write

ROWS = 16_384


def libraries() -> SimpleNamespace:
    import pyarrow as arrow  # noqa: ICN001, PLC0415 - see above
    from pyarrow import compute, csv, parquet  # noqa: PLC0415

    if "jemalloc" in arrow.supported_memory_backends():  # it returns free memory to the system
        arrow.set_memory_pool(arrow.jemalloc_memory_pool())
    return SimpleNamespace(arrow=arrow, compute=compute, csv=csv, parquet=parquet)


class Parquet(Encoder):
    def __init__(self, description: Description, write: Write, folder: Path | None = None) -> None:
        super().__init__(description, write, folder)
        self.library = libraries()
        self.file = RawWriter(write)
        handle = self.library.arrow.PythonFile(self.file, mode="w")
        self.writer = self.library.parquet.ParquetWriter(handle, self.schema, compression="zstd")
        self.tables: list[Any] = []
        self.rows = 0

    @cached_property
    def schema(self) -> Any:
        arrow = self.library.arrow
        fields = [
            arrow.field(column.name, self.stored_type(column), metadata={"description": column.description})
            for column in self.description.columns
        ]
        return arrow.schema(fields, metadata=self.description.portable_metadata)

    def parsed_type(self, column: Column) -> Any:
        """The Arrow type that a column's CSV cells are parsed into."""
        arrow = self.library.arrow
        match column.kind:
            case "integer":
                return arrow.int32()
            case "number":
                return arrow.float64()
            case "boolean":
                return arrow.bool_()
            case "day":
                return arrow.date32()
            case "moment":
                return arrow.timestamp("ms", tz="UTC")
        return arrow.string()

    def stored_type(self, column: Column) -> Any:
        """The column's type in the file: a dictionary for a closed list of codes, JSON text for a nested
        list.
        """
        arrow = self.library.arrow
        match column.kind:
            case "enum":
                return arrow.dictionary(arrow.int32(), arrow.string())
            case "list":
                return arrow.list_(arrow.string())
        return self.parsed_type(column)

    @cached_property
    def options(self) -> dict[str, Any]:
        csv, columns = self.library.csv, self.description.columns
        return {
            "parse_options": csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            "convert_options": csv.ConvertOptions(
                column_types={column.name: self.parsed_type(column) for column in columns},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                timestamp_parsers=[csv.ISO8601],
            ),
        }

    def feed(self, data: bytes) -> None:
        read_options = self.library.csv.ReadOptions(
            column_names=list(self.description.names), block_size=len(data) + 1, use_threads=False
        )
        table = self.library.csv.read_csv(
            self.library.arrow.BufferReader(data), read_options=read_options, **self.options
        )
        self.tables.append(table)
        self.rows += table.num_rows
        while self.rows >= ROWS:
            self.write_group(ROWS)

    def write_group(self, rows: int) -> None:
        """Write a row group of exactly `rows` rows.

        The bytes do not depend on the batches the rows came in.
        """
        table = self.library.arrow.concat_tables(self.tables)
        self.tables = [table.slice(rows)]
        self.rows -= rows
        cells = table.slice(0, rows).columns
        del table
        for index, column in enumerate(self.description.columns):  # frees each column once it is converted
            cells[index] = self.converted(cells[index].combine_chunks(), column)
        self.writer.write_table(self.library.arrow.table(cells, schema=self.schema), row_group_size=rows)
        self.file.drain()

    def converted(self, cells: Any, column: Column) -> Any:
        compute = self.library.compute
        if column.kind == "enum":
            return compute.dictionary_encode(cells)
        if column.kind == "list":
            return compute.list_slice(compute.split_pattern(cells, SEPARATOR), 1)
        return cells

    def finish(self) -> None:
        if self.rows:
            self.write_group(self.rows)
        self.writer.close()
        self.file.drain()

    def close(self) -> None:
        self.file.abandon()
        self.writer.is_open = False
