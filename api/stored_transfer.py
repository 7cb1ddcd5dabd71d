"""A stored file on its way to a client, whole or in part."""

import asyncio
import os

from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send
from msgspec import Struct

from api import failures
from api.bundle.manifest import File
from api.ranges import Span
from api.replies import Fields
from api.transfer import PIECE, length, sent, until_left


class Opened(Struct, frozen=True, kw_only=True):
    """A file to read from. Who gets it closes it."""

    file: File
    descriptor: int

    def close(self) -> None:
        os.close(self.descriptor)


class StoredResponse(ASGIResponse):
    """Sends a file or a part of it and closes it. Between two pieces nothing waits for a slow client but this
    task: no thread, and no more memory than a piece.
    """

    def __init__(self, status: int, fields: Fields, opened: Opened, span: Span) -> None:
        super().__init__()
        self.status, self.fields, self.opened, self.span = status, fields, opened, span

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        try:
            async with until_left(self.transfer(send), receive) as sender:
                if sender.done() and (failure := sender.exception()):
                    failures.outages.tell("file-cut", failure)
        finally:
            self.opened.close()

    async def transfer(self, send: Send) -> None:
        fields = [*self.fields, length(self.span.length)]
        await send({"type": "http.response.start", "status": self.status, "headers": fields})
        place, end = self.span.first, self.span.last + 1
        while place < end:
            piece = await asyncio.to_thread(self.piece, place, min(PIECE, end - place))
            place += len(piece)
            await sent(send, piece)
        await sent(send, b"", more=False)

    def piece(self, place: int, size: int) -> bytes:
        found = os.pread(self.opened.descriptor, size, place)
        if not found:
            raise EOFError(f"{self.opened.file.name} ends before its length")
        return found
