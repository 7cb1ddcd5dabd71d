"""Reports characters that make a text look like another one. Seeds must not contain them."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from seeds.problems import Problem

# Unicode's property Bidi_Control. They reorder what a reader sees, and no English text needs them.
BIDI_CONTROL: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# TOML's ASCII escape of a character, unless another backslash makes it plain text.
ESCAPE: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
LAST: Final = 0x10FFFF


def misleading(text: str, file: str) -> Iterator[Problem]:
    """Report each bidirectional control, and in each line the first part that is not in normal form C."""
    toml = file.endswith(".toml")
    if text.isascii() and not (toml and ESCAPE.search(text)):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        shown = ESCAPE.sub(unescaped, line) if toml else line
        for error in () if shown.isascii() else line_errors(shown):
            yield Problem(file=file, line=number, text=error)


def unescaped(escape: re.Match[str]) -> str:
    point = int(escape[2] or escape[3], 16)
    return escape[1] + chr(point) if point <= LAST else escape[0]


def line_errors(line: str) -> Iterator[str]:
    for match in BIDI_CONTROL.finditer(line):
        yield (
            f"character {match.start() + 1} is {named(match[0])}, which changes the order in which the text "
            "is shown: leave it out"
        )
    if not unicodedata.is_normalized("NFC", line):
        yield denormalized(line)


def denormalized(line: str) -> str:
    """Name the first part of a line that normalization changes, and its normal form."""
    composed = unicodedata.normalize("NFC", line)
    start = next(index for index, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b)
    end = start + 1
    while end < len(line) and unicodedata.combining(line[end]):
        end += 1
    part = line[start:end]
    return (
        f"character {start + 1} is not in Unicode's normal form C: write "
        f"{points(unicodedata.normalize('NFC', part))} instead of {points(part)}"
    )


def points(text: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in text)


def named(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character)}"
