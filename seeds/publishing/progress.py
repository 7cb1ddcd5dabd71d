"""Reports the progress of a publication, and how long each of its phases took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from msgspec import Struct

from seeds.log.release_changes import ReleaseChanges

Report: TypeAlias = Callable[[str, int, int], None]
Say: TypeAlias = Callable[[str], None]


def ignore_progress(_name: str, _done: int, _total: int) -> None:
    pass


def ignore_message(_text: str) -> None:
    pass


class Phase(Struct, frozen=True):
    release: str
    name: str
    seconds: float


class Phases:
    """The duration of each phase, in order. `say` receives messages about unusual work."""

    def __init__(self, say: Say = ignore_message) -> None:
        self.measured: list[Phase] = []
        self.say = say

    @contextmanager
    def phase(self, release: str, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.measured.append(Phase(release, name, time.perf_counter() - start))


class Progress:
    """Reports the progress of one release. Loading is reported by record and counts for half of the work."""

    def __init__(self, name: str, changes: ReleaseChanges, report: Report) -> None:
        self.name, self.report, self.done = name, report, 0
        self.total = len(changes.figures) + sum(1 for _ in changes.all_revisions())
        report(name, 0, self.total)

    def loaded(self, records: int) -> None:
        self.done += records
        self.report(self.name, self.done // 2, self.total)

    def end(self) -> None:
        self.report(self.name, self.total, self.total)
