"""Load by wrk: one thread, many addresses; and downloads, timed to the first and the last byte."""

import json
import socket
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from processes import Server

SCRIPT = Path(__file__).with_name("varied.lua")
BUFFER = 1 << 20
SILENCE = 600.0


class Load(Struct, frozen=True, kw_only=True):
    """What wrk says of some seconds: times in microseconds."""

    requests: int
    microseconds: int
    bytes: int
    failed: int
    median: int
    p99: int

    @property
    def rate(self) -> float:
        return self.requests / self.microseconds * 1e6


def load(
    server: Server,
    addresses: Path,
    *,
    seconds: int,
    connections: int,
    headers: Sequence[tuple[str, str]] = (),
) -> Load:
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--timeout=30s",
        f"--script={SCRIPT}",
        *(f"--header={name}: {text}" for name, text in headers),
        f"http://127.0.0.1:{server.port}",
        "--",
        str(addresses),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=True)
    found = Load(**json.loads(done.stdout.strip().splitlines()[-1]))
    if found.failed:
        raise SystemExit(
            f"{server.name} failed {found.failed} of {found.requests} requests of {addresses.name}"
        )
    return found


def alternate(ways: Sequence[Callable[[], Any]], rounds: int) -> list[list[Any]]:
    """Each way in turn, round after round, so that a busy moment of the machine hits all of them."""
    found: list[list[Any]] = [[] for _ in ways]
    for _ in range(rounds):
        for way, results in zip(ways, found, strict=True):
            results.append(way())
    return found


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(our / their for our, their in zip(ours, theirs, strict=True))


def spread(ours: Sequence[float], theirs: Sequence[float]) -> str:
    each = sorted(our / their for our, their in zip(ours, theirs, strict=True))
    return f"{each[0]:.2f}-{each[-1]:.2f}"


class Download(Struct, frozen=True, kw_only=True):
    seconds: float
    first_byte: float
    bytes: int


def download(server: Server, path: str, accept: str = "*/*") -> Download:
    """A whole file, thrown away as it comes."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), SILENCE) as connection:
        began = time.perf_counter()
        connection.sendall(request.encode())
        head = b""
        while not (body := head.partition(b"\r\n\r\n")[2]):
            head += received(connection, server)
        first, size, end = time.perf_counter(), len(body), body
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{server.name} answered {path} with {head[:300]!r}")
        place = memoryview(bytearray(BUFFER))
        while count := connection.recv_into(place):
            size, end = size + count, bytes(place[max(0, count - 8) : count])
        last = time.perf_counter()
    if b"chunked" in head.lower() and not end.endswith(b"\r\n"):
        raise SystemExit(f"{server.name} cut {path} short")
    return Download(seconds=last - began, first_byte=first - began, bytes=size)


def received(connection: socket.socket, server: Server) -> bytes:
    if data := connection.recv(BUFFER):
        return data
    raise SystemExit(f"{server.name} closed the connection without an answer")
