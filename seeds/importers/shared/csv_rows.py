"""Reads publishers' CSV files row by row. Errors name the file and line."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO

import click

from seeds.folder.limits import COLUMNS

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EARLIER = click.Path(exists=True, file_okay=False, path_type=Path)

# The file or row that was read last, for the errors of its reader's caller.
_position: ContextVar[str] = ContextVar("position", default="")
_line: ContextVar[int] = ContextVar("line", default=0)
# The longest line of a file, in characters: a file without line ends must not fill the memory.
LONGEST_LINE = 2**20
LONGEST_NUMBER = 15


def current_position() -> str:
    """Return the file, and the line if known, that is being read; "" if none is."""
    return _position.get()


def current_line() -> int:
    """Return the line on which the row that was read last ends."""
    return _line.get()


def set_position(position: str) -> None:
    _position.set(position)


def read_header(path: Path, columns: Collection[str] = (), spellings: Mapping[str, str] = {}) -> list[str]:
    """Return the names of a file's columns, spelled as `read_table` spells them."""
    set_position(path.name)
    with _text(path) as file:
        reader = csv.DictReader(_lines(path, file), strict=True)
        with _readable(path, reader):
            names = _column_names(path, reader.fieldnames or [], columns, spellings)
    set_position("")
    return names


def read_table(
    path: Path,
    columns: Collection[str],
    optional: Collection[str] = (),
    spellings: Mapping[str, str] = {},
    header: Sequence[str] | None = None,
) -> Iterator[dict[str, str]]:
    """Yield the rows of a file, decompressed if its name ends in .gz.

    Accepts the columns in any order, next to others, and in another spelling of case, blanks and hyphens;
    `spellings` maps the names of other editions to ours; `header` names the columns of a file without a
    header. Raises ClickException if one of `columns` is missing
    or if a row has the wrong length.
    """
    set_position(path.name)
    with _text(path) as file:
        reader = csv.DictReader(_lines(path, file), header, strict=True)
        with _readable(path, reader):
            names = _column_names(path, reader.fieldnames or [], {*columns, *optional}, spellings)
            if missing := set(columns) - set(names):
                raise click.ClickException(f"{path.name}: missing column {', '.join(sorted(missing))}")
            reader.fieldnames = names
            for row in reader:
                set_position(f"{path.name}, line {reader.line_num}")
                _line.set(reader.line_num)
                # DictReader's key of cells without a column, and its value of columns without a cell
                if None in row or None in row.values():
                    raise click.ClickException(
                        f"{current_position()}: has more or fewer cells than the header"
                    )
                yield row
    set_position("")


def _column_names(
    path: Path, printed: Collection[str], columns: Collection[str], spellings: Mapping[str, str]
) -> list[str]:
    if len(printed) > COLUMNS:
        text = f"{path.name}: the header has {len(printed):,} columns: the limit is {COLUMNS:,}"
        raise click.ClickException(text)
    known = {_folded(name): name for name in columns}
    known |= {_folded(other): name for other, name in spellings.items()}
    names = [name if name in columns else known.get(_folded(name), name) for name in printed]
    if repeated := sorted({name for name in columns if names.count(name) > 1}):
        text = f"{path.name}: the header repeats {', '.join(repeated)}: column names must be unique"
        raise click.ClickException(text)
    return names


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower())


def _lines(path: Path, file: IO[str]) -> Iterator[str]:
    while text := file.readline(LONGEST_LINE + 1):
        if len(text) > LONGEST_LINE:
            raise click.ClickException(f"{path.name}: a line has more than {LONGEST_LINE:,} characters")
        yield text


def _bytes(path: Path) -> IO[bytes]:
    # BufferedReader gives gzip files the type IO[bytes].
    return io.BufferedReader(gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _text(path: Path) -> IO[str]:
    return io.TextIOWrapper(_bytes(path), encoding="utf-8-sig", newline="")


@contextmanager
def _readable(path: Path, reader: "csv.DictReader[str]") -> Iterator[None]:
    try:
        yield
    except csv.Error as error:
        # line_num is the last line of the row before.
        text = f"{path.name}, line {reader.line_num + 1}: invalid CSV: {error}"
        raise click.ClickException(text) from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path.name}, line {_undecodable(path)}: not UTF-8") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise click.ClickException(f"{path.name}: not a complete gzip file: {error}") from error


def _undecodable(path: Path) -> int:
    """Find the first line that is not UTF-8. The reader decodes many lines at once, so it is too far."""
    with _bytes(path) as file:
        lines = enumerate(file, 1)
        return next(number for number, line in lines if line.decode("utf-8", "ignore").encode() != line)


def whole_number(text: str) -> int:
    """Parse a whole number: digits, optionally with thousands commas or as "369.0"."""
    digits = re.sub(r"\.0+$", "", text.strip().replace(",", ""))
    if not digits.isascii() or not digits.isdigit() or len(digits) > LONGEST_NUMBER:
        raise click.ClickException(f"{text[:60]!r} is not a whole number")
    return int(digits)


def year_number(text: str) -> int:
    year = whole_number(text)
    if not 1000 <= year <= 9999:
        raise click.ClickException(f"{text!r} is not a year")
    return year


def decimal_number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise click.ClickException(f"{text[:60]!r} is not a number") from None
    if not number.is_finite() or len(text) > 2 * LONGEST_NUMBER or abs(number.adjusted()) > LONGEST_NUMBER:
        raise click.ClickException(f"{text[:60]!r} is not a number")
    return number
