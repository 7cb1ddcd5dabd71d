"""Whole files beside psql and PostgREST: time, first byte, memory."""

import statistics
import subprocess
import time
from collections.abc import Iterator
from functools import partial

from database import Database, psql
from findings import Finding
from load import Download, alternate, download, ratio, spread
from peers import TABLE
from processes import Server, pinned

from api import files, query
from api.catalog import BY_NAME
from api.formats import FORMATS

PATH = "/v1/staffing-figures"
COPY_TIMES, POSTGREST_TIMES = 0.7, 4.0
FIRST_BYTE, GROWTH = 0.1, 64 * 2**20


def measure(database: Database, muster: Server, postgrest: Server | None, rounds: int) -> Iterator[Finding]:
    for suffix in (".csv", ".ndjson"):
        yield from beside_copy(database, muster, suffix, rounds)
    if postgrest is not None:
        yield beside_postgrest(muster, postgrest)


def beside_copy(database: Database, muster: Server, suffix: str, rounds: int) -> Iterator[Finding]:
    command = copying(database, suffix)
    grown: list[int] = []

    def ours() -> Download:
        with muster.growth() as growth:
            found = download(muster, PATH + suffix)
        grown.append(growth[0])
        return found

    mine, copies = alternate([ours, partial(timed, command)], rounds)
    seconds = [one.seconds for one in mine]
    times = ratio(copies, seconds)
    size = mine[0].bytes
    yield Finding(
        measured=f"all figures as {suffix} ({size / 1e6:,.0f} MB)",
        ours=f"{statistics.median(seconds):.1f} s",
        theirs=f"`\\copy` {statistics.median(copies):.1f} s",
        ratio=f"{times:.2f} ({spread(copies, seconds)})",
        target=f"≥ {COPY_TIMES}",
        met=times >= COPY_TIMES,
    )
    first = statistics.median(one.first_byte for one in mine)
    yield Finding(
        measured=f"first byte of the {suffix}",
        ours=f"{first * 1000:.0f} ms",
        target=f"< {FIRST_BYTE * 1000:.0f} ms",
        met=first < FIRST_BYTE,
    )
    yield Finding(
        measured=f"memory that the {suffix} takes",
        ours=f"{max(grown) / 2**20:.0f} MB",
        target=f"< {GROWTH / 2**20:.0f} MB",
        met=max(grown) < GROWTH,
    )


def beside_postgrest(muster: Server, postgrest: Server) -> Finding:
    """Once: it takes minutes."""
    ours = download(muster, f"{PATH}.csv").seconds
    with postgrest.growth() as growth:
        theirs = download(postgrest, f"/{TABLE}", "text/csv").seconds
    return Finding(
        measured="all figures as .csv",
        ours=f"{ours:.1f} s",
        theirs=f"PostgREST {theirs:.1f} s ({growth[0] / 2**20:,.0f} MB of memory)" if growth else "",
        ratio=f"{theirs / ours:.1f}",
        target=f"≥ {POSTGREST_TIMES:g}",
        met=theirs / ours >= POSTGREST_TIMES,
    )


def copying(database: Database, suffix: str) -> list[str]:
    """psql with the very SELECT that the server copies from, as the same role."""
    resource, form = BY_NAME["staffing-figures"], next(form for form in FORMATS if form.suffix == suffix)
    number = database.ask("select number from api.current_release")[0]["number"]
    question = query.read(b"", query.file_values(resource))
    sql, args = files.selection(resource, form, question, number)
    if args != [number]:
        raise SystemExit("The bench does not know how to put these arguments into psql.")
    text = " ".join(sql.replace("$1", str(number)).split())
    options = "csv header" if suffix == ".csv" else "csv quote e'\\x01' delimiter e'\\x02' escape e'\\x01'"
    return pinned(psql(database.exporter_url, f"\\copy ({text}) to '/dev/null' {options}"))


def timed(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - began
