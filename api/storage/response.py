"""Send a stored file or a byte range of it."""

import asyncio
import os
from typing import Protocol

from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send
from msgspec import Struct

from api.http import errors
from api.http.ranges import Span
from api.http.request_ids import request_id
from api.http.responses import HeaderList
from api.http.streaming import PIECE, content_length, send_piece, until_disconnect
from api.storage.manifest import File


class Readable(Protocol):
    """A finished file that is open for reading."""

    @property
    def descriptor(self) -> int: ...

    def close(self) -> None: ...


class OpenFile(Struct, frozen=True, kw_only=True):
    """A file open for reading. The caller must close it."""

    file: File
    descriptor: int

    def close(self) -> None:
        os.close(self.descriptor)


class StoredResponse(ASGIResponse):
    """Send a byte range of a file, then close the file.

    A slow client occupies only this task and the memory of one piece, never a thread.
    """

    def __init__(self, status: int, fields: HeaderList, stored: Readable, span: Span) -> None:
        super().__init__()
        self.status, self.fields, self.stored, self.span = status, fields, stored, span

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with until_disconnect(self.transfer(send), receive) as sender:
                if sender.done() and (failure := sender.exception()):
                    errors.outages.report("file-cut", failure, request_id(scope))
        finally:
            self.stored.close()

    async def transfer(self, send: Send) -> None:
        fields = [*self.fields, content_length(self.span.length)]
        await send({"type": "http.response.start", "status": self.status, "headers": fields})
        offset, end = self.span.first, self.span.last + 1
        while offset < end:
            piece = await asyncio.to_thread(self.read_piece, offset, min(PIECE, end - offset))
            offset += len(piece)
            await send_piece(send, piece)
        await send_piece(send, b"", more=False)

    def read_piece(self, offset: int, size: int) -> bytes:
        data = os.pread(self.stored.descriptor, size, offset)
        if not data:
            raise EOFError("a stored file ends before its length")
        return data
