"""Pages and single records beside PostgREST and Datasette; deep pages beside first ones."""

import json
import statistics
import urllib.request
from collections.abc import Iterator
from functools import partial
from itertools import product
from pathlib import Path

import addresses
from database import Database
from load import Load, alternate, load, ratio, spread
from processes import Server
from results import Finding

DEEP = 900_000
PAGE_TIMES = {"PostgREST": 2.0, "Datasette": 10.0}
RECORD_TIMES = {"PostgREST": 2.0}
SLOWER = 1.3


def measure(
    database: Database, servers: list[Server], folder: Path, seconds: int, rounds: int
) -> Iterator[Finding]:
    for what, asked, targets in (
        (
            f"page of {addresses.PAGE} figures of an agency and a metric, newest first",
            addresses.pages(database, folder),
            PAGE_TIMES,
        ),
        ("one figure by id", addresses.records(database, folder), RECORD_TIMES),
    ):
        same(servers, asked)
        ways = [partial(load, one, asked[one.name], seconds=seconds, connections=32) for one in servers]
        for server, addresses_ in zip(servers, asked.values(), strict=True):
            load(server, addresses_, seconds=2, connections=32)
        ours, *theirs = alternate(ways, rounds)
        for server, loads in zip(servers[1:], theirs, strict=True):
            yield compared(what, ours, server, loads, targets.get(server.name))


def compared(
    what: str, ours: list[Load], server: Server, theirs: list[Load], target: float | None
) -> Finding:
    rates = [one.rate for one in ours], [one.rate for one in theirs]
    times = ratio(*rates)
    return Finding(
        measured=what,
        ours=f"{statistics.median(rates[0]):,.0f} a second",
        theirs=f"{server.name} {statistics.median(rates[1]):,.0f} a second",
        ratio=f"{times:.1f} ({spread(*rates)})",
        target="" if target is None else f"≥ {target:g}",
        met=None if target is None else times >= target,
    )


def same(servers: list[Server], asked: dict[str, Path]) -> None:
    """They answer with the same records, or the comparison says nothing."""
    for line in (0, 7, 77):
        answers = {
            server.name: dates(server, asked[server.name].read_text().splitlines()[line])
            for server in servers
        }
        if not answers["Muster"] or any(found != answers["Muster"] for found in answers.values()):
            raise SystemExit(f"The servers do not answer with the same records: {answers}")


def dates(server: Server, path: str) -> list[tuple[str, str]]:
    """Agency and date of each record: Datasette orders the records of a day in its own way."""
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=30) as answer:
        found = json.load(answer)
    if isinstance(found, dict):
        found = found.get("data", found.get("rows"))
    return [(row["agency_id"], row["as_of"]) for row in (found if isinstance(found, list) else [found])]


class Deep:
    """Pages behind a record far down, in turn with the first page of the same order."""

    def __init__(self, database: Database, muster: Server, folder: Path, rounds: int) -> None:
        self.database, self.muster, self.folder, self.rounds = database, muster, folder, rounds

    def measure(self) -> Iterator[Finding]:
        counts = self.database.ask(
            "select count(*) as id, count(value) as value, count(as_of) as as_of from api.staffing_figures"
        )[0]
        for column, sign in product(("id", "value", "as_of"), ("", "-")):
            if counts[column] > DEEP + addresses.NEIGHBOURS:
                yield self.compare(sign + column, DEEP, f"{DEEP:,} figures")
        for column, sign in product(("value", "as_of"), ("", "-")):
            place = (counts[column] + counts["id"]) // 2
            lacking = "date" if column == "as_of" else "value"
            yield self.compare(sign + column, place, f"{place:,} figures, the last without a {lacking}")

    def compare(self, sort: str, place: int, where: str) -> Finding:
        asked = [
            addresses.behind(self.database, self.folder, sort, place),
            addresses.first(self.folder, sort),
        ]
        ways = [partial(load, self.muster, each, seconds=2, connections=1) for each in asked]
        behind, first = [[float(one.median) for one in loads] for loads in alternate(ways, self.rounds)]
        times = ratio(behind, first)
        return Finding(
            measured=f"page behind {where}, `sort={sort}`",
            ours=f"{statistics.median(behind) / 1000:.2f} ms",
            theirs=f"first page {statistics.median(first) / 1000:.2f} ms",
            ratio=f"{times:.2f} ({spread(behind, first)})",
            target=f"≤ {SLOWER}",
            met=times <= SLOWER,
        )
