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

    def share(self, beside: "SpooledFile | None" = None) -> "Share":
        share = Share(self, beside)
        if beside is not None:
            beside.share = share
        return share


def no_room() -> Refusal:
    return Refusal("overloaded", "There is no room to make the file.")


def never_room() -> Refusal:
    return Refusal(
        "too-many-rows",
        "The workbook takes more room to make than this server has for files. The same address with .csv "
        "holds them all; a narrower filter fits.",
    )


class Share:
    """The room that the making of a file takes for a while, beside the file."""

    def __init__(self, spool: Spool, beside: "SpooledFile | None") -> None:
        self.spool, self.beside, self.size = spool, beside, 0

    def hold(self, size: int) -> None:
        """So much from now on; refused where it does not fit."""
        more = size - self.size
        if more > 0 and self.spool.used + more > self.spool.capacity:
            raise self.refusal(size + (self.beside.size if self.beside else 0))
        self.spool.used += more
        self.size = size

    def refusal(self, wanted: int) -> Refusal:
        """`wanted` is the room for the file and its making: where it never will be, waiting is no use."""
        return never_room() if wanted > self.spool.capacity else no_room()

    def close(self) -> None:
        self.hold(0)


class SpooledFile:
    """Written once, from the front; `chunks` follows the writer and raises what stopped it."""

    def __init__(self, spool: Spool, descriptor: int) -> None:
        self.spool, self.descriptor = spool, descriptor
        self.size = 0
        self.finished = False
        self.share: Share | None = None
        self.failure: BaseException | None = None
        self.proof: Proof | None = None
        self.grown = asyncio.Event()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        room, wanted = max(self.spool.capacity - self.spool.used, 0), self.size + len(data)
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
            raise self.refusal(wanted)

    def refusal(self, wanted: int) -> Refusal:
        """A file without scratch is sent while it is written, and needs no room for all of it."""
        scratch = self.share.size if self.share else 0
        return self.share.refusal(scratch + wanted) if self.share and scratch else no_room()

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
