"""A file on its way to one client: how long it waits for him, and what it never sends."""

import asyncio
import hashlib
import os
from collections.abc import Awaitable, Callable

import pytest
from litestar.response.base import ASGIResponse

from api.exports.response import Delivery, SpooledResponse
from api.exports.spool import Spool, SpooledFile
from api.http import streaming
from api.http.ranges import entire
from api.http.streaming import PIECE
from api.storage.checksums import Proof
from api.storage.manifest import File
from api.storage.response import OpenFile, StoredResponse

DATA = os.urandom(5 * PIECE + 1234)
SCOPE = {"type": "http", "http_version": "1.1"}
NEW = Delivery(known=None, compressed=False, buffered=False)
Take = Callable[[bytes], Awaitable[None]]


def proof(data: bytes) -> Proof:
    return Proof(rows=1, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())


class Client:
    """Takes each piece as it is told to, and stays."""

    def __init__(self, take: Take) -> None:
        self.take, self.body, self.ended, self.most = take, b"", False, 0
        self.headers: dict[bytes, bytes] = {}

    async def send(self, message) -> None:
        if message["type"] == "http.response.start":
            self.headers = dict(message["headers"])
            return
        await self.take(message["body"])
        self.body += message["body"]
        self.most = max(self.most, len(message["body"]))
        self.ended = not message["more_body"]

    async def receive(self):
        return await asyncio.Event().wait()

    async def get(self, response: ASGIResponse) -> None:
        async with asyncio.timeout(120):
            await response(SCOPE, self.receive, self.send)


async def never(_: bytes) -> None:
    await asyncio.Event().wait()


async def at_once(_: bytes) -> None:
    await asyncio.sleep(0)


async def just_in_time(piece: bytes) -> None:
    """A little faster than a piece in the time that is given for one."""
    await asyncio.sleep(0.6 * streaming.SEND_TIMEOUT * len(piece) / PIECE)


@pytest.fixture
def spool(tmp_path) -> Spool:
    return Spool(tmp_path, 2**24)


@pytest.fixture
def spooled(spool) -> SpooledFile:
    return spool.file()


@pytest.fixture
async def writer() -> "asyncio.Task[bool]":
    """One that has more to write, and never does."""
    return asyncio.create_task(asyncio.Event().wait())


@pytest.fixture
def stored(tmp_path) -> OpenFile:
    (tmp_path / "stored").write_bytes(DATA)
    listed = File(name="stored", bytes=len(DATA), sha256="", media_type="text/csv", about="")
    return OpenFile(file=listed, descriptor=os.open(tmp_path / "stored", os.O_RDONLY))


@pytest.fixture
def hurried(monkeypatch) -> None:
    monkeypatch.setattr(streaming, "SEND_TIMEOUT", 1.0)


def is_closed(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return True
    return False


def test_only_who_is_slower_than_a_kilobyte_a_second_is_cut():
    assert PIECE / streaming.SEND_TIMEOUT == 1000


async def test_who_takes_nothing_of_a_file_in_the_making_is_cut(hurried, spool, spooled, writer):
    spooled.write(DATA)
    client = Client(never)
    await client.get(SpooledResponse([], spooled, writer, NEW))
    assert (client.body, client.ended) == (b"", False)
    assert is_closed(spooled.descriptor)
    assert spool.used == 0
    assert writer.cancelled()


async def test_who_takes_nothing_of_the_last_piece_is_cut_too(hurried, spooled, writer):
    spooled.write(b"all of it")
    spooled.finish(proof=proof(b"all of it"))
    await Client(never).get(SpooledResponse([], spooled, writer, NEW))
    assert is_closed(spooled.descriptor)


async def test_who_takes_nothing_of_a_stored_file_is_cut(hurried, stored):
    client = Client(never)
    await client.get(StoredResponse(200, [], stored, entire(len(DATA))))
    assert (client.body, client.ended) == (b"", False)
    assert is_closed(stored.descriptor)


async def test_who_takes_each_piece_just_in_time_gets_all_of_a_file_in_the_making(hurried, spooled, writer):
    spooled.write(DATA)
    spooled.finish(proof=proof(DATA))
    client = Client(just_in_time)
    await client.get(SpooledResponse([], spooled, writer, NEW))
    assert (client.body, client.ended) == (DATA, True)
    assert client.most == PIECE


async def test_who_takes_each_piece_just_in_time_gets_all_of_a_stored_file(hurried, stored):
    client = Client(just_in_time)
    await client.get(StoredResponse(200, [], stored, entire(len(DATA))))
    assert (client.body, client.ended) == (DATA, True)


async def made(spooled: SpooledFile, pieces: int) -> None:
    """Written while it is read, like a file of the database."""
    part = len(DATA) // pieces + 1
    for place in range(0, len(DATA), part):
        spooled.write(DATA[place : place + part])
        await asyncio.sleep(0.001)
    spooled.finish(proof=proof(DATA))


# One byte and several pieces too few and too many, at the edge of a piece, and nothing at all.
LENGTHS = [0, 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE - 1, len(DATA) - 1, len(DATA)]
LENGTHS += [len(DATA) + 1, 6 * PIECE, 9 * PIECE]


@pytest.mark.parametrize("pieces", [1, 7, 50])
@pytest.mark.parametrize("length", LENGTHS)
async def test_a_file_that_is_not_the_promised_one_never_reaches_its_length(length, pieces, spooled, caplog):
    promised = Proof(rows=1, bytes=length, sha256="0" * 64)
    task = asyncio.create_task(made(spooled, pieces))
    client = Client(at_once)
    await client.get(
        SpooledResponse([], spooled, task, Delivery(known=promised, compressed=False, buffered=False))
    )
    assert int(client.headers[b"content-length"]) == length
    assert len(client.body) < max(length, 1)
    assert not client.ended
    assert DATA.startswith(client.body)


@pytest.mark.parametrize("pieces", [1, 7, 50])
async def test_a_file_that_is_the_promised_one_is_sent_to_its_last_byte(pieces, spooled):
    task = asyncio.create_task(made(spooled, pieces))
    client = Client(at_once)
    await client.get(
        SpooledResponse([], spooled, task, Delivery(known=proof(DATA), compressed=False, buffered=False))
    )
    assert (client.body, client.ended) == (DATA, True)
    assert int(client.headers[b"content-length"]) == len(DATA)


async def test_a_packed_file_may_be_longer_than_what_it_holds(spooled, writer):
    """Its length was not promised, only that of what is in it."""
    spooled.write(DATA)
    inside = proof(b"short")
    spooled.finish(proof=inside)
    client = Client(at_once)
    await client.get(
        SpooledResponse([], spooled, writer, Delivery(known=inside, compressed=True, buffered=False))
    )
    assert (client.body, client.ended) == (DATA, True)
