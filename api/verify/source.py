"""The files to check, by name: a folder, or a zip."""

import io
import lzma
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from msgspec import Struct

from api.verify.directory import directory_size
from api.verify.limits import CONTENTS, FILES, RATIO, TooLarge, may_unpack

# The name of a file directly in the folder, without a path.
PLAIN = re.compile(r"(?!\.{1,2}$)[^/\\\x00-\x1f:]+")
CHUNK = 1024 * 1024
# The errors that zipfile and its decompressors raise for damage. RuntimeError: a member seems encrypted, or
# its compression is unknown. ValueError: a name is not text, or an offset is negative.
DAMAGE = (BadZipFile, EOFError, RuntimeError, ValueError, struct.error, zlib.error, lzma.LZMAError)


class Unusable(Exception):  # noqa: N818 - named for who reads it
    """The path is neither a folder of release files nor a zip. The message says why."""


class Folder(Struct, frozen=True):
    """The files of a folder, by name."""

    path: Path

    def sizes(self) -> dict[str, int]:
        return {each.name: each.stat().st_size for each in self.entries() if each.is_file()}

    def entries(self) -> list[Path]:
        """List the entries. Raises Unusable if there are more than a release can have."""
        entries = list(islice(self.path.iterdir(), FILES + 1))
        if len(entries) > FILES:
            raise Unusable(f"{self.path.name} holds more than {FILES:,} files: a release has fewer")
        return entries

    def unexpected(self) -> list[str]:
        """Report entries that are not files."""
        extra = [each for each in self.entries() if not each.is_file()]
        return [f"{each.name}: is not a file" for each in sorted(extra)]

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")

    def close(self) -> None:
        pass


class Zip:
    """The members of a zip, by name, read in place."""

    def __init__(self, path: Path) -> None:
        try:
            if directory_size(path) > CONTENTS:
                raise Unusable(f"{path.name} lists more files than a release has: {FILES:,} at the most")
            self.zipped = ZipFile(path)
        except (OSError, *DAMAGE) as error:
            raise Unusable(f"{path.name} is not a complete zip: {error}") from error
        self.refuse_impossible(path)

    def refuse_impossible(self, path: Path) -> None:
        """Raise Unusable if there are too many members, or if they overlap."""
        members = self.zipped.infolist()
        if len(members) > FILES:
            raise Unusable(f"{path.name} holds {len(members):,} files: a release has {FILES:,} at the most")
        if sum(each.compress_size for each in members) > path.stat().st_size:
            raise Unusable(f"{path.name} is not a complete zip: its files overlap")

    def sizes(self) -> dict[str, int]:
        return {each.filename: each.file_size for each in self.zipped.infolist() if is_plain(each.filename)}

    def unexpected(self) -> list[str]:
        names = Counter(each.filename for each in self.zipped.infolist())
        outside = [
            f"{name}: is in a folder, or outside the zip" for name in sorted(names) if not is_plain(name)
        ]
        return outside + [f"{name}: appears {count} times" for name, count in names.items() if count > 1]

    def open(self, name: str) -> IO[bytes]:
        with damage_as_os_error():
            info = self.zipped.getinfo(name)
            if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
                raise BadZipFile("is packed in another way than a release's files: store or deflate it")
            if info.file_size > may_unpack(info.compress_size):
                raise TooLarge(f"unpacks to more than {RATIO} times its size: no file of a release does")
            return io.BufferedReader(Member(self.zipped.open(info)), CHUNK)

    def close(self) -> None:
        self.zipped.close()


class Member(io.RawIOBase):
    """A file in a zip. Damage raises OSError, as for a file on disk."""

    def __init__(self, inner: IO[bytes]) -> None:
        self.inner = inner

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self.inner.seekable()

    def readinto(self, buffer: Any) -> int:
        with damage_as_os_error():
            chunk = self.inner.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with damage_as_os_error():
            return self.inner.seek(offset, whence)

    def tell(self) -> int:
        return self.inner.tell()

    def close(self) -> None:
        self.inner.close()
        super().close()


@contextmanager
def damage_as_os_error() -> Iterator[None]:
    try:
        yield
    except DAMAGE as error:
        raise OSError(str(error) or type(error).__name__) from error


FileSet: TypeAlias = Folder | Zip


def is_plain(name: str) -> bool:
    return PLAIN.fullmatch(name) is not None


def open_files(path: Path) -> FileSet:
    return Folder(path) if path.is_dir() else Zip(path)
