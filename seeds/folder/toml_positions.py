"""The lines of the tables and keys of a TOML file, from a second pass: tomllib gives no positions."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

TOKENS: Final = re.compile(
    r'(?P<text>"""(?:[^\\]|\\.)*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
    r"|(?P<comment>\#[^\n]*)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<equals>=)|(?P<newline>\n)"
    r"|(?P<space>[ \t]+)|(?P<word>[^\s\"'\#\[\]{}=]+)",
    re.DOTALL,
)


class Lines(Struct, frozen=True, kw_only=True):
    """The line of a table's header and the lines of its keys."""

    header: int
    keys: dict[str, int]

    def of(self, key: str | None) -> int:
        return self.keys.get(key or "", self.header)


NO_LINES: Final = Lines(header=1, keys={})


def table_lines(text: str) -> dict[tuple[str, int], Lines]:
    """Map each header's name and ordinal to its lines: the third `[[agencies]]` is `("agencies", 2)`.

    The text must be valid TOML. Keys before the first header belong to `("", 0)`.
    """
    tables = {("", 0): Lines(header=1, keys={})}
    table, seen = tables["", 0], Counter[str]()
    for line, statement, is_key in _statements(text):
        if is_key:
            table.keys.setdefault(_name(statement), line)
        elif name := _name(statement.strip("[] \t")):
            table = tables[name, seen[name]] = Lines(header=line, keys={})
            seen[name] += 1
    return tables


def _statements(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield each header and each key outside of brackets: its line, its text, and whether it is a key."""
    line, depth, start, statement, in_value = 1, 0, 1, "", False
    for token in TOKENS.finditer(text + "\n"):
        kind, part = token.lastgroup, token[0]
        if kind == "newline" and not (depth and in_value):
            if statement.strip():
                yield start, statement, False
            statement, in_value, depth = "", False, 0
        elif kind == "equals" and not in_value:
            yield start, statement, True
            statement, in_value = "", True
        elif kind in {"open", "close"}:
            depth += 1 if kind == "open" else -1
        if not in_value and kind not in {"newline", "comment", "equals"}:
            start = line if not statement else start
            statement += part
        line += part.count("\n")


def _name(written: str) -> str:
    """Return a key without quotes and without spaces around dots: `files."a.csv.gz"` is `files.a.csv.gz`."""
    parts = re.findall(r'"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([^\s."\']+)', written)
    return ".".join(next((group for group in groups if group), "") for groups in parts)
