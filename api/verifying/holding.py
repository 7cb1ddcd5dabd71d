"""Where the files are: a folder, or a zip of them. What is there is known by its name and opened by it."""

import io
import lzma
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeAlias
from zipfile import BadZipFile, ZipFile

from msgspec import Struct

# A file of a release lies in no folder, and no name leads out of one.
PLAIN = re.compile(r"(?!\.{1,2}$)[^/\\\x00-\x1f:]+")
PIECE = 1024 * 1024
# What zipfile and its decompressors raise for damage: a RuntimeError where a member seems encrypted or packed
# in a way unknown to it, a ValueError for a name that is no text or a place before the file.
DAMAGE = (BadZipFile, EOFError, RuntimeError, ValueError, struct.error, zlib.error, lzma.LZMAError)


class Unusable(Exception):  # noqa: N818 - named for who reads it
    """It is neither a folder nor a zip; the message says what it is."""


class Folder(Struct, frozen=True):
    """Files of a folder, by name."""

    path: Path

    def sizes(self) -> dict[str, int]:
        return {each.name: each.stat().st_size for each in self.path.iterdir() if each.is_file()}

    def others(self) -> list[str]:
        """What no file of a release can be."""
        found = [each for each in self.path.iterdir() if not each.is_file()]
        return [f"{each.name}: is no file" for each in sorted(found)]

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")

    def close(self) -> None:
        pass


class Zip:
    """Members of a zip, by name. They are read where they are."""

    def __init__(self, path: Path) -> None:
        try:
            self.zipped = ZipFile(path)
        except (OSError, *DAMAGE) as error:
            raise Unusable(f"{path.name} is no whole zip: {error}") from error

    def sizes(self) -> dict[str, int]:
        return {each.filename: each.file_size for each in self.zipped.infolist() if is_plain(each.filename)}

    def others(self) -> list[str]:
        names = Counter(each.filename for each in self.zipped.infolist())
        outside = [f"{name}: lies in a folder or outside" for name in sorted(names) if not is_plain(name)]
        return outside + [f"{name}: is there {count} times" for name, count in names.items() if count > 1]

    def open(self, name: str) -> IO[bytes]:
        with damage():
            return io.BufferedReader(Member(self.zipped.open(name)), PIECE)

    def close(self) -> None:
        self.zipped.close()


class Member(io.RawIOBase):
    """A file in a zip, whose damage is an OSError as that of a file on a disk is."""

    def __init__(self, inner: IO[bytes]) -> None:
        self.inner = inner

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self.inner.seekable()

    def readinto(self, buffer: Any) -> int:
        with damage():
            piece = self.inner.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        with damage():
            return self.inner.seek(place, whence)

    def tell(self) -> int:
        return self.inner.tell()

    def close(self) -> None:
        self.inner.close()
        super().close()


@contextmanager
def damage() -> Iterator[None]:
    try:
        yield
    except DAMAGE as error:
        raise OSError(str(error) or type(error).__name__) from error


Holding: TypeAlias = Folder | Zip


def is_plain(name: str) -> bool:
    return PLAIN.fullmatch(name) is not None


def held(path: Path) -> Holding:
    return Folder(path) if path.is_dir() else Zip(path)
