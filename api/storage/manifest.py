"""The lists in a folder of release files: `files.json` for the server, `SHA256SUMS` to check a copy."""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from api.storage.checksums import Proof

FILES, SUMS = "files.json", "SHA256SUMS"


class File(Struct, frozen=True, kw_only=True):
    """A file of a release. Only tables have `rows`.

    `tag` is the ETag value of the URL outside the release's files whose response has the same bytes.
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
    """The list of a release's files.

    If a record has been removed since, the release's `content_sha256` differs.
    """

    release: int
    content_sha256: str
    contract_version: int
    public_url: str
    files: list[File]


def read(folder: Path) -> Manifest | None:
    """Read the list. Returns None if it is missing or invalid."""
    try:
        return msgspec.json.decode((folder / FILES).read_bytes(), type=Manifest)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
        return None


def encode(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"


def checksum_lines(files: Iterable[File]) -> bytes:
    """The checksums in the format of `sha256sum`."""
    lines = [f"{file.sha256}  {file.name}\n" for file in sorted(files, key=lambda file: file.name)]
    return "".join(lines).encode()
