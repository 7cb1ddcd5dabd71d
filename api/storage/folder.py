"""The folders of release files. A folder under its final name is complete."""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK = ".lock"
# A name from mkdtemp, for a folder that is being written or discarded. Other names are not ours to remove.
UNFINISHED = re.compile(r"\.[0-9]+\.[a-z0-9_]{8}", re.ASCII)


def path_of(root: Path, release: int) -> Path:
    return root / str(release)


@contextmanager
def exclusive(root: Path, report: Callable[[str], None]) -> Iterator[None]:
    """Lock the folder so that one process writes at a time. Removes what an earlier one left unfinished."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report(f"Waiting for another process that writes into {root}.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        sweep(root)
        yield


def sweep_if_idle(root: Path) -> None:
    """Remove what a killed writer left unfinished, unless another process is writing now."""
    with suppress(OSError), (root / LOCK).open(encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        sweep(root)


def sweep(root: Path) -> None:
    for leftover in root.iterdir():
        if UNFINISHED.fullmatch(leftover.name) and leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover)


@contextmanager
def create(root: Path, release: int) -> Iterator[Path]:
    """Create a folder to write into. It gets its final name on success and is removed on failure."""
    unfinished = Path(tempfile.mkdtemp(prefix=f".{release}.", dir=root))
    try:
        yield unfinished
        make_durable(unfinished)
        move_into_place(unfinished, path_of(root, release))
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def make_durable(folder: Path) -> None:
    """Flush the files to disk, and let a proxy that serves them read the folder."""
    folder.chmod(0o755)
    for path in (*folder.iterdir(), folder):
        sync(path)


def move_into_place(finished: Path, target: Path) -> None:
    finished.rename(target)
    sync(target.parent)


def discard(target: Path) -> None:
    """Remove a folder that holds removed text or belongs to another log.

    The rename makes it vanish at once.
    """
    discarded = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    target.rename(discarded)
    sync(target.parent)
    shutil.rmtree(discarded)


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
