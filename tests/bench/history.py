"""Twenty releases of the same figures, one in a hundred changed each time, beside the same of one release."""

import random
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import addresses
import peers
from database import Database
from generating import revise
from load import Load, alternate, load, ratio, spread
from results import Finding

from seeds.publishing.publish import publish, replay

RELEASES = 20
LIVE_TIMES, PINNED_TIMES, PUBLISHING = 1.1, 1.3, 10.0
QUESTIONS = {
    "page of an agency and a metric, newest first": addresses.of_agencies,
    "page of a metric, a year and a state, by value": addresses.of_states,
    "first page of all figures, by value": addresses.by_value,
}


def measure(database: Database, folder: Path, figures: int, seconds: int, rounds: int) -> Iterator[Finding]:
    """Publishes into a copy of the database, and drops it."""
    with database.copied("bench_history") as long:
        yield published(long, folder / f"log-{figures}", figures)
        database.tell("vacuum analyze")
        long.tell("vacuum analyze")
        with ExitStack() as servers:
            one, many = (
                servers.enter_context(peers.muster(each, inside(folder, name)))
                for each, name in ((database, "single"), (long, "history"))
            )
            wrk = partial(load, seconds=seconds, connections=1)
            for what, asking in QUESTIONS.items():
                live = asking(long, folder)
                pinned = at_releases(live, releases(long))
                asked = [partial(wrk, one, live), partial(wrk, many, live), partial(wrk, many, pinned)]
                alternate(asked, 1)  # plans are made, pages are read into memory
                yield from compared(what, alternate(asked, rounds))


def inside(folder: Path, name: str) -> Path:
    (folder / name).mkdir(exist_ok=True)
    return folder / name


def releases(database: Database) -> list[int]:
    """The numbers of those that hold the generated figures."""
    found = database.ask("select number from api.releases order by number desc limit $1", RELEASES)
    return [row["number"] for row in found]


def published(database: Database, log: Path, figures: int) -> Finding:
    """All but the last at once; the last as `muster publish` does, which reads the whole log again."""
    with revised(log, figures) as last:
        hidden = last.rename(log.parent / last.name)
        replay(database.owner_url, log)
        hidden.rename(last)
        began = time.perf_counter()
        publish(database.owner_url, log, last)
        seconds = time.perf_counter() - began
        changes = database.ask("select changed from api.releases order by number desc limit 1")[0]["changed"]
    return Finding(
        measured=f"publishing {changes:,} changes of {figures:,} figures, release {RELEASES}",
        ours=f"{seconds:.1f} s",
        target=f"< {PUBLISHING:g} s",
        met=seconds < PUBLISHING,
    )


@contextmanager
def revised(log: Path, figures: int) -> Iterator[Path]:
    """The last of the releases that revise the generated one; they leave the log as it was."""
    made = [revise(log, figures, turn) for turn in range(1, RELEASES)]
    try:
        yield made[-1]
    finally:
        for folder in made:
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()


def compared(what: str, loads: list[list[Load]]) -> Iterator[Finding]:
    single, live, pinned = ([float(each.median) for each in of_way] for of_way in loads)
    yield beside(f"live {what}, {RELEASES} releases", live, "one release", single, LIVE_TIMES)
    yield beside(f"pinned {what}", pinned, "live", live, PINNED_TIMES)


def beside(what: str, ours: list[float], other: str, theirs: list[float], target: float) -> Finding:
    times = ratio(ours, theirs)
    return Finding(
        measured=what,
        ours=f"{statistics.median(ours) / 1000:.2f} ms",
        theirs=f"{other} {statistics.median(theirs) / 1000:.2f} ms",
        ratio=f"{times:.2f} ({spread(ours, theirs)})",
        target=f"≤ {target:g}",
        met=times <= target,
    )


def at_releases(live: Path, numbers: list[int]) -> Path:
    """The same addresses, each at one of the releases."""
    chance = random.Random(2)
    asked = live.read_text(encoding="utf-8").split()
    return addresses.listed(
        live.with_name(f"{live.name}-pinned"), [f"{each}&release={chance.choice(numbers)}" for each in asked]
    )
