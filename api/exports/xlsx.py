"""An Excel workbook: the rows, the codebook and the citation.

Every text is a text cell, so that no id becomes a number and no quotation a formula or a link.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from api.catalog.columns import Column
from api.exports import tempdirs
from api.exports.encoders import Encoder, lines
from api.exports.provenance import Description
from api.exports.raw_writer import RawWriter
from api.problems import ProblemError
from api.storage.checksums import Write

WriteCell: TypeAlias = Callable[[int, int, Any], object]
MAX_ROWS = 100_000
CELL = 32_767
# Excel's dates begin in 1900 and are off by one before March 1900.
FIRST_DAY = "1900-03-01"
WIDTHS = {"boolean": 8, "day": 11, "integer": 8, "number": 14, "enum": 16}
CHECKPOINT_ROWS = 20


class Workbook(Encoder):
    def __init__(self, description: Description, write: Write, folder: Path | None = None) -> None:
        super().__init__(description, write, folder)
        from xlsxwriter import Workbook as Library  # noqa: PLC0415 - loaded for a worker's first workbook

        self.file = RawWriter(write)
        with tempdirs.reporting_full_disk():
            self.tempdir = tempdirs.create(folder)
            self.rows = tempfile.TemporaryFile(dir=self.tempdir)  # noqa: SIM115 - closed with the encoder
        self.workbook = Library(self.file, {"constant_memory": True, "tmpdir": self.tempdir})
        self.workbook.set_properties(properties(description))
        self.bold = self.workbook.add_format({"bold": True})
        self.plain = self.workbook.add_format()
        self.day = self.workbook.add_format({"num_format": "yyyy-mm-dd"})
        columns = [(column.name, width(column)) for column in description.columns]
        self.sheet = self.add_sheet(description.resource.name, columns)
        self.writers = [self.writer(column) for column in description.columns]
        self.row = self.stored = self.scratch_size = 0

    def add_sheet(self, name: str, columns: list[tuple[str, int]]) -> Any:
        """Add a sheet with a frozen header row."""
        sheet = self.workbook.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        for index, (_, column_width) in enumerate(columns):
            sheet.set_column(index, index, column_width)
        for index, (title, _) in enumerate(columns):
            sheet.write_string(0, index, title, self.bold)
        return sheet

    def writer(self, column: Column) -> WriteCell:
        text: WriteCell = partial(self.write_text, self.sheet)
        number: WriteCell = self.sheet.write_number
        special: dict[str, WriteCell] = {
            "integer": number,
            "number": number,
            "boolean": self.sheet.write_boolean,
            "day": self.write_day,
        }
        return special.get(column.kind, text)

    def write_text(self, sheet: Any, row: int, index: int, text: str) -> None:
        if sheet.write_string(row, index, text):
            raise ProblemError(
                "too-many-rows",
                f"Row {row} has a text of {len(text)} characters. A workbook cell holds at most {CELL}. "
                "Leave out its column with `fields`, or request the .csv.",
            )

    def write_day(self, row: int, index: int, text: str) -> None:
        if text < FIRST_DAY:
            self.write_text(self.sheet, row, index, text)
        else:
            self.sheet.write_datetime(row, index, date.fromisoformat(text), self.day)

    def feed(self, data: bytes) -> None:
        """Store the rows on disk, so that the database session ends long before the workbook is written."""
        with tempdirs.reporting_full_disk():
            self.stored += self.rows.write(b"".join(lines(data)))
        self.checkpoint()

    @property
    def scratch(self) -> int:
        return self.scratch_size

    def checkpoint(self) -> None:
        """Let the worker's requests run, and stop if the client has left or the scratch files do not fit.

        The library finally stores the sheet twice, so its size counts twice.
        """
        self.scratch_size = self.stored + 2 * os.fstat(self.sheet.row_data_fh.fileno()).st_size
        self.write(b"")

    def write_row(self, values: list[Any]) -> None:
        self.row += 1
        for index, value in enumerate(values):
            if value is not None:
                self.writers[index](self.row, index, value)
        if not any(value is not None for value in values):  # a row needs a cell to exist
            self.sheet.write_blank(self.row, 0, None, self.plain)
        if self.row % CHECKPOINT_ROWS == 0:
            self.checkpoint()

    def finish(self) -> None:
        with tempdirs.reporting_full_disk():
            self.rows.seek(0)
            for line in self.rows:
                self.write_row(msgspec.json.decode(line))
            self.rows.close()
            self.stored = 0
            self.checkpoint()
            self.sheet.autofilter(0, 0, self.row, len(self.writers) - 1)
            self.write_sheet("codebook", CODEBOOK, codebook(self.description))
            self.write_sheet("citation", (("about", 18), ("text", 100)), self.description.metadata.items())
            self.workbook.close()
        self.file.drain()

    def write_sheet(self, name: str, columns: tuple[tuple[str, int], ...], rows: Any) -> None:
        sheet = self.add_sheet(name, list(columns))
        for number, row in enumerate(rows, 1):
            for index, text in enumerate(row):
                self.write_text(sheet, number, index, text)

    def close(self) -> None:
        self.file.abandon()
        self.workbook.fileclosed = True  # or the library would finish the file when it is garbage-collected
        self.rows.close()
        for sheet in self.workbook.worksheets():
            sheet.row_data_fh.close()
        shutil.rmtree(self.tempdir, ignore_errors=True)


CODEBOOK = (("column", 26), ("type", 10), ("may be empty", 14), ("description", 80), ("codes", 60))


def codebook(description: Description) -> Iterator[tuple[str, ...]]:
    for column in description.columns:
        empty = str(column.nullable).lower()
        yield column.name, column.kind, empty, column.description, ", ".join(column.codes)


def width(column: Column) -> int:
    return max(WIDTHS.get(column.kind, 24), min(len(column.name) + 3, 24))


def properties(description: Description) -> dict[str, Any]:
    """The workbook's properties, dated by its release so that the same rows give the same bytes."""
    published_at = datetime.fromisoformat(description.published_at).astimezone(UTC)
    metadata = description.metadata
    return {
        "title": metadata["title"],
        "subject": metadata["query"][:255],
        "author": "Muster",
        "comments": metadata["cite_as"][:255],
        "created": published_at.replace(tzinfo=None),
    }
