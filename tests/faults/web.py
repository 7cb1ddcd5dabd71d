"""Clients: one that reads an answer whole or says it was cut, a raw one, and a crowd of them."""

import hashlib
import http.client
import json
import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, Self, TypeVar

from msgspec import Struct, structs

BROKEN = (OSError, http.client.HTTPException)
PIECE = 65_536
T = TypeVar("T")


class Answer(Struct, frozen=True, kw_only=True):
    """`status` 0: no answer, `broken` says how. `whole`: the client saw nothing missing.

    Of a file only the `sha256` of its bytes and their number are kept: many are asked for.
    """

    status: int
    headers: dict[str, str] = {}
    body: bytes = b""
    sha256: str = ""
    size: int = 0
    seconds: float = 0.0
    broken: str = ""

    @property
    def whole(self) -> bool:
        return not self.broken

    @property
    def slug(self) -> str:
        """The kind of problem that the body names."""
        return str(json.loads(self.body)["type"].rpartition("/")[2])


def get(
    port: int, path: str, method: str = "GET", timeout: float = 30, headers: dict[str, str] | None = None
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    with closing(connection):
        return asked(connection, path, method, headers)


def asked(
    connection: http.client.HTTPConnection,
    path: str,
    method: str = "GET",
    headers: dict[str, str] | None = None,
) -> Answer:
    begun = time.monotonic()
    status, found, body = 0, {}, b""
    try:
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        status, found = response.status, {name.lower(): text for name, text in response.getheaders()}
        body = response.read()
    except http.client.IncompleteRead as error:
        return Answer(
            status=status, headers=found, body=error.partial, broken="incomplete", seconds=since(begun)
        )
    except BROKEN as error:
        connection.close()
        return Answer(
            status=status, headers=found, broken=f"{type(error).__name__} {error}", seconds=since(begun)
        )
    return Answer(status=status, headers=found, body=body, seconds=since(begun))


def taken(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str], *, keep: bool = False
) -> Answer:
    """A file, read as it comes and thrown away unless it is to be kept."""
    begun, status, digest, size, broken = time.monotonic(), 0, hashlib.sha256(), 0, ""
    kept, found = bytearray(), dict[str, str]()
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        status, found = response.status, {name.lower(): text for name, text in response.getheaders()}
        while piece := response.read(PIECE):
            digest.update(piece)
            size += len(piece)
            if keep or status != 200:
                kept += piece
        if response.length:  # reading piece by piece, http.client lets a short body pass
            broken = "incomplete"
    except BROKEN as error:
        connection.close()
        broken = f"{type(error).__name__} {error}"
    return Answer(
        status=status,
        headers=found,
        body=bytes(kept),
        sha256=digest.hexdigest(),
        size=size,
        broken=broken,
        seconds=since(begun),
    )


def since(begun: float) -> float:
    return time.monotonic() - begun


def status(port: int, path: str, timeout: float = 30) -> int:
    return get(port, path, timeout=timeout).status


def busy() -> float:
    """How many times slower than by itself a process runs here: others may be at work on the same cores."""
    return max(1.0, os.getloadavg()[0] / len(os.sched_getaffinity(0)))


def without_id(body: bytes) -> bytes:
    """The body of a problem without the id of its request, which differs each time."""
    return re.sub(rb'"request_id":"[0-9a-f]{32}"', b"", body)


def until(holds: Callable[[], object], seconds: float) -> None:
    """Waits for something to become true and fails after so many seconds of a machine of its own."""
    begun, slower = time.monotonic(), busy()
    while not holds():
        slower = max(slower, busy())  # the average of a minute lags behind a load that has just begun
        assert since(begun) < seconds * slower, f"not so within {seconds} seconds"
        time.sleep(0.02)


def patiently(wait: Callable[[float], T], seconds: float) -> T:
    """What comes of a wait with a limit, which is that of `until`: a process that ends, a thread's result."""
    begun, slower = time.monotonic(), busy()
    while True:
        slower, asked = max(slower, busy()), time.monotonic()
        try:
            return wait(1)
        except (TimeoutError, subprocess.TimeoutExpired):
            if since(begun) > seconds * slower or since(asked) < 0.9:  # the thread's own failure
                raise


