"""Reads seed files: UTF-8 text with LF line ends, no NUL, and a limited size after decompression."""

import re
import zlib
from pathlib import Path
from typing import Final

from seeds.folder.limits import LARGEST, RATIO, SMALL
from seeds.problems import Problem, UnreadableError

GZIP_HEAD: Final = 10
WITH_NAME: Final = 0b0000_1000
FORBIDDEN: Final = re.compile(rb"[\x00\r]")


def read_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of a regular file. Problems refer to it by `name`."""
    if path.is_symlink() or not path.is_file():
        raise UnreadableError(Problem(file=name, text="is not a regular file"))
    if path.stat().st_size > LARGEST:
        raise UnreadableError(Problem(file=name, text=f"is larger than {LARGEST // 2**20} MB"))
    return path.read_bytes()


def text_of(data: bytes, name: str) -> str:
    return decode(unpack(data, name) if name.endswith(".gz") else data, name)


def decode(data: bytes, name: str) -> str:
    if match := FORBIDDEN.search(data):
        text = f"byte {match.start()} is a carriage return: end lines with LF only"
        if match[0] == b"\x00":
            text = f"byte {match.start()} is NUL"
        raise UnreadableError(_at(data, match.start(), name, text))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = f"byte {error.start} (0x{data[error.start]:02x}) is not UTF-8: {error.reason}"
        raise UnreadableError(_at(data, error.start, name, text)) from error


def _at(data: bytes, offset: int, name: str, text: str) -> Problem:
    return Problem(file=name, line=data.count(b"\n", 0, offset) + 1, text=text)


def unpack(data: bytes, name: str) -> bytes:
    """Decompress one gzip member without name and time, within the limits on size and ratio."""
    if len(data) >= GZIP_HEAD and (data[3] & WITH_NAME or data[4:8] != b"\0\0\0\0"):
        raise UnreadableError(Problem(file=name, text="its gzip header has a name or a time: write neither"))
    unpacker = zlib.decompressobj(wbits=31)
    limit = min(LARGEST, max(SMALL, RATIO * len(data)))
    try:
        text = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise UnreadableError(Problem(file=name, text=f"is not a gzip file: {error}")) from error
    if len(text) > limit:
        raise UnreadableError(Problem(file=name, text=f"decompresses to more than {limit:,} bytes"))
    if not unpacker.eof:
        raise UnreadableError(Problem(file=name, text="is a truncated gzip file"))
    if unpacker.unused_data:
        raise UnreadableError(Problem(file=name, text="has more bytes after the end of its gzip data"))
    return text
