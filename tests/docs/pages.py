"""The documents as tests see them: fenced blocks with what they print, and tables."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
# What the documents call the server; tests put the real one there.
BASE = "http://127.0.0.1:8000"
PRINTED = {"text", "csv", "json"}
PICTURES = (".svg", ".png", ".jpg")
FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(Struct, frozen=True, kw_only=True):
    """A fenced block: its language, the words behind it, and the block of output right below it."""

    page: Path
    line: int
    language: str
    words: tuple[str, ...]
    text: str
    prints: "Block | None" = None

    @property
    def name(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def picture(self) -> str | None:
        """The picture in `docs` that the block draws."""
        return next((word for word in self.words if word.endswith(PICTURES)), None)


def fences(page: Path) -> Iterator[tuple[Block, bool]]:
    """Every fenced block, and whether only blank lines lie between it and the one before."""
    text, end = page.read_text(encoding="utf-8"), 0
    for found in FENCE.finditer(text):
        language, *words = found["info"].split() or [""]
        line = text.count("\n", 0, found.start()) + 1
        block = Block(page=page, line=line, language=language, words=tuple(words), text=found["text"])
        yield block, not text[end : found.start()].strip()
        end = found.end()


def blocks(page: Path, languages: set[str]) -> list[Block]:
    """The blocks in one of these languages, each with the output below it."""
    found: list[Block] = []
    for block, adjacent in fences(page):
        if found and adjacent and block.language in PRINTED:
            found[-1] = msgspec.structs.replace(found[-1], prints=block)
        found.append(block)
    return [block for block in found if block.language in languages]


def prose(page: Path) -> str:
    """The text without its fenced blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def inline_code(page: Path) -> list[str]:
    return re.findall(r"`([^`\n]+)`", prose(page))


def tables(page: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Each table as its header line and the cells of its rows."""
    for table in re.finditer(r"^\|.*\n\|[-| :]+\|\n(?:\|.*\n)+", prose(page), re.MULTILINE):
        header, _, *rows = table[0].splitlines()
        yield header, [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]
