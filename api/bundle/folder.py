"""Where the files of a release stand. A folder that is there is complete."""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK = ".lock"
# As mkdtemp names what is written or discarded. Whatever else lies there belongs to somebody else.
UNFINISHED = re.compile(r"\.[0-9]+\.[a-z0-9_]{8}", re.ASCII)


def place(root: Path, release: int) -> Path:
    return root / str(release)


@contextmanager
def alone(root: Path, say: Callable[[str], None]) -> Iterator[None]:
    """One process writes at a time; what an earlier one left unfinished is swept."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another process writes into {root}: waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        sweep(root)
        yield


def sweep_after(root: Path) -> None:
    """What a writer that was killed left unfinished, unless another one writes there by now."""
    with suppress(OSError), (root / LOCK).open(encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        sweep(root)


def sweep(root: Path) -> None:
    for left in root.iterdir():
        if UNFINISHED.fullmatch(left.name) and left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)


@contextmanager
def begun(root: Path, release: int) -> Iterator[Path]:
    """A folder to write into. It takes its place when all went well, and is gone otherwise."""
    unfinished = Path(tempfile.mkdtemp(prefix=f".{release}.", dir=root))
    try:
        yield unfinished
        settle(unfinished)
        take_place(unfinished, place(root, release))
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def settle(folder: Path) -> None:
    """On the disk, and readable for a proxy that serves them."""
    folder.chmod(0o755)
    for path in (*folder.iterdir(), folder):
        sync(path)


def take_place(finished: Path, where: Path) -> None:
    finished.rename(where)
    sync(where.parent)


def discard(where: Path) -> None:
    """What holds removed text, or is of another log, is gone at once."""
    gone = Path(tempfile.mkdtemp(prefix=f".{where.name}.", dir=where.parent))
    where.rename(gone)
    sync(where.parent)
    shutil.rmtree(gone)


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
