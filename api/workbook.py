"""A workbook for Excel: the rows, the codebook, and what to cite.

Every text is a text cell: no id becomes a number, no quotation a formula or a link.
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

from api import scratch
from api.columns import Column
from api.description import Description
from api.problems import Refusal
from api.shapes import Plain, Put, lines
from api.sink import Sink

Write: TypeAlias = Callable[[int, int, Any], object]
MAX_ROWS = 100_000
CELL = 32_767
# Excel counts days from 1900 on, and wrongly before March.
FIRST_DAY = "1900-03-01"
WIDTHS = {"boolean": 8, "day": 11, "integer": 8, "number": 14, "enum": 16}
TURN = 20


class Workbook(Plain):
    def __init__(self, about: Description, put: Put, folder: Path | None = None) -> None:
        super().__init__(about, put, folder)
        from xlsxwriter import Workbook as Book  # noqa: PLC0415 - loaded for a worker's first workbook

        self.sink = Sink(put)
        with scratch.enough_room():
            self.place = scratch.make(folder)
            self.rows = tempfile.TemporaryFile(dir=self.place)  # noqa: SIM115 - closed with the shape
        self.book = Book(self.sink, {"constant_memory": True, "tmpdir": self.place})
        self.book.set_properties(properties(about))
        self.bold = self.book.add_format({"bold": True})
        self.plain = self.book.add_format()
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        columns = [(column.name, width(column)) for column in about.columns]
        self.sheet = self.begin(about.resource.name, columns)
        self.writers = [self.writer(column) for column in about.columns]
        self.row = self.kept = self.taken = 0

    def begin(self, name: str, columns: list[tuple[str, int]]) -> Any:
        """A sheet with its header, which stays in sight."""
        sheet = self.book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        for place, (_, wide) in enumerate(columns):
            sheet.set_column(place, place, wide)
        for place, (title, _) in enumerate(columns):
            sheet.write_string(0, place, title, self.bold)
        return sheet

    def writer(self, column: Column) -> Write:
        text: Write = partial(self.write_text, self.sheet)
        number: Write = self.sheet.write_number
        special: dict[str, Write] = {
            "integer": number,
            "number": number,
            "boolean": self.sheet.write_boolean,
            "day": self.write_day,
        }
        return special.get(column.kind, text)

    def write_text(self, sheet: Any, row: int, place: int, text: str) -> None:
        if sheet.write_string(row, place, text):
            raise Refusal(
                "too-many-rows",
                f"Row {row} has a text of {len(text)} characters, and a cell of a workbook holds {CELL}. "
                "Leave its column out with `fields`, or ask for the .csv.",
            )

    def write_day(self, row: int, place: int, text: str) -> None:
        if text < FIRST_DAY:
            self.write_text(self.sheet, row, place, text)
        else:
            self.sheet.write_datetime(row, place, date.fromisoformat(text), self.day)

    def feed(self, data: bytes) -> None:
        """Only kept: the database has done its part long before the workbook is written."""
        with scratch.enough_room():
            self.kept += self.rows.write(b"".join(lines(data)))
        self.turn()

    @property
    def scratch(self) -> int:
        return self.taken

    def turn(self) -> None:
        """Gives way to the requests of the worker, and learns whether the file is still wanted and has room.

        In the end the library has the sheet twice.
        """
        self.taken = self.kept + 2 * os.fstat(self.sheet.row_data_fh.fileno()).st_size
        self.put(b"")

    def write(self, values: list[Any]) -> None:
        self.row += 1
        for place, value in enumerate(values):
            if value is not None:
                self.writers[place](self.row, place, value)
        if not any(value is not None for value in values):  # a row without a cell would be no row
            self.sheet.write_blank(self.row, 0, None, self.plain)
        if self.row % TURN == 0:
            self.turn()

    def end(self) -> None:
        with scratch.enough_room():
            self.rows.seek(0)
            for line in self.rows:
                self.write(msgspec.json.decode(line))
            self.rows.close()
            self.kept = 0
            self.turn()
            self.sheet.autofilter(0, 0, self.row, len(self.writers) - 1)
            self.tell("codebook", CODEBOOK, codebook(self.about))
            self.tell("citation", (("about", 18), ("text", 100)), self.about.stated.items())
            self.book.close()
        self.sink.drain()

    def tell(self, name: str, columns: tuple[tuple[str, int], ...], rows: Any) -> None:
        sheet = self.begin(name, list(columns))
        for number, row in enumerate(rows, 1):
            for place, text in enumerate(row):
                self.write_text(sheet, number, place, text)

    def close(self) -> None:
        self.sink.abandon()
        self.book.fileclosed = True  # an unfinished one may be finished when it is forgotten
        self.rows.close()
        for sheet in self.book.worksheets():
            sheet.row_data_fh.close()
        shutil.rmtree(self.place, ignore_errors=True)


CODEBOOK = (("column", 26), ("type", 10), ("may be empty", 14), ("description", 80), ("codes", 60))


def codebook(about: Description) -> Iterator[tuple[str, ...]]:
    for column in about.columns:
        empty = str(column.nullable).lower()
        yield column.name, column.kind, empty, column.description, ", ".join(column.codes)


def width(column: Column) -> int:
    return max(WIDTHS.get(column.kind, 24), min(len(column.name) + 3, 24))


def properties(about: Description) -> dict[str, Any]:
    """Dated by its release, so that the same rows make the same bytes."""
    published_at = datetime.fromisoformat(about.published_at).astimezone(UTC)
    stated = about.stated
    return {
        "title": stated["title"],
        "subject": stated["query"][:255],
        "author": "Muster",
        "comments": stated["cite_as"][:255],
        "created": published_at.replace(tzinfo=None),
    }
