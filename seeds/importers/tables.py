"""Publishers' CSV files, read a row at a time; what is wrong with one is told with its file and line."""

import csv
import gzip
import io
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EARLIER = click.Path(exists=True, file_okay=False, path_type=Path)

# The file or the row that was read last, for what is found wrong with it further up.
_place: ContextVar[str] = ContextVar("place", default="")


def place() -> str:
    """The file and mostly the line that is being read; empty when none is."""
    return _place.get()


def at(where: str) -> None:
    _place.set(where)


def read_header(path: Path) -> list[str]:
    at(path.name)
    with _text(path) as file:
        reader = csv.DictReader(file, strict=True)
        with _readable(path, reader):
            names = list(reader.fieldnames or [])
    at("")
    return names


def read_table(path: Path, columns: Collection[str]) -> Iterator[dict[str, str]]:
    """Yield the file's rows; refuse a file without one of `columns`, or a row of another length.

    A file whose name ends in .gz is unpacked.
    """
    at(path.name)
    with _text(path) as file:
        reader = csv.DictReader(file, restkey="more", restval=None, strict=True)
        with _readable(path, reader):
            if missing := set(columns) - set(reader.fieldnames or []):
                raise click.ClickException(f"{path.name}: no column {', '.join(sorted(missing))}")
            for row in reader:
                at(f"{path.name}, line {reader.line_num}")
                if "more" in row or None in row.values():
                    raise click.ClickException(f"{place()}: not as long as the header")
                yield row
    at("")


def _bytes(path: Path) -> IO[bytes]:
    # An IO of bytes, whatever gzip calls it.
    return io.BufferedReader(gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _text(path: Path) -> IO[str]:
    return io.TextIOWrapper(_bytes(path), encoding="utf-8-sig", newline="")


@contextmanager
def _readable(path: Path, reader: "csv.DictReader[str]") -> Iterator[None]:
    try:
        yield
    except csv.Error as error:
        # The reader's line is the last of the row before.
        said = f"{path.name}, line {reader.line_num + 1}: broken CSV: {error}"
        raise click.ClickException(said) from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path.name}, line {_undecodable(path)}: not UTF-8") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise click.ClickException(f"{path.name}: no whole gzip file: {error}") from error


def _undecodable(path: Path) -> int:
    """The first line that is not UTF-8: the reader decodes many lines at once."""
    with _bytes(path) as file:
        lines = enumerate(file, 1)
        return next(number for number, line in lines if line.decode("utf-8", "ignore").encode() != line)


def whole_number(text: str) -> int:
    """The number of a cell that must hold one: digits, perhaps with thousands commas."""
    digits = text.strip().replace(",", "")
    if not digits.isascii() or not digits.isdigit():
        raise click.ClickException(f"{text!r} is no whole number")
    return int(digits)


def year_number(text: str) -> int:
    year = whole_number(text)
    if not 1000 <= year <= 9999:
        raise click.ClickException(f"{text!r} is no year")
    return year


def decimal_number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise click.ClickException(f"{text!r} is no number") from None
