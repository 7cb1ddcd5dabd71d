"""Parquet: the rows of the CSV with their types, in groups of a fixed size.

A number is a double. All of ours have at most 15 significant digits, which a double gives back as they were,
and every reader of the CSV or the JSON has the same one; a decimal would need one scale for all numbers and
print 200000.0000.
pyarrow takes a third of a second and 40 MB to load, so a worker loads it for its first Parquet file.
"""

from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from api.cells import BETWEEN
from api.columns import Column
from api.description import Description
from api.shapes import Plain, Put
from api.sink import Sink

ROWS = 16_384


def libraries() -> SimpleNamespace:
    import pyarrow as arrow  # noqa: ICN001, PLC0415 - see above
    from pyarrow import compute, csv, parquet  # noqa: PLC0415

    if "jemalloc" in arrow.supported_memory_backends():  # which gives back what is free
        arrow.set_memory_pool(arrow.jemalloc_memory_pool())
    return SimpleNamespace(arrow=arrow, compute=compute, csv=csv, parquet=parquet)


class Parquet(Plain):
    def __init__(self, about: Description, put: Put, folder: Path | None = None) -> None:
        super().__init__(about, put, folder)
        self.library = libraries()
        self.sink = Sink(put)
        handle = self.library.arrow.PythonFile(self.sink, mode="w")
        self.writer = self.library.parquet.ParquetWriter(handle, self.schema, compression="zstd")
        self.waiting: list[Any] = []
        self.rows = 0

    @cached_property
    def schema(self) -> Any:
        arrow = self.library.arrow
        fields = [
            arrow.field(column.name, self.stored(column), metadata={"description": column.description})
            for column in self.about.columns
        ]
        return arrow.schema(fields, metadata=self.about.stated)

    def read(self, column: Column) -> Any:
        """The type that the cells of a column are read as."""
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

    def stored(self, column: Column) -> Any:
        """The type it has in the file: closed lists of codes as dictionaries; a nested list is JSON text."""
        arrow = self.library.arrow
        match column.kind:
            case "enum":
                return arrow.dictionary(arrow.int32(), arrow.string())
            case "list":
                return arrow.list_(arrow.string())
        return self.read(column)

    @cached_property
    def options(self) -> dict[str, Any]:
        csv, columns = self.library.csv, self.about.columns
        return {
            "parse_options": csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            "convert_options": csv.ConvertOptions(
                column_types={column.name: self.read(column) for column in columns},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                timestamp_parsers=[csv.ISO8601],
            ),
        }

    def feed(self, data: bytes) -> None:
        reading = self.library.csv.ReadOptions(
            column_names=list(self.about.names), block_size=len(data) + 1, use_threads=False
        )
        table = self.library.csv.read_csv(
            self.library.arrow.BufferReader(data), read_options=reading, **self.options
        )
        self.waiting.append(table)
        self.rows += table.num_rows
        while self.rows >= ROWS:
            self.write(ROWS)

    def write(self, rows: int) -> None:
        """A group of exactly so many, however the rows came, so that the same rows make the same bytes."""
        table = self.library.arrow.concat_tables(self.waiting)
        self.waiting = [table.slice(rows)]
        self.rows -= rows
        cells = table.slice(0, rows).columns
        del table
        for place, column in enumerate(self.about.columns):  # each is let go as soon as it is copied
            cells[place] = self.typed(cells[place].combine_chunks(), column)
        self.writer.write_table(self.library.arrow.table(cells, schema=self.schema), row_group_size=rows)
        self.sink.drain()

    def typed(self, cells: Any, column: Column) -> Any:
        compute = self.library.compute
        if column.kind == "enum":
            return compute.dictionary_encode(cells)
        if column.kind == "list":
            return compute.list_slice(compute.split_pattern(cells, BETWEEN), 1)
        return cells

    def end(self) -> None:
        if self.rows:
            self.write(self.rows)
        self.writer.close()
        self.sink.drain()

    def close(self) -> None:
        self.sink.abandon()
        self.writer.is_open = False
