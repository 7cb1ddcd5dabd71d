"""make bench: Muster beside PostgREST, Datasette, psql and COPY, on one machine, over the same rows."""

import argparse
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import addresses
import assistants
import bundling
import exports
import history
import installing
import machine
import pages
import peers
import publishing
import repeated
import stored
import yearly
from database import Database, started
from processes import Server
from results import Finding, table, write

ROOT = Path(__file__).resolve().parents[2]
RELEASES = ROOT / "seeds" / "releases"
BUILD = ROOT / "build" / "bench"
PARTS = (
    "publishing",
    "history",
    "repeated",
    "assistants",
    "pages",
    "deep",
    "yearly",
    "files",
    "parquet",
    "stored",
    "bundle",
)


def main() -> None:
    asked = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is stopped then too
    installing.programs()
    with started(BUILD / f"data-{asked.rows}") as database:
        seconds = filled(database, asked.rows)
        found = []
        version = database.ask("show server_version")[0]["server_version"]
        described = machine.describe(version)
        for finding in measured(database, asked, seconds):
            print(finding, flush=True)
            found.append(finding)
    text = table(f"{asked.rows:,} generated figures", described, found)
    print(f"\n{text}")
    if asked.write:
        write(ROOT / "docs" / "benchmarks.md", f"{asked.rows:,} generated figures", text)
    if not asked.keep:
        shutil.rmtree(BUILD / f"data-{asked.rows}")
    sys.exit(any(finding.met is False for finding in found))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="generated figures (default: a million)")
    parser.add_argument("--write", action="store_true", help="write the table to docs/benchmarks.md")
    parser.add_argument("--keep", action="store_true", help="keep the database for the next run")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="some of the parts")
    parser.add_argument("--seconds", type=int, default=5, help="of load, each time")
    parser.add_argument("--rounds", type=int, default=5, help="how often each server has its turn")
    return parser.parse_args()


def filled(database: Database, rows: int) -> float | None:
    """The seconds that publishing took; none where the rows were kept from an earlier run."""
    if database.ask("select count(*) as n from api.sources where id = 'bench-generated'")[0]["n"]:
        return None
    print(f"Publishing the real log and {rows:,} generated figures.", file=sys.stderr)
    return publishing.fill(database, RELEASES, BUILD, rows)


def measured(database: Database, asked: argparse.Namespace, seconds: float | None) -> Iterator[Finding]:
    if "publishing" in asked.only and seconds is not None:
        yield publishing.beside_copy(database, BUILD, asked.rows, seconds)
    if "history" in asked.only:
        yield from history.measure(database, BUILD, asked.rows, 2, asked.rounds)
    database.tell("vacuum analyze")
    if "bundle" in asked.only:
        yield from bundling.measure(database, RELEASES, BUILD)
    if "assistants" in asked.only:
        with peers.muster(database, BUILD) as muster:
            yield from assistants.measure(muster, asked.rounds)
    yield from beside_peers(database, asked)


def beside_peers(database: Database, asked: argparse.Namespace) -> Iterator[Finding]:
    with ExitStack() as servers:
        muster = servers.enter_context(peers.muster(database, BUILD))
        postgrest = servers.enter_context(
            peers.postgrest(installing.postgrest(BUILD / "postgrest"), database, BUILD)
        )
        if "repeated" in asked.only:
            yield from from_memory(database, muster, asked)
        yield from paged(database, muster, postgrest, asked)
        if "files" in asked.only:
            able = asked.rows <= exports.POSTGREST_ROWS
            yield from exports.measure(database, muster, postgrest if able else None, 3)
        if "parquet" in asked.only:
            yield from exports.parquet(muster, 3)
        if "stored" in asked.only:
            yield from stored.measure(database, muster, BUILD / peers.STORED, 3)


def paged(
    database: Database, muster: Server, postgrest: Server, asked: argparse.Namespace
) -> Iterator[Finding]:
    if "pages" in asked.only:
        with peers.datasette(*datasette(database), BUILD) as beside:
            compared = [muster, postgrest, beside]
            yield from pages.measure(database, compared, BUILD, asked.seconds, asked.rounds)
    if "deep" in asked.only:
        yield from pages.Deep(database, muster, BUILD, asked.rounds).measure()
    if "yearly" in asked.only:
        yield from yearly.measure(database, [muster, postgrest], BUILD, asked.rounds)


def from_memory(database: Database, forgetful: Server, asked: argparse.Namespace) -> Iterator[Finding]:
    record = database.ask(
        "select id, agency_id, metric from api.staffing_figures where as_of is not null order by id limit 1"
    )[0]
    with peers.muster(database, BUILD, repeated.BOUND) as remembers:
        listed = addresses.pages(database, BUILD)["Muster"]
        yield repeated.memory(remembers, listed, asked.seconds * 2)
        compared = repeated.Repeated(
            muster=remembers,
            forgetful=forgetful,
            folder=BUILD,
            seconds=asked.seconds,
            rounds=asked.rounds,
        )
        yield from compared.measure(record["agency_id"], record["metric"], record["id"])


def datasette(database: Database) -> tuple[Path, Path]:
    file = BUILD / "bench.db"
    peers.write_sqlite(database, file)
    return installing.datasette(BUILD / "datasette"), file


if __name__ == "__main__":
    main()
