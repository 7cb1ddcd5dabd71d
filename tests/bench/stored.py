"""Whole tables sent as they are stored with their release, beside the time others take to make them."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import bundling
import exports
from database import Database
from load import alternate
from processes import Server
from results import Finding


def measure(database: Database, muster: Server, root: Path, rounds: int) -> Iterator[Finding]:
    """From here on the server has the files of its newest release; what was measured before was made."""
    number = database.ask("select number from api.current_release")[0]["number"]
    seconds, memory = bundling.written(database, number, root)
    yield Finding(
        measured=f"the files of release {number}, the generated one behind the real ones",
        ours=f"{seconds:.0f} s, {memory / 2**20:.0f} MB of memory",
    )
    yield from sent(database, muster, root / str(number), rounds)
    shutil.rmtree(root)


def sent(database: Database, muster: Server, folder: Path, rounds: int) -> Iterator[Finding]:
    table, target = folder / "staffing-figures.csv", folder.parent / "made.parquet"
    ways = {
        ".csv": ("`\\copy`", exports.copying(database, ".csv"), 1 / exports.COPY_TIMES),
        ".parquet": (
            "DuckDB, all cores, of the .csv on the disk,",
            exports.duckdb(str(table), str(target)),
            exports.PARQUET_TIMES,
        ),
    }
    for suffix, (name, command, most) in ways.items():
        grown: list[int] = []
        ours = partial(exports.watched, muster, suffix, grown)
        mine, theirs = alternate([ours, partial(exports.timed, command)], rounds)
        yield exports.beside(mine, theirs, f"all figures as {suffix}, stored", name, most)
        yield exports.memory(f"stored {suffix}", grown)
