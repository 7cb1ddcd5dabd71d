"""Measure the central directory of a zip before `zipfile` reads all of it into memory."""

import struct
from pathlib import Path
from typing import Final

END: Final = b"PK\5\6"
END_LENGTH: Final = 22
LONGEST_COMMENT: Final = 65_535
LOCATOR: Final = b"PK\6\7"
LOCATOR_LENGTH: Final = 20
END64: Final = b"PK\6\6"
END64_LENGTH: Final = 56


def directory_size(path: Path) -> int:
    """Read the size in bytes from the end of the zip. 0 if there is no end record; `zipfile` rejects that."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - END_LENGTH - LONGEST_COMMENT - LOCATOR_LENGTH - END64_LENGTH, 0))
        tail = file.read()
    end = _end(tail)
    return 0 if end is None else _stated(tail, end)


def _end(tail: bytes) -> int | None:
    """Find the end record as `zipfile` does: at the very end, else the last one before a comment."""
    last = len(tail) - END_LENGTH
    if last >= 0 and tail.startswith(END, last) and tail.endswith(b"\0\0"):
        return last
    position = tail.rfind(END, max(last - LONGEST_COMMENT, 0))
    return position if 0 <= position <= last else None


def _stated(tail: bytes, end: int) -> int:
    """Read the size from the end record, or from the ZIP64 record before it."""
    [size] = struct.unpack_from("<L", tail, end + 12)
    locator, large = end - LOCATOR_LENGTH, end - LOCATOR_LENGTH - END64_LENGTH
    if large < 0 or not tail.startswith(LOCATOR, locator) or not tail.startswith(END64, large):
        return int(size)
    return int(struct.unpack_from("<Q", tail, large + 40)[0])
