"""Writes the tables of an importer, always with the same bytes, and counts the rows it left out.

`release_text` writes release.toml and sources.toml.
"""

import csv
import gzip
import heapq
import io
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO

import click
import msgspec

from schemas.seed_parts import Coverage

CHUNK = 50_000  # rows sorted in memory at once; the others wait in temporary files

Row = Mapping[str, object]


class Tally:
    """Counts the rows of a file by year: loaded, or skipped by reason."""

    def __init__(self) -> None:
        self._loaded: Counter[int | None] = Counter()
        self._skipped: defaultdict[int | None, Counter[str]] = defaultdict(Counter)

    def load(self, year: int | None, count: int = 1) -> None:
        self._loaded[year] += count

    def skip(self, year: int | None, reason: str, count: int = 1) -> None:
        self._skipped[year][reason] += count

    @property
    def loaded(self) -> int:
        return self._loaded.total()

    @property
    def skipped(self) -> int:
        return self.reasons().total()

    def reasons(self) -> Counter[str]:
        return sum(self._skipped.values(), start=Counter())

    def coverage(self) -> list[Coverage]:
        years = {year for year in (*self._loaded, *self._skipped) if year is not None}
        return [self._year(year) for year in sorted(years)]

    def _year(self, year: int) -> Coverage:
        skipped = self._skipped.get(year, Counter())
        reason = "; ".join(f"{count} {why}" for why, count in sorted(skipped.items())) or None
        return Coverage(year=year, loaded=self._loaded[year], skipped=skipped.total(), reason=reason)

    def report(self) -> None:
        """Print the number of rows that were loaded and, by reason, skipped."""
        click.echo(f"{self.loaded:,} rows loaded, {self.skipped:,} skipped")
        for reason, count in self.reasons().most_common():
            click.echo(f"  {count:,} {reason}")


def write_table(folder: Path, name: str, columns: list[str], rows: Iterable[Row]) -> int:
    """Write rows as sorted, compressed CSV and return their number. Raises KeyError for an unknown column."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with _gzip_text(folder / name) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for cells in _sorted_rows(_cells(row, columns) for row in rows):
            writer.writerow(cells)
            count += 1
    return count


@contextmanager
def _gzip_text(path: Path) -> Iterator[IO[str]]:
    # No file name and no time, so that neither the folder nor the clock changes the bytes.
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=raw, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as text,
    ):
        yield text


def _cells(row: Row, columns: list[str]) -> list[str]:
    if unknown := row.keys() - set(columns):
        raise KeyError(f"no column for {sorted(unknown)}")
    return [cell(row.get(column)) for column in columns]


def cell(value: object) -> str:
    """Format a cell: lists joined with "; ", records as JSON, None as an empty cell."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case list() | tuple() if all(isinstance(item, str) for item in value):
            return "; ".join(value)
        case list() | tuple() | dict():
            return msgspec.json.encode(value).decode()
        case _:
            return str(value)


def _sorted_rows(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    with ExitStack() as stack:
        runs: list[Iterable[list[str]]] = []
        while chunk := sorted(islice(rows, CHUNK)):
            if len(chunk) < CHUNK and not runs:
                yield from chunk
                return
            runs.append(_spill(chunk, stack))
        yield from heapq.merge(*runs)


def _spill(chunk: list[list[str]], stack: ExitStack) -> Iterator[list[str]]:
    file = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))  # noqa: SIM115 -- the stack closes it
    file.writelines(json.dumps(cells) + "\n" for cells in chunk)
    file.seek(0)
    return (json.loads(line) for line in file)
