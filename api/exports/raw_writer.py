"""A write-only file object for libraries: collects small writes into large pieces."""

from api.storage.checksums import Write

PIECE = 256 * 1024


class RawWriter:
    """A file object without seek: what has been written cannot be changed."""

    closed = False
    mode = "wb"

    def __init__(self, output: Write) -> None:
        self.output = output
        self.buffer = bytearray()

    def write(self, data: bytes | bytearray | memoryview) -> int:
        self.buffer += data
        if len(self.buffer) >= PIECE:
            self.drain()
        return len(data)

    def drain(self) -> None:
        if self.buffer:
            piece, self.buffer = bytes(self.buffer), bytearray()
            self.output(piece)

    def flush(self) -> None:
        """Do nothing: libraries call this at arbitrary times. `drain` empties the buffer."""

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True

    def abandon(self) -> None:
        """Discard further writes: an interrupted library may still try to finish its file."""
        self.output = len
