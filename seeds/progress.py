"""How far a publication has come, for who waits for it; how long its phases took, for who tunes it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from msgspec import Struct

from seeds.validating import Checked

Report: TypeAlias = Callable[[str, int, int], None]
Say: TypeAlias = Callable[[str], None]


def silent(_name: str, _done: int, _total: int) -> None:
    pass


def unsaid(_text: str) -> None:
    pass


class Phase(Struct, frozen=True):
    release: str
    name: str
    seconds: float


class Phases:
    """How long each part of the work took, in its order; `say` is told of what is not the usual work."""

    def __init__(self, say: Say = unsaid) -> None:
        self.measured: list[Phase] = []
        self.say = say

    @contextmanager
    def phase(self, release: str, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.measured.append(Phase(release, name, time.perf_counter() - start))


class Progress:
    """Loading is told record by record and counts for half."""

    def __init__(self, name: str, found: Checked, report: Report) -> None:
        self.name, self.report, self.done = name, report, 0
        self.total = len(found.melted) + sum(len(drafts) for drafts in found.drafts.values())
        report(name, 0, self.total)

    def loaded(self, records: int) -> None:
        self.done += records
        self.report(self.name, self.done // 2, self.total)

    def end(self) -> None:
        self.report(self.name, self.total, self.total)
