"""Publishers' CSV files, read a row at a time."""

import csv
from collections.abc import Collection, Iterator
from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


def read_header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


def read_table(path: Path, columns: Collection[str]) -> Iterator[dict[str, str]]:
    """Yield the file's rows; refuse a file without one of `columns`, or a row of another length."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey="more", restval=None)
        if missing := set(columns) - set(reader.fieldnames or []):
            raise click.ClickException(f"{path.name}: no column {', '.join(sorted(missing))}")
        for row in reader:
            if "more" in row or None in row.values():
                raise click.ClickException(f"{path.name}, line {reader.line_num}: not as long as the header")
            yield row


def whole_number(text: str) -> int:
    """The number of a cell that must hold one: digits, perhaps with thousands commas."""
    digits = text.strip().replace(",", "")
    if not digits.isascii() or not digits.isdigit():
        raise click.ClickException(f"{text!r} is no whole number")
    return int(digits)
