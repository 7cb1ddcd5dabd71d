"""Where a file is written: beside its place until it is whole, or to standard output."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from api.shapes import Put

OUTPUT = Path("standard output")


class CannotWrite(Exception):  # noqa: N818 - named for who reads it
    """The message says what is in the way."""


def free(path: Path, *, force: bool) -> Path:
    """The place of the file, links followed. Raises where something is in its way that stays."""
    with refusing(path):
        path = path.resolve()
        if not path.parent.is_dir():
            raise CannotWrite(f"There is no folder {path.parent}.")
        if path.exists() and not path.is_file():
            raise CannotWrite(f"{path} is not a file. With -o - the file goes to standard output.")
        if path.exists() and not force:
            raise CannotWrite(f"{path} exists. With --force it is replaced.")
    return path


@contextmanager
def beside(path: Path) -> Iterator[Put]:
    """The file takes its place when it is whole and on the disk; else nothing is left."""
    # Named before it is made: a stop between the two would leave it otherwise.
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with refusing(path):
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            yield putting(file, path)
            finish(file, path)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def finish(file: BinaryIO, path: Path) -> None:
    with refusing(path):
        os.fsync(file.fileno())
        os.fchmod(file.fileno(), 0o666 & ~mask())


def mask() -> int:
    """What a new file of this user may not be: a temporary one is for nobody else."""
    found = os.umask(0o077)
    os.umask(found)
    return found


@contextmanager
def through(file: BinaryIO) -> Iterator[Put]:
    try:
        yield putting(file, OUTPUT)
        with refusing(OUTPUT):
            file.flush()
    except CannotWrite:
        # what is still held for a reader who left would be an error once more when Python ends
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), file.fileno())
        raise


def putting(file: BinaryIO, path: Path) -> Put:
    def put(data: bytes) -> None:
        rest = memoryview(data)
        with refusing(path):
            while rest:
                rest = rest[file.write(rest) :]

    return put


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(f"Cannot write {path}: {error.strerror or error}.") from error
