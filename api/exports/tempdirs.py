"""Temporary folders for workbooks. Workers delete their own, and at start those of killed workers."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.exports.spool import no_room

PREFIX = "workbook-"
# A folder's name from mkdtemp, with the id of the process that uses it.
NAME = re.compile(PREFIX + "([0-9]{1,7})-[a-z0-9_]{8}", re.ASCII)


def create(folder: Path | None) -> str:
    return tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=folder)


@contextmanager
def reporting_full_disk() -> Iterator[None]:
    """Report a full disk as a problem. The library stores the rows uncompressed, and in the end twice."""
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    try:
        yield
    except (OSError, FileCreateError) as error:
        raise no_room() from error


def sweep(folder: Path) -> None:
    """Remove the folders of workers that were killed while they wrote a workbook."""
    for leftover in folder.glob(f"{PREFIX}*"):
        match = NAME.fullmatch(leftover.name)
        if match and not is_running(int(match[1])) and leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)  # does not follow links


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except PermissionError:  # a process of another user
        return True
    except ProcessLookupError:
        return False
    return True
