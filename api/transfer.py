"""A file on its way to a client: behind its writer, whole or visibly cut."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from math import inf
from typing import Any, TypeVar

from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send
from msgspec import Struct

from api import failures
from api.proofs import Proof
from api.replies import Fields
from api.spool import SpooledFile

# A client that takes less than a piece in this time is slower than 1 kB/s, and is cut. The HTTP server holds
# about ten pieces for him; smaller ones cost time.
PATIENCE = 60.0
PIECE = 60_000
Done = TypeVar("Done")


def proven(proof: Proof, *, packed: bool) -> Fields:
    """What can be said before the first byte. The digest is that of the bytes sent, or is not sent."""
    rows = [(b"muster-rows", b"%d" % proof.rows)]
    return rows if packed else [*rows, (b"repr-digest", proof.repr_digest.encode())]


def length(size: int) -> tuple[bytes, bytes]:
    return b"content-length", b"%d" % size


class Unlike(Exception):  # noqa: N818 - the file is not the one that its headers promised
    """The last byte that was promised is not sent, so that nobody takes it for whole."""


class Manner(Struct, frozen=True, kw_only=True):
    """How a file is sent: what an earlier run proved of it, whether it has a content coding, and whether
    nothing of it is sent before all of it is there.
    """

    known: Proof | None
    packed: bool
    whole: bool


class SpooledResponse(ASGIResponse):
    """Sends what is there while more is written; ends with the client, and takes the writer along.

    What stops the writer before the first byte is a problem like any other. Later the answer just ends,
    without its last chunk, which the server makes a visible cut.
    """

    begun = False
    promised: Proof | None = None

    def __init__(
        self, fields: Fields, spooled: SpooledFile, writer: "asyncio.Task[None]", manner: Manner
    ) -> None:
        super().__init__()
        self.fields, self.spooled, self.writer, self.manner = fields, spooled, writer, manner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with until_left(self.transfer(scope, send), receive, self.writer) as sender:
                if sender.done() and (failure := sender.exception()):
                    if not self.begun:
                        raise failure
                    failures.outages.tell("file-cut", failure)
        finally:
            self.spooled.close()

    async def transfer(self, scope: Scope, send: Send) -> None:
        await self.spooled.started()
        known = self.manner.known
        # to HTTP/1.0 a cut file would look complete without a length
        old = scope.get("http_version") in {"1", "1.0"} and (known is None or self.manner.packed)
        if self.manner.whole or old:
            await self.spooled.whole()
        self.promised = self.spooled.proof or known
        fields = [*self.fields, *self.stated()]
        self.begun = True
        await send({"type": "http.response.start", "status": 200, "headers": fields})
        await self.pass_on(send)

    def stated(self) -> Fields:
        """Length, rows and digest, of a file that is whole or was made before."""
        if self.promised is None:
            return []
        said = proven(self.promised, packed=self.manner.packed)
        if self.spooled.proof:
            return [length(self.spooled.size), *said]
        return said if self.manner.packed else [length(self.promised.bytes), *said]

    async def pass_on(self, send: Send) -> None:
        """Of a file that was promised the last piece is held until the promise is seen to be kept."""
        held, place = b"", 0
        async for piece in self.spooled.chunks(PIECE):
            if self.promised is None:
                await sent(send, piece)
                continue
            place += len(held)
            if place >= self.limit:
                raise Unlike
            if held:
                await sent(send, held)
            held = piece
        if self.promised not in (None, self.spooled.proof):
            raise Unlike
        await sent(send, held, more=False)

    @property
    def limit(self) -> float:
        """What a client counts to, where he was told how much will come."""
        return self.promised.bytes if self.promised and not self.manner.packed else inf


class Awaited(ASGIResponse):
    """An answer that takes its time to make, which ends with its client."""

    def __init__(self, making: Coroutine[Any, Any, ASGIResponse]) -> None:
        super().__init__()
        self.making = making

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with until_left(self.making, receive) as maker:
            if maker.done():
                await maker.result()(scope, receive, send)


async def sent(send: Send, piece: bytes, *, more: bool = True) -> None:
    body: Any = {"type": "http.response.body", "body": piece, "more_body": more}
    async with asyncio.timeout(PATIENCE):
        await send(body)


@asynccontextmanager
async def until_left(
    work: Coroutine[Any, Any, Done], receive: Receive, *others: "asyncio.Task[Any]"
) -> AsyncIterator["asyncio.Task[Done]"]:
    """The work, done, or under way where the client left first. In the end it is over, and the others too."""
    task, leaver = asyncio.create_task(work), asyncio.create_task(left(receive))
    try:
        await asyncio.wait({task, leaver}, return_when=asyncio.FIRST_COMPLETED)
        yield task
    finally:
        for each in (task, leaver, *others):
            each.cancel()
        await asyncio.gather(task, leaver, *others, return_exceptions=True)


async def left(receive: Receive) -> None:
    """Returns when the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
