"""What stands in the folder of a release: `files.json` for the server, `SHA256SUMS` for who has a copy."""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from api.proofs import Proof

FILES, SUMS = "files.json", "SHA256SUMS"


class File(Struct, frozen=True, kw_only=True):
    """`rows` are records, of tables only. `tag` is that of the address, outside the release's files, that
    answers with the same bytes.
    """

    name: str
    bytes: int
    sha256: str
    media_type: str
    about: str
    rows: int | None = None
    tag: str | None = None

    @property
    def proof(self) -> Proof | None:
        return None if self.rows is None else Proof(rows=self.rows, bytes=self.bytes, sha256=self.sha256)


class Manifest(Struct, frozen=True, kw_only=True):
    """`content_sha256` is the release's: another one says that the law took something out of it since."""

    release: int
    content_sha256: str
    contract_version: int
    public_url: str
    files: list[File]


def read(folder: Path) -> Manifest | None:
    """None where nothing is stored, or nothing that can be read."""
    try:
        return msgspec.json.decode((folder / FILES).read_bytes(), type=Manifest)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
        return None


def written(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"


def sums(files: Iterable[File]) -> bytes:
    """As sha256sum writes and checks them."""
    lines = [f"{file.sha256}  {file.name}\n" for file in sorted(files, key=lambda file: file.name)]
    return "".join(lines).encode()
