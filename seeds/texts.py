"""The bytes of a seed file as text: UTF-8, LF, no NUL, and nothing that unpacks without end."""

import re
import zlib
from pathlib import Path
from typing import Final

from seeds.problems import Problem, UnreadableError

LARGEST: Final = 256 * 2**20
# Deflate packs a table of figures 5 to 40 times; a thousandfold is a bomb.
RATIO: Final = 200
SMALL: Final = 2**20
GZIP_HEAD: Final = 10
WITH_NAME: Final = 0b0000_1000
FORBIDDEN: Final = re.compile(rb"[\x00\r]")


def read_bytes(path: Path, name: str) -> bytes:
    """The file as it lies on the disk, packed or not; `name` is how problems call it."""
    if path.is_symlink() or not path.is_file():
        raise UnreadableError(Problem(file=name, text="is no regular file"))
    if path.stat().st_size > LARGEST:
        raise UnreadableError(Problem(file=name, text=f"is larger than {LARGEST // 2**20} MB"))
    return path.read_bytes()


def text_of(data: bytes, name: str) -> str:
    return decode(unpack(data, name) if name.endswith(".gz") else data, name)


def decode(data: bytes, name: str) -> str:
    if found := FORBIDDEN.search(data):
        what = "a NUL byte" if found[0] == b"\x00" else "a carriage return: lines end with LF alone"
        raise UnreadableError(_at(data, found.start(), name, f"{what} at byte {found.start()}"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        said = f"byte {error.start} (0x{data[error.start]:02x}) is not UTF-8: {error.reason}"
        raise UnreadableError(_at(data, error.start, name, said)) from error


def _at(data: bytes, offset: int, name: str, text: str) -> Problem:
    return Problem(file=name, line=data.count(b"\n", 0, offset) + 1, text=text)


def unpack(data: bytes, name: str) -> bytes:
    """One gzip member without name and time, within the caps on size and ratio."""
    if len(data) >= GZIP_HEAD and (data[3] & WITH_NAME or data[4:8] != b"\0\0\0\0"):
        raise UnreadableError(
            Problem(file=name, text="its gzip header carries a name or a time: write neither")
        )
    unpacker = zlib.decompressobj(wbits=31)
    cap = min(LARGEST, max(SMALL, RATIO * len(data)))
    try:
        text = unpacker.decompress(data, cap + 1)
    except zlib.error as error:
        raise UnreadableError(Problem(file=name, text=f"is no gzip file: {error}")) from error
    if len(text) > cap:
        raise UnreadableError(Problem(file=name, text=f"unpacks to more than {cap:,} bytes"))
    if not unpacker.eof:
        raise UnreadableError(Problem(file=name, text="is a truncated gzip file"))
    if unpacker.unused_data:
        raise UnreadableError(Problem(file=name, text="more bytes follow the end of its gzip data"))
    return text
