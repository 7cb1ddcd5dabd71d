"""Where the tables and keys of a TOML file stand: tomllib gives no positions, a second pass does."""

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
    """A table's own line and those of its keys."""

    header: int
    keys: dict[str, int]

    def of(self, key: str | None) -> int:
        return self.keys.get(key or "", self.header)


NOWHERE: Final = Lines(header=1, keys={})


def table_lines(text: str) -> dict[tuple[str, int], Lines]:
    """By the header's name and its ordinal: the third `[[agencies]]` is `("agencies", 2)`.

    The text must be TOML that tomllib has read. Keys before the first header belong to `("", 0)`.
    """
    found = {("", 0): Lines(header=1, keys={})}
    table, seen = found["", 0], Counter[str]()
    for line, statement, is_key in _statements(text):
        if is_key:
            table.keys.setdefault(_name(statement), line)
        elif name := _name(statement.strip("[] \t")):
            table = found[name, seen[name]] = Lines(header=line, keys={})
            seen[name] += 1
    return found


def _statements(text: str) -> Iterator[tuple[int, str, bool]]:
    """Each header, and each key outside of brackets: its line, its text, and whether it is a key."""
    line, depth, start, words, in_value = 1, 0, 1, "", False
    for token in TOKENS.finditer(text + "\n"):
        kind, said = token.lastgroup, token[0]
        if kind == "newline" and not (depth and in_value):
            if words.strip():
                yield start, words, False
            words, in_value, depth = "", False, 0
        elif kind == "equals" and not in_value:
            yield start, words, True
            words, in_value = "", True
        elif kind in {"open", "close"}:
            depth += 1 if kind == "open" else -1
        if not in_value and kind not in {"newline", "comment", "equals"}:
            start = line if not words else start
            words += said
        line += said.count("\n")


def _name(written: str) -> str:
    """A key without its quotes and the blanks around its dots: `files."a.csv.gz"` is `files.a.csv.gz`."""
    parts = re.findall(r'"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([^\s."\']+)', written)
    return ".".join(next(part for part in found if part) if any(found) else "" for found in parts)
