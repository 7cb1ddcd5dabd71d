"""Whole files beside psql and PostgREST: time, first byte, memory."""

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from database import Database, psql
from load import Download, alternate, download, ratio, spread
from peers import TABLE
from processes import Server, pinned
from results import Finding

from api.catalog.resources import BY_NAME
from api.exports import plan
from api.exports.formats import FORMATS
from api.query import parameters, parsing

PATH, METRIC = "/v1/staffing-figures", "sworn_headcount"
POSTGREST_ROWS = 1_000_000  # of five million one metric is a gigabyte already, which it refuses
COPY_TIMES, POSTGREST_TIMES = 0.8, 4.0
LINES_TIMES, PARQUET_TIMES = 0.5, 1.5
FIRST_BYTE, GROWTH = 0.1, 64 * 2**20


def measure(database: Database, muster: Server, postgrest: Server | None, rounds: int) -> Iterator[Finding]:
    for suffix in (".csv", ".ndjson"):
        yield from beside_copy(database, muster, suffix, rounds)
    yield lines_beside_csv(muster, rounds)
    if postgrest is not None:
        yield beside_postgrest(muster, postgrest, rounds)


def beside_copy(database: Database, muster: Server, suffix: str, rounds: int) -> Iterator[Finding]:
    command = copying(database, suffix)
    grown: list[int] = []
    ours = partial(watched, muster, suffix, grown)
    mine, copies = alternate([ours, partial(timed, command)], rounds)
    seconds = [one.seconds for one in mine]
    times = ratio(copies, seconds)
    size, is_table = mine[0].bytes, suffix == ".csv"
    yield Finding(
        measured=f"all figures as {suffix} ({size / 1e6:,.0f} MB)",
        ours=f"{statistics.median(seconds):.1f} s",
        theirs=f"`\\copy` {statistics.median(copies):.1f} s",
        ratio=f"{times:.2f} ({spread(copies, seconds)})",
        target=f"≥ {COPY_TIMES}" if is_table else "",
        met=times >= COPY_TIMES if is_table else None,
    )
    first = statistics.median(one.first_byte for one in mine)
    yield Finding(
        measured=f"first byte of the {suffix}",
        ours=f"{first * 1000:.0f} ms",
        target=f"< {FIRST_BYTE * 1000:.0f} ms",
        met=first < FIRST_BYTE,
    )
    yield memory(suffix, grown)


def watched(muster: Server, suffix: str, grown: list[int]) -> Download:
    with muster.growth() as growth:
        found = download(muster, PATH + suffix)
    grown.append(growth[0])
    return found


def memory(suffix: str, grown: list[int]) -> Finding:
    return Finding(
        measured=f"memory that the {suffix} takes",
        ours=f"{max(grown) / 2**20:.0f} MB",
        target=f"< {GROWTH / 2**20:.0f} MB",
        met=max(grown) < GROWTH,
    )


def lines_beside_csv(muster: Server, rounds: int) -> Finding:
    """The same rows, so the ratio of the times is that of the rows a second."""
    forms = [partial(download, muster, PATH + suffix) for suffix in (".csv", ".ndjson")]
    table, lines = ([one.seconds for one in found] for found in alternate(forms, rounds))
    times = ratio(table, lines)
    return Finding(
        measured="rows a second as .ndjson beside .csv",
        ours=f"{statistics.median(lines):.1f} s",
        theirs=f".csv {statistics.median(table):.1f} s",
        ratio=f"{times:.2f} ({spread(table, lines)})",
        target=f"≥ {LINES_TIMES}",
        met=times >= LINES_TIMES,
    )


