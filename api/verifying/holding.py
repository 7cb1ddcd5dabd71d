"""Where the files are: a folder, or a zip of them. What is there is known by its name and opened by it."""

import io
import re
from collections import Counter
from pathlib import Path
from typing import IO, TypeAlias
from zipfile import BadZipFile, ZipFile

from msgspec import Struct

# A file of a release lies in no folder, and no name leads out of one.
PLAIN = re.compile(r"(?!\.{1,2}$)[^/\\\x00-\x1f:]+")
PIECE = 1024 * 1024
# A RuntimeError is what zipfile says of a member that is encrypted or packed in a way unknown to it.
UNREADABLE = (OSError, BadZipFile, EOFError, RuntimeError)


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
        except UNREADABLE as error:
            raise Unusable(f"{path.name} is no whole zip: {error}") from error

    def sizes(self) -> dict[str, int]:
        return {each.filename: each.file_size for each in self.zipped.infolist() if is_plain(each.filename)}

    def others(self) -> list[str]:
        names = Counter(each.filename for each in self.zipped.infolist())
        outside = [f"{name}: lies in a folder or outside" for name in sorted(names) if not is_plain(name)]
        return outside + [f"{name}: is there {count} times" for name, count in names.items() if count > 1]

    def open(self, name: str) -> IO[bytes]:
        return io.BufferedReader(self.zipped.open(name), PIECE)  # type: ignore[type-var]

    def close(self) -> None:
        self.zipped.close()


Holding: TypeAlias = Folder | Zip


def is_plain(name: str) -> bool:
    return PLAIN.fullmatch(name) is not None


def held(path: Path) -> Holding:
    return Folder(path) if path.is_dir() else Zip(path)
