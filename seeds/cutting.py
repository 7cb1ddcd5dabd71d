"""The text of a record, of a field or of a link cut out of a seed file, and nothing else with it.

What is left is read again and compared with what was there: a file that cannot be cut cleanly is refused.
"""

import csv
import gzip
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from seeds.toml_positions import Lines, table_lines

Rows = list[dict[str, Any]]

# Not splitlines: TOML knows no other end of a line.
LINE: Final = re.compile(r"[^\n]*\n|[^\n]+$")
# Lists that say what a record is about or works with: an id can leave them and the record still stands.
LINKS: Final = ("supports", "repeats", "disputes", "corrects", "context", "cites", "target_agency_ids")


class CannotCutError(Exception):
    """The message says which row; a person has to make the file simpler first."""


class Cut:
    """What is to go: whole records, or one field of them; with `unlink` their ids out of lists, too."""

    def __init__(self, ids: Iterable[str], field: str | None, *, unlink: bool = False) -> None:
        self.ids, self.field, self.unlink = frozenset(ids), field, unlink

    def is_row(self, record_id: object) -> bool:
        return self.field is None and record_id in self.ids

    def is_field(self, record_id: object, name: str) -> bool:
        return record_id in self.ids and name == self.field

    def linked(self, name: str, value: Iterable[str]) -> list[str]:
        return [each for each in value if each in self.ids] if self.unlink and name in LINKS else []


def cut_toml(text: str, resource: str, cut: Cut) -> str:
    """From the last row to the first, so that lines keep their numbers."""
    rows: Rows = tomllib.loads(text).get(resource, [])
    if (expected := _expected(rows, cut)) == rows:
        return text
    lines, positions = LINE.findall(text), table_lines(text)
    starts = [_with_comments(lines, positions[resource, n].header) for n in range(len(rows))]
    ends = [*starts[1:], len(lines) + 1]
    for n in reversed(range(len(rows))):
        if cut.is_row(rows[n].get("id")):
            lines[starts[n] - 1 : ends[n] - 1] = []
        else:
            keys = Keys(positions[resource, n], ends[n], positions)
            for name in sorted(rows[n], key=keys.line, reverse=True):
                _cut_key(lines, keys, name, rows[n], cut)
    left = "".join(lines).rstrip("\n") + "\n" if lines else ""
    return _checked(left, resource, expected)


class Keys:
    """Where the keys of one row stand."""

    def __init__(self, row: Lines, end: int, positions: Mapping[Any, Lines]) -> None:
        headers = [each.header for each in positions.values() if row.header < each.header < end]
        self.row, self.stops = row, sorted([*row.keys.values(), *headers, end])

    def line(self, name: str) -> int:
        return self.row.keys.get(name, 0)

    def end(self, name: str) -> int:
        return next(stop for stop in self.stops if stop > self.line(name))


def _with_comments(lines: list[str], line: int) -> int:
    """A comment right above a row or a key speaks of it."""
    while line > 1 and lines[line - 2].startswith("#"):
        line -= 1
    return line


def _cut_key(lines: list[str], keys: Keys, name: str, row: Mapping[str, Any], cut: Cut) -> None:
    linked = cut.linked(name, row[name]) if isinstance(row[name], list) else []
    is_field = cut.is_field(row.get("id"), name)
    if not (is_field or linked):
        return
    if not (first := keys.line(name)):
        raise CannotCutError(f"{row.get('id')}: write {name} on a line of its own")
    first, last = (_with_comments(lines, line) for line in (first, keys.end(name)))
    while last - 1 > first and not lines[last - 2].strip():
        last -= 1
    written = "".join(lines[first - 1 : last - 1])
    for record_id in linked:
        written = _without(written, record_id)
    lines[first - 1 : last - 1] = [] if is_field else LINE.findall(written)


def _without(written: str, record_id: str) -> str:
    word = f'"{re.escape(record_id)}"'
    for pattern in (rf"^[ \t]*{word},?[ \t]*\n", rf"{word},[ \t]*", rf",[ \t]*{word}", word):
        left, count = re.subn(pattern, "", written, count=1, flags=re.MULTILINE)
        if count:
            return left
    return written


def _expected(rows: Iterable[Mapping[str, Any]], cut: Cut) -> Rows:
    return [
        {
            name: [each for each in value if each not in cut.linked(name, value)]
            if isinstance(value, list) and name in LINKS
            else value
            for name, value in row.items()
            if not cut.is_field(row.get("id"), name)
        }
        for row in rows
        if not cut.is_row(row.get("id"))
    ]


def _checked(text: str, resource: str, expected: Rows) -> str:
    try:
        found = tomllib.loads(text).get(resource, [])
    except tomllib.TOMLDecodeError as error:
        raise CannotCutError(f"what is left would be no TOML ({error})") from error
    if found != expected:
        wrong = next((row for row, left in zip(expected, found, strict=False) if row != left), {"id": "?"})
        raise CannotCutError(f"{wrong.get('id')}: what is left would not be the same")
    return text


def cut_table(text: str, cut: Cut) -> str:
    """A table with a row for each record."""
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    if "id" not in header:
        return text
    place = header.index("id")

    def left(row: list[str]) -> list[str]:
        cells = [(name, cell, cell.split("; ")) for name, cell in zip(header, row, strict=True)]
        return [
            ""
            if cut.is_field(row[place], name)
            else "; ".join(each for each in parts if each not in cut.linked(name, parts))
            for name, cell, parts in cells
        ]

    kept = [left(row) for row in rows if not cut.is_row(row[place])]
    return text if kept == rows else written([header, *kept])


def cut_cells(text: str, cells: Mapping[int, set[int]]) -> str:
    """A wide table; by line of the file, the places of the cells that are emptied."""
    made, reader = [], csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for row in reader:
        made.append([("" if place in cells.get(line, ()) else cell) for place, cell in enumerate(row)])
        line = reader.line_num + 1
    return written(made)


def written(rows: Iterable[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def packed(text: str, name: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0) if name.endswith(".gz") else text.encode()
