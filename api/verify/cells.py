"""Check the records of a CSV against their columns, in batches. Each distinct cell is checked once."""

import csv
import io
import sys
from collections.abc import Hashable, Iterator, Sequence
from typing import IO

from api.verify.cell_types import Check, check
from api.verify.limits import BATCH as BATCH_LENGTH
from api.verify.limits import RECORD, RECORDS
from api.verify.package import Table

BATCH = 4096
MAX_NAMES = 60
Row = list[str]


class Broken(Exception):  # noqa: N818 - the rest of the file cannot be read
    """The file cannot be read further. The message says where and why."""


class Faults:
    """Collects invalid cells: for each column and reason, the first cell and the count."""

    def __init__(self) -> None:
        self.first: dict[tuple[str, str], tuple[int, str]] = {}
        self.count: dict[tuple[str, str], int] = {}

    def add(self, column: str, why: str, record: int, cell: str) -> None:
        self.first.setdefault((column, why), (record, cell))
        self.count[column, why] = self.count.get((column, why), 0) + 1

    def messages(self, file: str) -> Iterator[str]:
        for (column, why), (record, cell) in self.first.items():
            more = self.count[column, why] - 1
            others = f", and {more:,} more" if more else ""
            shown = f" {cell[:60]!r}" if cell else ""
            yield f"{file}: record {record}: {column}{shown} {why}{others}"


class Cells:
    """Checks the cells of a table."""

    def __init__(self, table: Table) -> None:
        self.table, self.faults = table, Faults()
        self.columns: list[tuple[str, bool, Check]] = [
            (field.name, field.constraints.required, check(field)) for field in table.schema.fields
        ]

    def check_rows(self, rows: Sequence[Row], first: int) -> None:
        """Check a batch of rows. `first`: the number of its first record, counted from 1."""
        for (name, required, why), column in zip(self.columns, zip(*rows, strict=True), strict=True):
            messages = {cell: message for cell in set(column) if (message := check_cell(cell, required, why))}
            if messages:
                for record, cell in enumerate(column, first):
                    if cell in messages:
                        self.faults.add(name, messages[cell], record, cell)


def check_cell(cell: str, required: bool, why: Check) -> str | None:
    if cell == "":
        return "is empty" if required else None
    return why(cell)


def records(file: IO[bytes], table: Table) -> Iterator[list[Row]]:
    """Check the header, then read batches of records with the right number of cells. Raises Broken."""
    csv.field_size_limit(sys.maxsize)  # Records have a limit, so cells need none.
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    lines = Lines(text)
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, [])
        if header != table.schema.names:
            raise Broken(difference(header, table.schema.names))
        while batch := list(read_batch(reader, lines, len(header))):
            yield batch
    except UnicodeDecodeError as error:
        raise Broken(f"after record {lines.number}: is not UTF-8: {error.reason}") from error
    except csv.Error as error:
        raise Broken(f"after record {lines.number}: {error}") from error
    finally:
        text.detach()  # The caller closes the file.


class Lines:
    """Reads the lines of a CSV, up to the maximum length of a record. Raises Broken.

    `number` is the number of the last record taken. The header does not count.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text, self.number, self.length = text, 0, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.text.readline(RECORD + 1 - self.length)
        self.length += len(line)
        if self.length > RECORD:
            raise Broken(f"after record {self.number}: has more than {RECORD:,} characters in one record")
        if not line:
            raise StopIteration
        return line

    def take(self) -> int:
        """Count a record, and return its number of characters."""
        length, self.length = self.length, 0
        self.number += 1
        return length


def read_batch(reader: Iterator[Row], lines: Lines, width: int) -> Iterator[Row]:
    """Read records until the batch is full, by number or by length."""
    count, length = 0, 0
    while count < BATCH and length < BATCH_LENGTH and (row := next(reader, None)) is not None:
        count, length = count + 1, length + lines.take()
        if len(row) != width:
            raise Broken(f"record {lines.number}: has {len(row)} cells, the header {width}")
        if lines.number > RECORDS:
            raise Broken(f"has more than {RECORDS:,} records: what follows was not read")
        yield row


def difference(header: Row, names: Row) -> str:
    present, known = set(header), set(names)
    if missing := [name for name in names if name not in present]:
        return f"the header lacks the column {shortened(missing)}"
    if more := [name for name in header if name not in known]:
        return f"the header has a column that the data package does not name: {shortened(more)}"
    return "the columns of the header are in another order than in the data package"


def shortened(names: Row) -> str:
    more = f" and {len(names) - MAX_NAMES:,} more" if len(names) > MAX_NAMES else ""
    return ", ".join(name[:MAX_NAMES] for name in names[:MAX_NAMES]) + more


def keys_of(rows: Sequence[Row], positions: Sequence[int]) -> Iterator[Hashable]:
    """Read the keys of the rows: the cell of a single column, else a tuple of cells."""
    if len(positions) == 1:
        position = positions[0]
        return (row[position] for row in rows)
    return (tuple(row[position] for position in positions) for row in rows)
