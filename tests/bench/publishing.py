"""A release on its way in, beside COPY of what it wrote."""

import time
from pathlib import Path

from database import Database, copy_again
from generating import copy_log, generate
from results import Finding

from seeds.publishing.publish import publish, replay

TIMES = 0.3


def fill(database: Database, real: Path, folder: Path, figures: int) -> float:
    """The real log, then the generated release behind it; seconds that the latter took."""
    log = folder / f"log-{figures}"
    copy_log(real, log)
    replay(database.owner_url, log)
    generated = generate(log, figures)
    began = time.perf_counter()
    publish(database.owner_url, log, generated)
    return time.perf_counter() - began


def beside_copy(database: Database, folder: Path, figures: int, seconds: float) -> Finding:
    number = database.ask("select number from api.current_release")[0]["number"]
    copied = copy_again(database, number, folder)
    return Finding(
        measured=f"publishing {figures:,} figures",
        ours=f"{seconds:.0f} s ({figures / seconds:,.0f} a second)",
        theirs=f"COPY {copied:.0f} s",
        ratio=f"{copied / seconds:.2f}",
        target=f"≥ {TIMES}",
        met=copied / seconds >= TIMES,
    )
