"""Folders for what runs with other rights than the tests, and disks that are soon full."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PREFIX, A_DAY = "muster-test-", 86_400


@contextmanager
def open_folder(below: str | None = None) -> Iterator[Path]:
    """One that every account may enter, unlike pytest's own: root lends PostgreSQL another account's number.
    Below a closed folder that takes a user namespace, which few containers allow.
    """
    sweep(Path(below or tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=below))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(place: Path) -> None:
    """What interrupted tests have left: xdist ends its processes without taking leave."""
    for each in place.glob(f"{PREFIX}*"):
        with suppress(FileNotFoundError):
            if time.time() - each.stat().st_mtime > A_DAY:
                shutil.rmtree(each, ignore_errors=True)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of its own in a new folder."""
    folder.mkdir(mode=0o700)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=711", "muster", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("not run: only root can mount a small disk, and in few containers")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
