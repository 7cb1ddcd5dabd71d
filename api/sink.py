"""A file object for libraries that write one: what they write in drops is put in pieces."""

from api.shapes import Put

PIECE = 256 * 1024


class Sink:
    """Can only be written from the front: nothing that was put can be taken back."""

    closed = False
    mode = "wb"

    def __init__(self, put: Put) -> None:
        self.put = put
        self.held = bytearray()

    def write(self, data: bytes | bytearray | memoryview) -> int:
        self.held += data
        if len(self.held) >= PIECE:
            self.drain()
        return len(data)

    def drain(self) -> None:
        if self.held:
            piece, self.held = bytes(self.held), bytearray()
            self.put(piece)

    def flush(self) -> None:
        """Libraries call it at their own times; `drain` is what empties it."""

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True

    def abandon(self) -> None:
        """A library that was stopped half way may still want to finish."""
        self.put = len
