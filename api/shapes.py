"""What is done to the rows that PostgreSQL writes, on their way into a file.

A shape is fed whole rows in order and puts the bytes of the file, in order, wherever it is told to.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from api import terms
from api.description import Description

Put: TypeAlias = Callable[[bytes], object]
MARK = "\ufeff".encode()


class Plain:
    """The bytes as PostgreSQL writes them. `folder` is for shapes that need one for a while."""

    def __init__(self, about: Description, put: Put, folder: Path | None = None) -> None:
        self.about, self.put, self.folder = about, put, folder

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


class Array(Plain):
    """Lines as one JSON array. JSON holds no raw line feed, so each one ends a record."""

    tail = b"\n]\n"

    def __init__(self, about: Description, put: Put, folder: Path | None = None) -> None:
        super().__init__(about, put, folder)
        self.before, self.held = self.head(), b""

    def head(self) -> bytes:
        return b"[\n"

    def feed(self, data: bytes) -> None:
        """The last line feed is held back: a comma follows it only if a record does."""
        lines = self.held + data
        self.held = b"\n" if lines.endswith(b"\n") else b""
        before, self.before = self.before, b""
        self.put(before + lines.removesuffix(b"\n").replace(b"\n", b",\n"))

    def end(self) -> None:
        self.put(self.before + self.tail)


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
