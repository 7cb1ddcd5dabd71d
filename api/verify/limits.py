"""The limits of `muster verify`, which reads files of unknown origin.

Every limit is many times what a release needs. A file beyond a limit is reported as a problem, and the other
files are still checked.
"""

from typing import IO, Final

MB: Final = 2**20
# The number of files in a folder or zip, and the size of a zip's central directory.
FILES: Final = 1_000
CONTENTS: Final = MB
# Deflate compresses tables 5 to 40 times. A ratio of 1,000 is a zip bomb.
RATIO: Final = 200
SMALL: Final = MB
# Files that are read into memory: lists of checksums, files.json, and the data package.
LIST: Final = 4 * MB
PACKAGE: Final = 16 * MB
# The characters of a CSV record and of a batch of records, and the records of a CSV.
RECORD: Final = 4 * MB
BATCH: Final = 4 * MB
RECORDS: Final = 20_000_000
# The numbers of entries in a data package, the length of its names, and its largest count.
TABLES: Final = 200
COLUMNS: Final = 1_000
KEYS: Final = 100
NAME: Final = 200
COUNT: Final = 2**53
# The footer of a Parquet file, and the strings and containers that Arrow may allocate for it.
FOOTER: Final = 64 * MB
TEXTS: Final = 16 * MB
PARTS: Final = 100_000


class TooLarge(OSError):  # noqa: N818 - reported like any file that cannot be read
    """A file exceeds its limit."""


def read_whole(file: IO[bytes], limit: int) -> bytes:
    """Read a whole file. Raises TooLarge if it has more than `limit` bytes."""
    chunks, length = [], 0
    while length <= limit and (chunk := file.read(MB)):
        chunks.append(chunk)
        length += len(chunk)
    if length > limit:
        raise TooLarge(f"is larger than {limit // MB} MB, the limit for this file")
    return b"".join(chunks)


def may_unpack(packed: int) -> int:
    """The bytes that a file of `packed` bytes may unpack to."""
    return max(SMALL, RATIO * packed)
