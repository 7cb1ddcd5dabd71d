"""Write a file atomically, or stream it to standard output."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from api.storage.checksums import Write

OUTPUT = Path("standard output")


class CannotWrite(Exception):  # noqa: N818 - named for who reads it
    """The output cannot be written. The message says why."""


def output_path(path: Path, *, force: bool) -> Path:
    """Resolve links and check that the file can be created there. Raises CannotWrite."""
    with write_errors(path):
        path = path.resolve()
        if not path.parent.is_dir():
            raise CannotWrite(f"There is no folder {path.parent}.")
        if path.exists() and not path.is_file():
            raise CannotWrite(f"{path} is not a file. To write to standard output, pass -o -.")
        if path.exists() and not force:
            raise CannotWrite(f"{path} already exists. To replace it, pass --force.")
    return path


@contextmanager
def atomic_file(path: Path) -> Iterator[Write]:
    """Write to a temporary file and rename it when it is complete and on disk. On failure, delete it."""
    # Named before it is created, so that a stop in between cannot leave it behind.
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with write_errors(path):
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            yield writer(file, path)
            finish(file, path)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def finish(file: BinaryIO, path: Path) -> None:
    with write_errors(path):
        os.fsync(file.fileno())
        os.fchmod(file.fileno(), 0o666 & ~mask())


def mask() -> int:
    """Read the user's umask. The temporary file itself is private."""
    umask = os.umask(0o077)
    os.umask(umask)
    return umask


@contextmanager
def stream(file: BinaryIO) -> Iterator[Write]:
    try:
        yield writer(file, OUTPUT)
        with write_errors(OUTPUT):
            file.flush()
    except CannotWrite:
        # Otherwise Python would fail again at exit, when it flushes to the closed pipe.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), file.fileno())
        raise


def writer(file: BinaryIO, path: Path) -> Write:
    def put(data: bytes) -> None:
        rest = memoryview(data)
        with write_errors(path):
            while rest:
                rest = rest[file.write(rest) :]

    return put


@contextmanager
def write_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(f"Cannot write {path}: {error.strerror or error}.") from error
