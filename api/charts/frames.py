"""What the server and the process that draws send each other: a length, then bytes."""

import struct
from typing import BinaryIO

import msgspec
from msgspec import Struct

LENGTH = struct.Struct(">I")
# The first byte of an answer.
DRAWN, FAILED = b"\x01", b"\x00"


class Order(Struct, frozen=True, kw_only=True):
    """A picture to draw. `scale`: pixels of a PNG for each pixel of the chart; None draws an SVG."""

    specification: msgspec.Raw
    scale: float | None


def read_frame(stream: BinaryIO) -> bytes | None:
    """Read one frame. None: the other side has ended."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def write_frame(stream: BinaryIO, body: bytes) -> None:
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()
