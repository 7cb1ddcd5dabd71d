"""Where a workbook is made: a folder of its maker, which goes with it, and after it if it was killed."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.spool import no_room

PREFIX = "workbook-"
# With the process that makes it, as mkdtemp names it.
SCRATCH = re.compile(PREFIX + "([0-9]{1,7})-[a-z0-9_]{8}", re.ASCII)


def make(folder: Path | None) -> str:
    return tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=folder)


@contextmanager
def enough_room() -> Iterator[None]:
    """The library keeps its rows on the disk, uncompressed and twice in the end."""
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    try:
        yield
    except (OSError, FileCreateError) as error:
        raise no_room() from error


def sweep(folder: Path) -> None:
    """Removes what workers left that were killed while they made a workbook."""
    for left in folder.glob(f"{PREFIX}*"):
        named = SCRATCH.fullmatch(left.name)
        if named and not is_running(int(named[1])) and left.is_dir():
            shutil.rmtree(left, ignore_errors=True)  # which leaves a link alone


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except PermissionError:  # of another user
        return True
    except ProcessLookupError:
        return False
    return True
