"""A packed table: CSV in gzip, its header checked, its rows with their lines."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from seeds.problems import Problem, UnreadableError
from seeds.texts import text_of


class Table(Struct, frozen=True, kw_only=True):
    """Holds the packed bytes, so that a second pass reads what the first one checked."""

    file: str
    data: bytes
    columns: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with the line it begins on; a row with too few or too many cells comes as it is."""
        reader = csv.reader(io.StringIO(text_of(self.data, self.file), newline=""), strict=True)
        line = 1
        try:
            for cells in reader:
                if line > 1:
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise UnreadableError(Problem(file=self.file, line=line, text=f"is no CSV: {error}")) from error

    def whole_rows(self) -> Iterator[list[str]]:
        """Those with a cell for each column, of a table that `rows` found readable."""
        reader = csv.reader(io.StringIO(text_of(self.data, self.file), newline=""), strict=True)
        next(reader)
        width = len(self.columns)
        return (cells for cells in reader if len(cells) == width)

    def misfit(self, line: int, cells: list[str]) -> Problem:
        text = f"has {len(cells)} cells, the header {len(self.columns)}" if cells else "is empty"
        return Problem(file=self.file, line=line, text=f"the line {text}")


def open_table(data: bytes, file: str) -> Table:
    text = text_of(data, file)
    columns = tuple(next(csv.reader(io.StringIO(text, newline="")), []))
    if twice := [
        name or "an empty column" for name, count in Counter(columns).items() if count > 1 or not name
    ]:
        raise UnreadableError(
            Problem(file=file, line=1, text=f"the header names {', '.join(twice)}: once each")
        )
    if not columns:
        raise UnreadableError(Problem(file=file, line=1, text="has no header"))
    return Table(file=file, data=data, columns=columns)
