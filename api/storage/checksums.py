"""The proof that a copy of a file is complete: its rows, bytes and SHA-256 before any content coding."""

import base64
import hashlib
from collections.abc import Callable
from typing import TypeAlias

from cachetools import LRUCache
from msgspec import Struct

from api.http.responses import HeaderList

Write: TypeAlias = Callable[[bytes], object]


class Proof(Struct, frozen=True, kw_only=True):
    rows: int
    bytes: int
    sha256: str

    @property
    def repr_digest(self) -> str:
        return repr_digest(self.sha256)


def repr_digest(sha256: str) -> str:
    """The value of a `Repr-Digest` header (RFC 9530). Valid only for bytes sent without a content coding."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"


def proof_headers(proof: Proof, *, compressed: bool) -> HeaderList:
    """The headers that announce the proof.

    A compressed response has no digest, as the digest would differ.
    """
    headers = [(b"muster-rows", b"%d" % proof.rows)]
    return headers if compressed else [*headers, (b"repr-digest", proof.repr_digest.encode())]


class HashingWriter:
    """Counts and hashes the bytes that pass through it."""

    def __init__(self, write: Write) -> None:
        self.write, self.bytes, self.digest = write, 0, hashlib.sha256()

    def __call__(self, data: bytes) -> None:
        self.bytes += len(data)
        self.digest.update(data)
        self.write(data)

    def proof(self, rows: int) -> Proof:
        return Proof(rows=rows, bytes=self.bytes, sha256=self.digest.hexdigest())


class Proofs(LRUCache[str, Proof]):
    """A cache of the proofs of the files that this worker has exported, by ETag value.

    A proof takes a few hundred bytes, so their number bounds the memory. The least recently used go first.
    """

    def __init__(self, limit: int = 8192) -> None:
        super().__init__(limit)
