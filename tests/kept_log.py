"""A published log that stays on disk: publishing it takes minutes, and every run of the tests needs it.

The folder is named after everything that the rows are made from, so a changed line of code or data publishes
anew. `sweep` removes it a day after its last use.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from api import embedded
from tests.folders import PREFIX, open_folder, sweep

ROOT = Path(__file__).resolve().parents[1]
MADE_FROM = ("api", "schemas", "seeds", "requirements.lock")
Publish = Callable[[str], None]


@contextmanager
def kept_cluster(publish: Publish, root: Path = ROOT) -> Iterator[str]:
    """The owner's URL of a server whose data `publish` has filled, in this run or in one before it."""
    sweep(Path(tempfile.gettempdir()))
    folder = Path(tempfile.gettempdir()) / f"{PREFIX}log-{os.geteuid()}-{fingerprint(root)[:16]}"
    if not is_mine(folder):
        fill(folder, publish)
    os.utime(folder)
    try:
        running = embedded.start(folder / "data", sync=False)
    except embedded.AlreadyRunning:  # another run of the tests reads it
        with open_folder() as own:
            fill(own / "log", publish)
            with embedded.start(own / "log" / "data", sync=False) as cluster:
                yield cluster.owner_url
        return
    with running as cluster:
        yield cluster.owner_url


def is_mine(folder: Path) -> bool:
    return folder.is_dir() and folder.stat().st_uid == os.geteuid()


def fill(folder: Path, publish: Publish) -> None:
    """Under another name until it is whole."""
    filling = Path(tempfile.mkdtemp(prefix=PREFIX))
    filling.chmod(0o711)
    try:
        with embedded.start(filling / "data", sync=False) as cluster:
            publish(cluster.owner_url)
        filling.rename(folder)
    except BaseException:
        shutil.rmtree(filling, ignore_errors=True)
        raise


def fingerprint(root: Path) -> str:
    """The hash of the names and contents of all that a published database is made from."""
    found = hashlib.sha256()
    for place in MADE_FROM:
        for path in sorted(each for each in files(root / place) if "__pycache__" not in each.parts):
            found.update(str(path.relative_to(root)).encode() + b"\0")
            found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def files(place: Path) -> Iterator[Path]:
    return iter([place]) if place.is_file() else (each for each in place.rglob("*") if each.is_file())
