"""A file in the making: the database writes it at its own speed, the client reads behind it.

So no slow client holds a database session. The file has no name: it goes with the process, however that ends.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from api.problems import Refusal
from api.proofs import Proof

CHUNK = 256 * 1024


class Spool:
    """The room for unfinished files of one worker, in bytes."""

    def __init__(self, folder: Path, capacity: int) -> None:
        self.folder, self.capacity, self.used = folder, capacity, 0

    def file(self) -> "SpooledFile":
        """Refused where the next chunk would not fit: better a problem than a file that is cut at once."""
        try:
            disk = os.statvfs(self.made())
            room = min(self.capacity - self.used, disk.f_bavail * disk.f_frsize)
            if room < CHUNK:
                raise no_room()
            descriptor, name = tempfile.mkstemp(dir=self.folder)
            Path(name).unlink()
        except OSError as error:
            raise no_room() from error
        return SpooledFile(self, descriptor)

    def made(self) -> Path:
        """The folder, which who asks first finds missing."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise no_room() from error
        return self.folder

    def share(self) -> "Share":
        return Share(self)

    def take(self, size: int) -> None:
        if self.used + size > self.capacity:
            raise no_room()
        self.used += size


def no_room() -> Refusal:
    return Refusal("overloaded", "There is no room to make the file.")


class Share:
    """The room that the making of a file takes for a while, beside the file."""

    def __init__(self, spool: Spool) -> None:
        self.spool, self.size = spool, 0

    def hold(self, size: int) -> None:
        """So much from now on; refused where it does not fit."""
        if size > self.size:
            self.spool.take(size - self.size)
        else:
            self.spool.used -= self.size - size
        self.size = size

    def close(self) -> None:
        self.hold(0)


class SpooledFile:
    """Written once, from the front; `chunks` follows the writer and raises what stopped it."""

    def __init__(self, spool: Spool, descriptor: int) -> None:
        self.spool, self.descriptor = spool, descriptor
        self.size = 0
        self.finished = False
        self.failure: BaseException | None = None
        self.proof: Proof | None = None
        self.grown = asyncio.Event()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        room = max(self.spool.capacity - self.spool.used, 0)
        rest = memoryview(data)[:room]
        while rest:  # a disk that fills up takes a part, and refuses only the next one; so does the spool
            try:
                written = os.write(self.descriptor, rest)
            except OSError as error:
                raise no_room() from error
            self.size += written
            self.spool.used += written
            rest = rest[written:]
        self.grown.set()
        if len(data) > room:
            raise no_room()

    def finish(self, failure: BaseException | None = None, *, proof: Proof | None = None) -> None:
        self.finished, self.failure, self.proof = True, failure, proof
        self.grown.set()

    async def started(self) -> None:
        """Returns with the first chunk or the whole of a smaller file; raises what kept it from coming."""
        while self.size < CHUNK and not self.finished:
            await self.wait()
        if self.failure is not None:
            raise self.failure

    async def whole(self) -> None:
        while not self.finished:
            await self.wait()
        if self.failure is not None:
            raise self.failure

    async def wait(self) -> None:
        self.grown.clear()
        await self.grown.wait()

    async def chunks(self, most: int) -> AsyncIterator[bytes]:
        """Each of so many bytes at most."""
        place = 0
        while True:
            if place < self.size:
                piece = os.pread(self.descriptor, min(most, self.size - place), place)
                place += len(piece)
                yield piece
            elif self.failure is not None:
                raise self.failure
            elif self.finished:
                return
            else:
                place = self.rewind()
                await self.wait()

    def rewind(self) -> int:
        """What was sent takes no room: a reader who has caught up begins the file anew."""
        os.ftruncate(self.descriptor, 0)
        os.lseek(self.descriptor, 0, os.SEEK_SET)
        self.spool.used -= self.size
        self.size = 0
        return 0

    def close(self) -> None:
        os.close(self.descriptor)
        self.spool.used -= self.size
        self.size = 0
