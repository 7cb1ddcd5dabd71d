"""What proves that a file is whole: its rows, its bytes, and their SHA-256 before any content coding."""

import base64
import hashlib
from collections import OrderedDict

from msgspec import Struct

from api.shapes import Put


class Proof(Struct, frozen=True, kw_only=True):
    rows: int
    bytes: int
    sha256: str

    @property
    def repr_digest(self) -> str:
        return repr_digest(self.sha256)


def repr_digest(sha256: str) -> str:
    """As RFC 9530 writes it, true of bytes that are sent without a content coding."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"


class Counted:
    """Counts and digests what is put, and puts it on."""

    def __init__(self, put: Put) -> None:
        self.put, self.bytes, self.digest = put, 0, hashlib.sha256()

    def __call__(self, data: bytes) -> None:
        self.bytes += len(data)
        self.digest.update(data)
        self.put(data)

    def proof(self, rows: int) -> Proof:
        return Proof(rows=rows, bytes=self.bytes, sha256=self.digest.hexdigest())


class Proofs:
    """Of the files that this worker has made, by the tag of the file: release content, address and form.

    A few hundred bytes each, so their number bounds the memory.
    """

    LIMIT = 8192

    def __init__(self) -> None:
        self.held: OrderedDict[str, Proof] = OrderedDict()

    def get(self, tag: str) -> Proof | None:
        if tag in self.held:
            self.held.move_to_end(tag)
        return self.held.get(tag)

    def keep(self, tag: str, proof: Proof) -> None:
        self.held[tag] = proof
        self.held.move_to_end(tag)
        while len(self.held) > self.LIMIT:
            self.held.popitem(last=False)

    def forget(self, tag: str) -> None:
        self.held.pop(tag, None)
