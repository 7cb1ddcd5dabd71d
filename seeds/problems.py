"""Problems: file, line, record and a sentence."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from msgspec import Struct

SHOWN: Final = 200
# How many problems to keep of one kind (file, column and sentence), and of all kinds in one file.
OF_A_KIND: Final = 100
OF_A_FILE: Final = 5_000
LONGEST: Final = 1_000
MORE: Final = "…"
# The parts of a sentence that may differ between two problems of one kind.
VARIES: Final = re.compile(r'"[^"]*"|\'[^\']*\'|[\w.:+-]*[\d_-][\w.:+-]*')
Kind: TypeAlias = tuple[str, str | None, str]


class Problem(Struct, frozen=True, kw_only=True):
    """One problem. `file` is relative to the releases; `column` is a CSV column or a TOML key.

    `count` is the number of problems that a summary such as "… and 7 more like this one" stands for.
    """

    text: str
    file: str
    line: int | None = None
    column: str | None = None
    record_id: str | None = None
    count: int = 1

    def __str__(self) -> str:
        position = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        text = f"{position}: [{self.record_id}] {self.text}" if self.record_id else f"{position}: {self.text}"
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"

    @property
    def kind(self) -> Kind:
        """The file, the column, and the sentence without the parts that vary."""
        return self.file, self.column, VARIES.sub("#", self.text[:LONGEST])


class UnreadableError(Exception):
    """A file or folder that cannot be read any further, with the reasons."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = list(problems)


class Problems(list[Problem]):
    """A list that keeps the first problems of each kind and counts the rest, so that memory has a limit.

    Add to it with `append` and `extend` only: `+=` would skip the counting.
    """

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        super().__init__()
        self.kinds: Counter[Kind] = Counter()
        self.kept: Counter[str] = Counter()
        self.rest: Counter[Kind] = Counter()
        self.extend(problems)

    def append(self, problem: Problem) -> None:
        file, kind = problem.file, problem.kind
        if problem.text.startswith(MORE):
            super().append(problem)
        elif self.kept[file] >= OF_A_FILE:
            self.rest[file, None, ""] += problem.count
        elif self.kinds[kind] >= OF_A_KIND:
            self.rest[kind] += problem.count
        else:
            self.kinds[kind] += 1
            self.kept[file] += 1
            super().append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.append(problem)
        if isinstance(problems, Problems):
            self.rest.update(problems.rest)

    def summaries(self) -> Iterator[Problem]:
        """Yield how many more there are of each kind, on the line of the last one that was kept."""
        lines: dict[Kind, int] = {}
        for problem in self:
            for kind in (problem.kind, (problem.file, None, "")):
                lines[kind] = max(lines.get(kind, 0), problem.line or 0)
        for kind, count in self.rest.items():
            file, column, text = kind
            like = "like this one" if text else f"in this file beyond the first {OF_A_FILE:,}"
            more = f"{MORE} and {count:,} more {like}"
            yield Problem(file=file, line=lines[kind] or None, column=column, count=count, text=more)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by file and line, without duplicates, and add the summaries of what was not kept."""
    kept = problems if isinstance(problems, Problems) else Problems(problems)
    return sorted({*kept, *kept.summaries()}, key=_sort_key)


def _sort_key(problem: Problem) -> tuple[str, int, str, bool, str, str]:
    is_summary = problem.text.startswith(MORE)
    return (
        problem.file,
        problem.line or 0,
        problem.column or "",
        is_summary,
        problem.record_id or "",
        problem.text,
    )


def total(problems: Iterable[Problem]) -> int:
    """Return the number of problems, including those that were counted but not kept."""
    return sum(problem.count for problem in problems)


def summary(problems: list[Problem], folder: Path) -> Iterator[str]:
    """Yield the first SHOWN problems, then the number of all and the command that lists more."""
    yield from (str(problem) for problem in problems[:SHOWN])
    if len(problems) > SHOWN:
        yield f"… of {total(problems):,} problems. To list more, run muster validate {folder}"
