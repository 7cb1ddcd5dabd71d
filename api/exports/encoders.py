"""Encoders turn the rows that PostgreSQL writes into the bytes of a file.

An encoder is fed complete rows in order, and passes the bytes of the file in order to `write`.
"""

import json
from pathlib import Path
from struct import Struct

from api import about
from api.exports.provenance import Description
from api.storage.checksums import Write

BOM = "\ufeff".encode()


class Encoder:
    """Pass on the bytes as PostgreSQL writes them. `folder` is for encoders that need scratch space."""

    def __init__(self, description: Description, write: Write, folder: Path | None = None) -> None:
        self.description, self.write, self.folder = description, write, folder

    @property
    def scratch(self) -> int:
        """The size of the encoder's scratch files in bytes."""
        return 0

    def feed(self, data: bytes) -> None:
        self.write(data)

    def finish(self) -> None:
        """Write the rest of the file after the last row."""

    def close(self) -> None:
        """Free what the encoder uses. Called once, after success and after failure."""


class Table(Encoder):
    """CSV, with a byte-order mark in front if Excel is to open it."""

    def __init__(self, description: Description, write: Write, folder: Path | None = None) -> None:
        super().__init__(description, write, folder)
        if description.bom:
            write(BOM)


def lines(data: bytes) -> list[memoryview]:
    """Split a binary COPY of one text column into its rows. `data` holds complete rows.

    A column count and the text's length precede each row; a signature precedes the first row, and a row of
    -1 columns follows the last. Each text ends with a line feed.
    """
    view, records = memoryview(data), []
    offset = len(SIGNATURE) if data.startswith(SIGNATURE) else 0
    end = len(data) - (2 if data.endswith(TRAILER) else 0)
    while offset < end:
        (size,) = LENGTH.unpack_from(data, offset)
        offset += LENGTH.size
        records.append(view[offset : offset + size])
        offset += size
    return records


LENGTH = Struct(">xxI")
SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"  # never the end of a text in UTF-8


class Lines(Encoder):
    """One JSON object per line."""

    def feed(self, data: bytes) -> None:
        self.write(b"".join(lines(data)))


class Array(Encoder):
    """One JSON array of all lines."""

    tail = b"\n]\n"

    def __init__(self, description: Description, write: Write, folder: Path | None = None) -> None:
        super().__init__(description, write, folder)
        self.before = self.head()

    def head(self) -> bytes:
        return b"[\n"

    def feed(self, data: bytes) -> None:
        """Write the records, with a comma before each but the first of the file."""
        if records := [line[:-1] for line in lines(data)]:
            self.write(self.before + b",\n".join(records))
            self.before = b",\n"

    def finish(self) -> None:
        self.write(self.before.removeprefix(b",\n") + self.tail)


class Features(Array):
    """One GeoJSON collection of all lines. Its members state the release and what the points mean."""

    tail = b"\n]}\n"

    def head(self) -> bytes:
        point = self.description.resource.point
        members = {
            "type": "FeatureCollection",
            "release": self.description.release,
            "license": about.LICENSE,
            "cite_as": self.description.cite_as,
            "points": f"The inner point of the {point.of if point else ''}, never the place of the record.",
        }
        text = json.dumps(members, ensure_ascii=False, separators=(",", ":"))
        return f'{text[:-1]},"features":[\n'.encode()
