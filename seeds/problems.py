"""What validation finds, and how it is told: file, line, record, and a sentence."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

SHOWN: Final = 200


class Problem(Struct, frozen=True, kw_only=True):
    """`file` is relative to the releases; `column` is a CSV column or a TOML key."""

    text: str
    file: str
    line: int | None = None
    column: str | None = None
    record_id: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: [{self.record_id}] {self.text}" if self.record_id else f"{place}: {self.text}"


class UnreadableError(Exception):
    """A file or folder cannot be read any further; carries why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = list(problems)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file and line, each once."""
    return sorted(
        set(problems), key=lambda p: (p.file, p.line or 0, p.column or "", p.record_id or "", p.text)
    )


def first(problems: list[Problem], folder: Path) -> Iterator[str]:
    """One line a problem; beyond SHOWN only how many there are, and what lists them all."""
    yield from (str(problem) for problem in problems[:SHOWN])
    if len(problems) > SHOWN:
        yield f"… of {len(problems):,} problems; muster validate {folder} lists them all"
