"""Spool unfinished files: the database writes at its own speed, and the client reads after it.

So a slow client never occupies a database session. A spooled file has no name on disk, so the operating
system removes it when the process ends.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from api.http.ranges import Span
from api.problems import ProblemError
from api.storage.checksums import Proof

CHUNK = 256 * 1024


class Spool:
    """The disk space for unfinished files of one worker. Sizes are in bytes.

    `reclaim` frees the space of files that are only kept, and returns whether there were any.
    """

    def __init__(self, folder: Path, capacity: int) -> None:
        self.folder, self.capacity, self.used = folder, capacity, 0
        self.reclaim: Callable[[], bool] = lambda: False

    def file(self) -> "SpooledFile":
        """Create a file.

        Raises ProblemError if the next chunk would not fit, rather than cut the file at once.
        """
        try:
            self.create_folder()
            if self.room() < CHUNK and not (self.reclaim() and self.room() >= CHUNK):
                raise no_room()
            descriptor, name = tempfile.mkstemp(dir=self.folder)
            Path(name).unlink()
        except OSError as error:
            raise no_room() from error
        return SpooledFile(self, descriptor)

    def room(self) -> int:
        disk = os.statvfs(self.folder)
        return min(self.capacity - self.used, disk.f_bavail * disk.f_frsize)

    def create_folder(self) -> Path:
        """Create the folder if it is missing."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise no_room() from error
        return self.folder

    def reserve(self, file: "SpooledFile | None" = None) -> "Reservation":
        reservation = Reservation(self, file)
        if file is not None:
            file.reservation = reservation
        return reservation


def no_room() -> ProblemError:
    return ProblemError("overloaded", "The server has no disk space for this file at the moment.")


def never_room() -> ProblemError:
    return ProblemError(
        "too-many-rows",
        "This server does not have enough disk space for the workbook. Request the same URL with .csv, or "
        "narrow the filter.",
    )


class Reservation:
    """The space reserved for an encoder's scratch files while it writes `file`."""

    def __init__(self, spool: Spool, file: "SpooledFile | None") -> None:
        self.spool, self.file, self.size = spool, file, 0

    def resize(self, size: int) -> None:
        """Change the reserved size. Raises ProblemError if it does not fit."""
        added = size - self.size
        if added > 0 and self.spool.used + added > self.spool.capacity:
            raise self.refusal(size + (self.file.size if self.file else 0))
        self.spool.used += added
        self.size = size

    def refusal(self, wanted: int) -> ProblemError:
        """Choose the problem: 400 if `wanted` bytes, for file and scratch, exceed the capacity, else 503."""
        return never_room() if wanted > self.spool.capacity else no_room()

    def close(self) -> None:
        self.resize(0)


class SpooledFile:
    """A file that is written once, front to back. `chunks` follows the writer and raises its failure.

    It takes space until each of its holders has closed it.
    """

    def __init__(self, spool: Spool, descriptor: int) -> None:
        self.spool, self.descriptor = spool, descriptor
        self.size, self.holders = 0, 1
        self.finished = False
        self.reservation: Reservation | None = None
        self.failure: BaseException | None = None
        self.proof: Proof | None = None
        self.changed = asyncio.Event()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if len(data) > self.spool.capacity - self.spool.used:
            self.spool.reclaim()
        room, wanted = max(self.spool.capacity - self.spool.used, 0), self.size + len(data)
        remaining = memoryview(data)[:room]
        while remaining:  # a full disk takes a part and refuses only the next write; the spool does the same
            try:
                written = os.write(self.descriptor, remaining)
            except OSError as error:
                if self.spool.reclaim():
                    continue
                raise no_room() from error
            self.size += written
            self.spool.used += written
            remaining = remaining[written:]
        self.changed.set()
        if len(data) > room:
            raise self.refusal(wanted)

    def refusal(self, wanted: int) -> ProblemError:
        """Choose the problem. A file without scratch is sent while it is written and needs little space."""
        scratch = self.reservation.size if self.reservation else 0
        return self.reservation.refusal(scratch + wanted) if self.reservation and scratch else no_room()

    def finish(self, failure: BaseException | None = None, *, proof: Proof | None = None) -> None:
        self.finished, self.failure, self.proof = True, failure, proof
        self.changed.set()

    async def finished_or(self, enough: Callable[[], bool]) -> None:
        """Wait for all of the file, or for a first chunk once it is enough. Raises the writer's failure."""
        while not self.finished and not (self.size >= CHUNK and enough()):
            await self.wait()
        if self.failure is not None:
            raise self.failure

    async def wait(self) -> None:
        self.changed.clear()
        await self.changed.wait()

    async def chunks(self, limit: int) -> AsyncIterator[bytes]:
        """Yield the file in chunks of at most `limit` bytes."""
        offset = 0
        while True:
            if offset < self.size:
                piece = os.pread(self.descriptor, min(limit, self.size - offset), offset)
                offset += len(piece)
                yield piece
            elif self.failure is not None:
                raise self.failure
            elif self.finished:
                return
            else:
                offset = self.rewind()
                await self.wait()

    async def part(self, span: Span, limit: int) -> AsyncIterator[bytes]:
        """Yield a part of the finished file in pieces of at most `limit` bytes."""
        for offset in range(span.first, span.last + 1, limit):
            yield os.pread(self.descriptor, min(limit, span.last + 1 - offset), offset)

    def rewind(self) -> int:
        """Truncate the file once the reader has caught up, so that sent bytes take no space."""
        os.ftruncate(self.descriptor, 0)
        os.lseek(self.descriptor, 0, os.SEEK_SET)
        self.spool.used -= self.size
        self.size = 0
        return 0

    def hold(self) -> None:
        self.holders += 1

    def close(self) -> None:
        self.holders -= 1
        if self.holders:
            return
        os.close(self.descriptor)
        self.spool.used -= self.size
        self.size = 0
