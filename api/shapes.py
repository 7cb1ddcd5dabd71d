"""What is done to the rows that PostgreSQL writes, on their way into a file.

A shape is fed whole rows in order and puts the bytes of the file, in order, wherever it is told to.
"""

import json
from collections.abc import Callable
from pathlib import Path
from struct import Struct
from typing import TypeAlias

from api import terms
from api.description import Description

Put: TypeAlias = Callable[[bytes], object]
MARK = "\ufeff".encode()


class Plain:
    """The bytes as PostgreSQL writes them. `folder` is for shapes that need one for a while."""

    def __init__(self, about: Description, put: Put, folder: Path | None = None) -> None:
        self.about, self.put, self.folder = about, put, folder

    @property
    def scratch(self) -> int:
        """How many bytes it takes in the folder."""
        return 0

    def feed(self, data: bytes) -> None:
        self.put(data)

    def end(self) -> None:
        """No row follows. What is left of the file is put."""

    def close(self) -> None:
        """Called in the end, however it ended."""


class Table(Plain):
    """CSV, for Excel with a byte-order mark before it."""

    def __init__(self, about: Description, put: Put, folder: Path | None = None) -> None:
        super().__init__(about, put, folder)
        if about.mark:
            put(MARK)


def lines(data: bytes) -> list[memoryview]:
    """The rows of a binary COPY of one text column, which end with a line feed each, whole rows at a time.

    Before a row stand the number of its columns and the length of the text; before the first a signature,
    behind the last a row of -1 columns.
    """
    view, found = memoryview(data), []
    place = len(SIGNATURE) if data.startswith(SIGNATURE) else 0
    end = len(data) - (2 if data.endswith(TRAILER) else 0)
    while place < end:
        (size,) = LENGTH.unpack_from(data, place)
        place += LENGTH.size
        found.append(view[place : place + size])
        place += size
    return found


LENGTH = Struct(">xxI")
SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"  # never the end of a text in UTF-8


class Lines(Plain):
    """A JSON object a line."""

    def feed(self, data: bytes) -> None:
        self.put(b"".join(lines(data)))


class Array(Plain):
    """Lines as one JSON array."""

    tail = b"\n]\n"

    def __init__(self, about: Description, put: Put, folder: Path | None = None) -> None:
        super().__init__(about, put, folder)
        self.before = self.head()

    def head(self) -> bytes:
        return b"[\n"

    def feed(self, data: bytes) -> None:
        """A comma stands before each record but the first."""
        if records := [line[:-1] for line in lines(data)]:
            self.put(self.before + b",\n".join(records))
            self.before = b",\n"

    def end(self) -> None:
        self.put(self.before.removeprefix(b",\n") + self.tail)


class Features(Array):
    """Lines as one GeoJSON collection, which says of itself whose points it holds."""

    tail = b"\n]}\n"

    def head(self) -> bytes:
        point = self.about.resource.point
        said = {
            "type": "FeatureCollection",
            "release": self.about.release,
            "license": terms.LICENSE,
            "cite_as": self.about.cite_as,
            "points": f"The inner point of the {point.of if point else ''}, never the place of the record.",
        }
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return f'{text[:-1]},"features":[\n'.encode()
