"""Content codings: which one a client gets, and what compresses it.

Each compresses at its cheapest level, so that the first client waits no longer than for the plain bytes. No
compressor writes a time or a name, so equal bytes stay equal, and one response is one gzip member. What
brotli and isal write depends on the pieces that they get, so a body that comes in pieces is compressed in
pieces of one size (`Steady`).
"""

import asyncio
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from typing import Protocol

import brotli
import zstandard
from isal import isal_zlib
from msgspec import Struct

from api.http.negotiation import CACHE_SIZE, preferences

# A thread costs a tenth of a millisecond, which is what so many bytes take.
INLINE = 256 * 1024
STEP = 64 * 1024
# 16 more than the size of the window: with the header and the trailer of gzip.
GZIP_WINDOW = 31
GZIP_LEVEL, ZSTD_LEVEL, BROTLI_QUALITY = 1, 3, 1


class Compressor(Protocol):
    """Compresses a body piece by piece."""

    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


class Brotli:
    """Brotli's compressor with the names that the others have."""

    def __init__(self) -> None:
        self.compressor = brotli.Compressor(quality=BROTLI_QUALITY)

    def compress(self, data: bytes) -> bytes:
        return bytes(self.compressor.process(data))

    def flush(self) -> bytes:
        return bytes(self.compressor.finish())


class Steady:
    """Compresses a body in pieces of one size, whatever pieces it comes in, so that its bytes stay equal."""

    def __init__(self, compressor: Compressor) -> None:
        self.compressor = compressor
        self.pending = bytearray()

    def compress(self, data: bytes) -> bytes:
        pending = self.pending
        pending += data
        end = len(pending) - len(pending) % STEP
        compressed = b"".join(
            self.compressor.compress(bytes(pending[at : at + STEP])) for at in range(0, end, STEP)
        )
        del pending[:end]
        return compressed

    def flush(self) -> bytes:
        return self.compressor.compress(bytes(self.pending)) + self.compressor.flush()


class Coding(Struct, frozen=True, kw_only=True):
    """A content coding. `variant` is what its bytes depend on: the coding and its compressor's version."""

    name: str
    variant: str
    start: Callable[[], Compressor]

    @property
    def header(self) -> tuple[bytes, bytes]:
        return b"content-encoding", self.name.encode()

    def start_steady(self) -> Steady:
        """Start to compress a body that comes in pieces."""
        return Steady(self.start())

    def compress_now(self, body: bytes) -> bytes:
        compressor = self.start()
        return compressor.compress(body) + compressor.flush()

    async def compress(self, body: bytes) -> bytes:
        """Compress the body, in a thread if that takes long."""
        if len(body) < INLINE:
            return self.compress_now(body)
        return await asyncio.to_thread(self.compress_now, body)


def variant(name: str, library: str) -> str:
    """Name a compressor's version in the characters that an ETag of the contract has."""
    return f"{name}{version(library).replace('.', '-')}"


ZSTD = Coding(
    name="zstd",
    variant=variant("zstd", "zstandard"),
    start=lambda: zstandard.ZstdCompressor(level=ZSTD_LEVEL).compressobj(),
)
BROTLI = Coding(name="br", variant=variant("br", "brotli"), start=Brotli)
GZIP = Coding(
    name="gzip",
    variant=variant("gzip", "isal"),
    start=lambda: isal_zlib.compressobj(GZIP_LEVEL, wbits=GZIP_WINDOW),
)
# The first of those that a client likes best is used.
CODINGS = (ZSTD, BROTLI, GZIP)


@lru_cache(CACHE_SIZE)
def preferred(header: str | None) -> Coding | None:
    """Return the coding that `Accept-Encoding` prefers. `*` means gzip, which every client knows."""
    wanted = dict(preferences(header)) if header else {}
    wanted.setdefault("gzip", wanted.get("*", 0.0))
    best = max(CODINGS, key=lambda each: wanted.get(each.name, 0.0))
    return best if wanted.get(best.name, 0.0) > 0 else None
