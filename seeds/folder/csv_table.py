"""Compressed CSV tables: the header, and the rows with their line numbers."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from seeds.folder.encoding import text_of
from seeds.folder.limits import COLUMNS, ROWS
from seeds.problems import Problem, UnreadableError


class CsvTable(Struct, frozen=True, kw_only=True):
    """A table in memory, still compressed, so that a second pass reads the bytes that the first validated."""

    file: str
    data: bytes
    columns: tuple[str, ...]

    def rows(self, limit: int = ROWS) -> Iterator[tuple[int, list[str]]]:
        """Yield each row with the line it starts on, also rows of the wrong length.

        Raises UnreadableError at the first row after line `limit`.
        """
        reader = csv.reader(io.StringIO(text_of(self.data, self.file), newline=""), strict=True)
        line = 1
        try:
            for cells in reader:
                if line > limit:
                    text = f"has more than {limit:,} lines: the rest was not read"
                    raise UnreadableError(Problem(file=self.file, line=line, text=text))
                if line > 1:
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise UnreadableError(
                Problem(file=self.file, line=line, text=f"is not valid CSV: {error}")
            ) from error

    def whole_rows(self) -> Iterator[list[str]]:
        """Yield the rows of the right length. The table must be readable to its end."""
        reader = csv.reader(io.StringIO(text_of(self.data, self.file), newline=""), strict=True)
        next(reader)
        width = len(self.columns)
        return (cells for cells in reader if len(cells) == width)

    def wrong_length(self, line: int, cells: list[str]) -> Problem:
        text = f"has {len(cells)} cells, but the header has {len(self.columns)}" if cells else "is empty"
        return Problem(file=self.file, line=line, text=f"the line {text}")


def open_table(data: bytes, file: str) -> CsvTable:
    """Check the header. Raises UnreadableError if there is none or if it repeats a name."""
    text = text_of(data, file)
    columns = _header(text, file)
    if len(columns) > COLUMNS:
        text = f"the header has {len(columns):,} columns: the limit is {COLUMNS:,}"
        raise UnreadableError(Problem(file=file, line=1, text=text))
    if not all(columns):
        raise UnreadableError(Problem(file=file, line=1, text="the header has a column without a name"))
    if repeated := [name for name, count in Counter(columns).items() if count > 1]:
        text = f"the header repeats {', '.join(repeated)}: column names must be unique"
        raise UnreadableError(Problem(file=file, line=1, text=text))
    if not columns:
        raise UnreadableError(Problem(file=file, line=1, text="has no header"))
    return CsvTable(file=file, data=data, columns=columns)


def _header(text: str, file: str) -> tuple[str, ...]:
    try:
        return tuple(next(csv.reader(io.StringIO(text, newline="")), []))
    except csv.Error as error:
        raise UnreadableError(Problem(file=file, line=1, text=f"is not valid CSV: {error}")) from error