def raw(port: int, request: bytes, timeout: float = 10, silence: float = 1) -> bytes:
    """Everything the server says, once it has begun, until it closes or falls silent for so many seconds."""
    said = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout * busy()) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):  # who refuses need not hear all of it
            connection.sendall(request)
        with suppress(TimeoutError, ConnectionResetError):
            while data := connection.recv(65536):
                said += data
                connection.settimeout(silence * busy())
    return bytes(said)


class Crowd:
    """Clients that ask in a loop, each on its own kept-alive connection, until told to stop."""

    def __init__(self, port: int, paths: list[str], size: int = 8, pause: float = 0.02) -> None:
        self.port, self.paths, self.pause = port, paths, pause
        self.answers: list[tuple[float, Answer]] = []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.ask, args=(n,)) for n in range(size)]

    def ask(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        turn = number
        while not self.over.is_set():
            answer = asked(connection, self.paths[turn % len(self.paths)])
            # what was answered is looked at only where it is a problem
            kept = structs.replace(answer, body=b"") if answer.status == 200 else answer
            self.answers.append((time.monotonic(), kept))
            turn += 1
            time.sleep(self.pause)
        connection.close()

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(40)
        assert not any(thread.is_alive() for thread in self.threads), "a request hangs"

    def statuses(self, begun: float = 0.0) -> dict[int, int]:
        found: dict[int, int] = {}
        for at, answer in list(self.answers):
            if at >= begun:
                found[answer.status] = found.get(answer.status, 0) + 1
        return found


LAST_CHUNK = b"\r\n0\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: ([0-9]+)\r\n")


def is_whole(said: bytes | bytearray) -> bool:
    """Whether an answer has its end: the length that its head names, or else the last chunk.

    A file that has been made before names its length.
    """
    length = LENGTH.search(said, 0, max(0, head := said.find(b"\r\n\r\n", 0, 8192) + 2))
    return len(said) == head + 2 + int(length[1]) if length else said.endswith(LAST_CHUNK)


class Reader:
    """A client that asks for a file and reads at the test's will, with small buffers."""

    def __init__(self, port: int, path: str, buffer: int = 8192, patience: float = 20) -> None:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(patience * busy())
        self.socket.connect(("127.0.0.1", port))
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nhost: x\r\n\r\n".encode())

    def read(self, size: int = 1024) -> bytes:
        return self.socket.recv(size)

    def rest(self) -> bytes:
        """Until its end, or whatever cuts it."""
        said = bytearray()
        try:
            while not is_whole(said) and (piece := self.read(262_144)):
                said += piece
        except ConnectionResetError:
            pass
        return bytes(said)

    def pieces(self, size: int) -> Iterator[bytes]:
        """All that comes, up to the last chunk: its mark may arrive in parts. Fails where the file is cut."""
        end = b""
        while end != LAST_CHUNK:
            piece = self.read(size)
            assert piece, "the file was cut"
            yield piece
            end = (end + piece)[-len(LAST_CHUNK) :]

    def leave(self) -> None:
        self.socket.close()


@contextmanager
def readers(port: int, path: str, count: int) -> Iterator[list[Reader]]:
    found = [Reader(port, path) for _ in range(count)]
    try:
        yield found
    finally:
        for reader in found:
            reader.leave()


def problem(answer: Answer) -> dict[str, Any]:
    """The body, after checking what every problem has."""
    assert answer.headers["content-type"] == "application/problem+json", answer
    body: dict[str, Any] = json.loads(answer.body)
    assert body["status"] == answer.status
    assert re.fullmatch("[0-9a-f]{32}", body["request_id"])
    assert body["type"].startswith("https://muster.example/problems/")
    if answer.status >= 500:
        assert answer.headers["cache-control"] == "no-store"
    if answer.status == 503:
        assert 1 <= int(answer.headers["retry-after"]) <= 32
    return body
