"""All that can be wrong with a copy of a release's files, in one go through them."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from api.verifying import package, sums
from api.verifying.holding import Holding, Unusable, held
from api.verifying.sums import Digests
from api.verifying.tables import Tables

Report: TypeAlias = Callable[[str, int, int], None]


class Progress:
    """Tells how much is done of what is known to be to do."""

    def __init__(self, name: str, total: int, report: Report) -> None:
        self.name, self.total, self.report, self.done = name, total, report, 0
        report(name, 0, total)

    def __call__(self, more: int) -> None:
        self.done += more
        self.report(self.name, min(self.done, self.total), self.total)

    def end(self) -> None:
        self.report(self.name, self.total, self.total)


def problems(path: Path, report: Report) -> list[str]:
    """Each as a sentence with its file, once. Raises Unusable where nothing can be looked at."""
    holding = held(path)
    try:
        return list(dict.fromkeys(found(holding, report)))
    except OSError as error:  # of the folder itself: that of a file is told beside the others
        raise Unusable(f"{path.name} cannot be read: {error}") from error
    finally:
        holding.close()


def found(holding: Holding, report: Report) -> Iterator[str]:
    there = holding.sizes()
    packed = [name for name in sorted(there) if name.endswith(".gz")]
    reading = Progress("bytes read", to_read(there, packed), report)
    digests = Digests(holding, reading)
    yield from holding.others()
    yield from sums.checked(holding, there, digests)
    yield from sums.as_listed(holding, there, digests)
    for name in packed:
        yield from sums.unpacked(holding, name, there, digests)
    reading.end()
    yield from tables(holding, there, digests, report)
    yield from digests.problems


def to_read(there: Mapping[str, int], packed: list[str]) -> int:
    return sum(there.values()) + sum(there.get(name.removesuffix(".gz"), 0) for name in packed)


def tables(holding: Holding, there: Mapping[str, int], digests: Digests, report: Report) -> Iterator[str]:
    described, wrong = package.read(holding, there)
    yield from wrong
    if described is None or wrong:
        return
    counting = Progress("records checked", sum(table.rows for table in described.resources), report)
    yield from Tables(holding, described, digests, counting).checked(there)
    counting.end()
