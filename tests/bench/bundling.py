"""The files of the newest real release, written as `muster release-files` writes them."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import peers
import psutil
from database import Database
from results import Finding

from seeds.log.folders import folders

MOST = 60.0


def measure(database: Database, real: Path, folder: Path) -> Iterator[Finding]:
    """One run: it reads all there is, writes it several times over, and packs it."""
    number, root = folders(real)[-1].number, folder / "release-files"
    shutil.rmtree(root, ignore_errors=True)
    seconds, memory = written(database, number, root)
    files = [file for file in (root / str(number)).iterdir() if file.is_file()]
    size = sum(file.stat().st_size for file in files)
    yield Finding(
        measured=f"the {len(files)} files of release {number}, the real data ({size / 1e6:,.0f} MB)",
        ours=f"{seconds:.1f} s, {memory / 2**20:.0f} MB of memory",
        target=f"< {MOST:g} s",
        met=seconds < MOST,
    )
    shutil.rmtree(root)


def written(database: Database, number: int, root: Path) -> tuple[float, int]:
    """Seconds, and the most memory in bytes that the command had, sampled."""
    env = {**os.environ, **peers.environment(database), "MUSTER_RELEASE_FILES_DIR": str(root)}
    command = [sys.executable, "-P", "-m", "api.cli", "release-files", str(number)]
    began, most = time.perf_counter(), 0
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            with contextlib.suppress(psutil.Error):
                most = max(most, watched.memory_info().rss)
            time.sleep(0.05)
    if process.returncode:
        raise SystemExit("The release files could not be written.")
    return time.perf_counter() - began, most
