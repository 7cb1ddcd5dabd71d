"""Encode a CSV and its gzipped copy in one pass."""

import zlib
from pathlib import Path

from api.exports.encoders import Encoder
from api.exports.provenance import Description
from api.storage.checksums import Write

LEVEL = 6


class GzipPairEncoder(Encoder):
    """Writes a CSV and its gzipped copy, without a name or time. `head`: a header line written first."""

    def __init__(
        self,
        description: Description,
        write: Write,
        folder: Path | None = None,
        *,
        compressed: Write,
        head: bytes,
    ) -> None:
        super().__init__(description, write, folder)
        self.compressed, self.compressor = compressed, zlib.compressobj(LEVEL, wbits=31)
        if head:
            self.feed(head)

    def feed(self, data: bytes) -> None:
        self.write(data)
        self.compressed(self.compressor.compress(data))

    def finish(self) -> None:
        self.compressed(self.compressor.flush())
