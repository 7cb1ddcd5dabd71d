"""Removes records, fields and links from a TOML file and leaves every other byte alone.

The result is parsed and compared with what it should say. A file that cannot be redacted safely is an error.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

from seeds.folder.toml_positions import Lines, table_lines
from seeds.removal.redaction import CannotRedactError, Redaction, Rows

# Not splitlines: in TOML, only LF ends a line.
LINE: Final = re.compile(r"[^\n]*\n|[^\n]+$")


def redact_toml(text: str, resource: str, redaction: Redaction) -> str:
    """Work from the last row to the first, so that the lines before keep their numbers."""
    rows: Rows = tomllib.loads(text).get(resource, [])
    if (expected := redaction.apply(rows)) == rows:
        return text
    lines, positions = LINE.findall(text), table_lines(text)
    starts = [_first_line(lines, positions[resource, n].header) for n in range(len(rows))]
    ends = [*starts[1:], len(lines) + 1]
    for n in reversed(range(len(rows))):
        if redaction.removes_row(rows[n].get("id")):
            lines[starts[n] - 1 : ends[n] - 1] = []
        else:
            _redact_row(lines, KeyLines(positions[resource, n], ends[n], positions), rows[n], redaction)
    left = "".join(lines).rstrip("\n") + "\n" if lines else ""
    _check(left, resource, expected)
    return left


class KeyLines:
    """The first and last line of each key in a row."""

    def __init__(self, row: Lines, end: int, positions: Mapping[Any, Lines]) -> None:
        headers = [each.header for each in positions.values() if row.header < each.header < end]
        self._row, self._stops = row, sorted([*row.keys.values(), *headers, end])

    def line(self, name: str) -> int:
        """Return the line of a key; 0 for a key of an inline table."""
        return self._row.keys.get(name, 0)

    def end(self, name: str) -> int:
        return next(stop for stop in self._stops if stop > self.line(name))


def _first_line(lines: list[str], line: int) -> int:
    """Include the comments right above a row or a key: they describe it."""
    while line > 1 and lines[line - 2].startswith("#"):
        line -= 1
    return line


def _redact_row(lines: list[str], keys: KeyLines, row: Mapping[str, Any], redaction: Redaction) -> None:
    for name in sorted(row, key=keys.line, reverse=True):
        links = redaction.removed_links(name, row[name]) if isinstance(row[name], list) else []
        is_field = redaction.removes_field(row.get("id"), name)
        if not (is_field or links):
            continue
        if not keys.line(name):
            raise CannotRedactError(f"{row.get('id')}: write {name} on a line of its own")
        first, last = _span(lines, keys, name)
        left = [] if is_field else _without_links(lines[first - 1 : last - 1], links)
        lines[first - 1 : last - 1] = left


def _span(lines: list[str], keys: KeyLines, name: str) -> tuple[int, int]:
    """Return the first line of a key and the line after its value, without trailing blank lines."""
    first, last = (_first_line(lines, line) for line in (keys.line(name), keys.end(name)))
    while last - 1 > first and not lines[last - 2].strip():
        last -= 1
    return first, last


def _without_links(lines: list[str], links: list[str]) -> list[str]:
    text = "".join(lines)
    for record_id in links:
        text = _without_link(text, record_id)
    return LINE.findall(text)


def _without_link(text: str, record_id: str) -> str:
    quoted = f'"{re.escape(record_id)}"'
    for pattern in (rf"^[ \t]*{quoted},?[ \t]*\n", rf"{quoted},[ \t]*", rf",[ \t]*{quoted}", quoted):
        left, count = re.subn(pattern, "", text, count=1, flags=re.MULTILINE)
        if count:
            return left
    return text


def _check(text: str, resource: str, expected: Rows) -> None:
    try:
        rows = tomllib.loads(text).get(resource, [])
    except tomllib.TOMLDecodeError as error:
        raise CannotRedactError(f"the result would not be valid TOML ({error})") from error
    if rows != expected:
        pairs = zip(expected, rows, strict=False)
        wrong = next((row for row, left in pairs if row != left), {"id": "?"})
        raise CannotRedactError(f"{wrong.get('id')}: the result would change more than it should")
