"""A CSV and the same packed, made in one go."""

import zlib
from pathlib import Path

from api.description import Description
from api.shapes import Plain, Put

LEVEL = 6


class Twice(Plain):
    """CSV, and the same with gzip, without a name or a time; `head` is a header that is not PostgreSQL's."""

    def __init__(
        self, about: Description, put: Put, folder: Path | None = None, *, packed: Put, head: bytes
    ) -> None:
        super().__init__(about, put, folder)
        self.packed, self.coder = packed, zlib.compressobj(LEVEL, wbits=31)
        if head:
            self.feed(head)

    def feed(self, data: bytes) -> None:
        self.put(data)
        self.packed(self.coder.compress(data))

    def end(self) -> None:
        self.packed(self.coder.flush())
