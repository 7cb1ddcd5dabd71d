"""The process that draws: it reads specifications from its input and writes pictures to its output.

The library holds the interpreter's lock while it draws, so it has an interpreter of its own, at low priority.
The process ends when its input does, and dies with its parent.
"""

import os
import signal
import struct
import sys
from typing import BinaryIO

import msgspec

from api.charts.frames import DRAWN, FAILED, Order, read_frame, write_frame
from api.embedded.launch import die_with

LIBRARY = "6.4"


def main(parent: int) -> None:
    die_with(parent, signal.SIGKILL)
    os.nice(10)
    # what the library prints must not get between the pictures
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, output)


def serve(orders: BinaryIO, pictures: BinaryIO) -> None:
    while (frame := read_frame(orders)) is not None:
        try:
            write_frame(pictures, DRAWN + draw(msgspec.json.decode(frame, type=Order)))
        except Exception as error:  # noqa: BLE001 - the library raises only ValueError, whatever happened
            write_frame(pictures, FAILED + str(error).encode())


def draw(order: Order) -> bytes:
    import vl_convert  # noqa: PLC0415 - slow to load, so loaded at low priority

    picture: str = vl_convert.vegalite_to_svg(
        bytes(order.specification).decode(), vl_version=LIBRARY, allowed_base_urls=[]
    )
    if order.scale is None:
        return picture.encode()
    drawn: bytes = vl_convert.svg_to_png(picture, scale=order.scale)
    return drawn


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]))
    except (BrokenPipeError, struct.error):
        sys.exit(1)
