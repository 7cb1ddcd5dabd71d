"""The records of a CSV against their columns: batch by batch, each different cell looked at once."""

import csv
import io
import sys
from collections.abc import Hashable, Iterator, Sequence
from itertools import islice
from typing import IO

from api.verifying.celltypes import Check, check
from api.verifying.package import Table

BATCH = 4096
Row = list[str]


class Broken(Exception):  # noqa: N818 - the rest of the file cannot be read
    """The message says where and why."""


class Faults:
    """What is wrong with a column: the first cell, and how many there are."""

    def __init__(self) -> None:
        self.first: dict[tuple[str, str], tuple[int, str]] = {}
        self.count: dict[tuple[str, str], int] = {}

    def add(self, column: str, why: str, record: int, cell: str) -> None:
        self.first.setdefault((column, why), (record, cell))
        self.count[column, why] = self.count.get((column, why), 0) + 1

    def told(self, file: str) -> Iterator[str]:
        for (column, why), (record, cell) in self.first.items():
            more = self.count[column, why] - 1
            others = f", and {more:,} more" if more else ""
            shown = f" {cell[:60]!r}" if cell else ""
            yield f"{file}: record {record}: {column}{shown} {why}{others}"


class Cells:
    """The columns of a table, and how each cell of them is judged."""

    def __init__(self, table: Table) -> None:
        self.table, self.faults = table, Faults()
        self.columns: list[tuple[str, bool, Check]] = [
            (field.name, field.constraints.required, check(field)) for field in table.schema.fields
        ]

    def judge(self, rows: Sequence[Row], first: int) -> None:
        """`first` is the number of the first of them, counted from 1."""
        for (name, required, why), column in zip(self.columns, zip(*rows, strict=True), strict=True):
            wrong = {cell: said for cell in set(column) if (said := judged(cell, required, why))}
            if wrong:
                for record, cell in enumerate(column, first):
                    if cell in wrong:
                        self.faults.add(name, wrong[cell], record, cell)


def judged(cell: str, required: bool, why: Check) -> str | None:
    if cell == "":
        return "is empty" if required else None
    return why(cell)


def records(file: IO[bytes], table: Table) -> Iterator[list[Row]]:
    """Batches of records of the right number of cells, the header checked before them. Raises Broken."""
    csv.field_size_limit(sys.maxsize)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    lines = csv.reader(text, strict=True)
    number = 0
    try:
        header = next(lines, [])
        if header != table.schema.names:
            raise Broken(difference(header, table.schema.names))
        while batch := list(islice(lines, BATCH)):
            for number, row in enumerate(batch, number + 1):  # noqa: B020 - counts on from the batch before
                if len(row) != len(header):
                    raise Broken(f"record {number}: has {len(row)} cells, the header {len(header)}")
            yield batch
    except UnicodeDecodeError as error:
        raise Broken(f"behind record {number}: is not UTF-8: {error.reason}") from error
    except csv.Error as error:
        raise Broken(f"behind record {number}: {error}") from error
    finally:
        text.detach()  # who opened the file closes it


def difference(header: Row, names: Row) -> str:
    if missing := [name for name in names if name not in header]:
        return f"the header lacks the column {', '.join(missing)}"
    if more := [name for name in header if name not in names]:
        return f"the header has a column that the data package does not name: {', '.join(more)}"
    return "the columns of the header are in another order than in the data package"


def projected(rows: Sequence[Row], places: Sequence[int]) -> Iterator[Hashable]:
    """The cells of a key; alone they stand for themselves."""
    if len(places) == 1:
        place = places[0]
        return (row[place] for row in rows)
    return (tuple(row[place] for place in places) for row in rows)