def parquet(muster: Server, rounds: int) -> Iterator[Finding]:
    """DuckDB reads the CSV as it is served, and from the disk, where no database has to write it first.

    From there once with one core, which is what the server has, and once with all.
    """
    small = "?source_id=dhs-undated-ice-12000"
    download(muster, f"{PATH}.parquet{small}")  # the library is loaded for a worker's first file
    grown: list[int] = []
    with tempfile.TemporaryDirectory(dir=muster.log.parent) as name:
        folder = Path(name)
        subprocess.run(["curl", "--silent", "--output", f"{folder}/figures.csv", table(muster)], check=True)
        disk = duckdb(f"{folder}/figures.csv", f"{folder}/figures.parquet")
        ways = {
            "one core, of the .csv on the disk": partial(timed, pinned(disk)),
            "all cores, of the .csv on the disk": partial(timed, disk),
            "all cores, of the .csv as it is served": partial(converted, muster, folder),
        }
        mine, *theirs = alternate([partial(watched, muster, ".parquet", grown), *ways.values()], rounds)
    for what, seconds in zip(ways, theirs, strict=True):
        yield beside(mine, seconds, "all figures as .parquet", f"DuckDB, {what},", PARQUET_TIMES)
    yield memory(".parquet", grown)


def beside(mine: list[Download], theirs: list[float], what: str, name: str, most: float) -> Finding:
    """Times of ours beside theirs: less is better."""
    seconds = [one.seconds for one in mine]
    times = ratio(seconds, theirs)
    return Finding(
        measured=f"{what} ({mine[0].bytes / 1e6:,.0f} MB)",
        ours=f"{statistics.median(seconds):.2f} s",
        theirs=f"{name} {statistics.median(theirs):.1f} s",
        ratio=f"{times:.2f} ({spread(seconds, theirs)})",
        target=f"< {most:g}",
        met=times < most,
    )


def converted(muster: Server, folder: Path) -> float:
    """Seconds that DuckDB takes to read the served CSV from a pipe and to write Parquet."""
    began = time.perf_counter()
    with subprocess.Popen(["curl", "--silent", table(muster)], stdout=subprocess.PIPE) as served:
        command = duckdb("/dev/stdin", str(folder / "figures.parquet"))
        subprocess.run(command, stdin=served.stdout, check=True)
    return time.perf_counter() - began


def table(muster: Server) -> str:
    return f"http://127.0.0.1:{muster.port}{PATH}.csv"


def duckdb(source: str, target: str) -> list[str]:
    copying = f"copy (from read_csv('{source}')) to '{target}' (format parquet, compression zstd)"
    return [sys.executable, "-c", "import sys, duckdb; duckdb.sql(sys.argv[1])", copying]


def beside_postgrest(muster: Server, postgrest: Server, rounds: int) -> Finding:
    """In the order of ids, of one metric: PostgREST cannot make an answer of more than a gigabyte."""
    asked = [
        partial(download, muster, f"{PATH}.csv?metric={METRIC}"),
        partial(download, postgrest, f"/{TABLE}?metric=eq.{METRIC}&order=id", "text/csv"),
    ]
    with postgrest.growth() as growth:
        found = alternate(asked, rounds)
    ours, theirs = ([one.seconds for one in each] for each in found)
    times = ratio(theirs, ours)
    return Finding(
        measured=f"all figures of {METRIC} as .csv",
        ours=f"{statistics.median(ours):.1f} s",
        theirs=f"PostgREST {statistics.median(theirs):.1f} s ({growth[0] / 2**20:,.0f} MB of memory)",
        ratio=f"{times:.1f} ({spread(theirs, ours)})",
        target=f"≥ {POSTGREST_TIMES:g}",
        met=times >= POSTGREST_TIMES,
    )


def copying(database: Database, suffix: str, name: str = "staffing-figures", query: str = "") -> list[str]:
    """psql with the very SELECT that the server copies from, as the same role."""
    resource, form = BY_NAME[name], next(form for form in FORMATS if form.suffix == suffix)
    number = database.ask("select number from api.current_release")[0]["number"]
    question = parsing.read(query.encode(), parameters.file_values(resource))
    sql, args = plan.selection(resource, form, question, number)
    if not all(isinstance(each, int) for each in args):
        raise SystemExit("The bench does not know how to put these arguments into psql.")
    text = re.sub(r"\$(\d+)", lambda found: str(args[int(found[1]) - 1]), " ".join(sql.split()))
    options = "csv header" if suffix == ".csv" else "binary"
    first = plan.FROM_INDEX.replace("set local", "set")
    return pinned(psql(database.exporter_url, first, f"\\copy ({text}) to '/dev/null' {options}"))


def timed(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - began
