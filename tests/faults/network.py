"""A network between two processes that a test may break: it swallows, cuts, slows and counts what passes."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

Target = Path | tuple[str, int]
PIECE = 65_536


class Relay:
    """Passes on to `target` what arrives on a port of the loopback, unless told otherwise.

    `swallows`: nothing arrives any more, and no connection is told. `last_words`: it swallows after these.
    `turns`: how often somebody spoke after the other side had. `pause`: seconds before each piece of at most
    `piece` bytes.
    """

    def __init__(self, target: Target) -> None:
        self.target = target
        self.swallows, self.turns, self.pause, self.piece = False, 0, 0.0, PIECE
        self.last_words = b""
        self.speaker: object = None
        self.writers: set[asyncio.StreamWriter] = set()
        self.begun = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self.run()))

    def start(self) -> None:
        self.thread.start()
        assert self.begun.wait(10)

    async def run(self) -> None:
        self.loop, self.over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self.meet, "127.0.0.1", 0)
        self.port = int(server.sockets[0].getsockname()[1])
        self.begun.set()
        await self.over.wait()
        server.close()
        self.cut_all()
        await asyncio.sleep(0)

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.add(writer)
        try:
            if isinstance(self.target, Path):
                from_there, there = await asyncio.open_unix_connection(str(self.target))
            else:
                from_there, there = await asyncio.open_connection(*self.target)
        except OSError:
            writer.transport.abort()
            return
        self.writers.add(there)
        await asyncio.gather(self.pass_on(reader, there), self.pass_on(from_there, writer))

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until the end, of which the other side hears unless everything is swallowed."""
        with suppress(ConnectionError):
            while data := await reader.read(self.piece):
                if not self.swallows:
                    await asyncio.sleep(self.pause)
                    self.turns += self.speaker is not writer
                    self.speaker = writer
                    writer.write(data)
                    # A test may have told it to swallow meanwhile.
                    self.swallows |= bool(self.last_words) and self.last_words in data
                    await writer.drain()
        if not self.swallows:
            self.writers.discard(writer)
            writer.close()

    def cut(self) -> None:
        """Ends every connection, as a router that is switched off and on."""
        self.loop.call_soon_threadsafe(self.cut_all)

    def cut_all(self) -> None:
        for writer in self.writers:
            writer.transport.abort()
        self.writers.clear()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join(10)

    def url(self, url: str, *before: int) -> str:
        """The same address by way of this relay, and of other ports of the loopback first."""
        parts = urlsplit(url)
        hosts = ",".join(f"127.0.0.1:{port}" for port in (*before, self.port))
        login = parts.netloc.rpartition("@")[0]
        return parts._replace(netloc=f"{login}@{hosts}", query="").geturl()


@contextmanager
def relay(target: Target) -> Iterator[Relay]:
    made = Relay(target)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def socket_of(url: str) -> Path:
    """Where the PostgreSQL of this address listens."""
    return Path(parse_qs(urlsplit(url).query)["host"][0]) / ".s.PGSQL.5432"


@contextmanager
def deaf() -> Iterator[int]:
    """A port on which nobody answers: who connects is not refused and waits for ever."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        address, waiting = listening.getsockname(), list[socket.socket]()
        try:
            while fits(address, waiting):
                pass
            yield address[1]
        finally:
            for each in waiting:
                each.close()


def fits(address: tuple[str, int], waiting: list[socket.socket]) -> bool:
    """Whether one more connection was taken into the queue."""
    each = socket.socket()
    waiting.append(each)
    each.settimeout(0.3)
    with suppress(TimeoutError):
        each.connect(address)
        return True
    return False
