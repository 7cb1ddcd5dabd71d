"""Send an export while it is written. A client gets the complete file or a visible error."""

import asyncio
from collections.abc import Callable
from functools import partial
from math import inf
from typing import Any

from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send
from msgspec import Struct

from api.exports.spool import SpooledFile
from api.http import errors
from api.http.ranges import Part, Span
from api.http.request_ids import request_id
from api.http.responses import HEAD, HeaderList
from api.http.streaming import PIECE, accept_ranges, content_length, send_piece, until_disconnect
from api.storage.checksums import Proof, proof_headers


class ProofMismatch(Exception):  # noqa: N818 - named for its reader
    """The file differs from its headers.

    Its last byte is not sent, so that no client takes it for complete.
    """


def ignore(*_: Any) -> None:
    """Do nothing."""


class Delivery(Struct, frozen=True, kw_only=True):
    """How to send a file. `known` is the proof from an earlier export, `compressed` whether gzip is applied,
    `buffered` whether sending starts only when the file is complete.

    A file of at most `whole` bytes is finished before its first byte is sent; only such a file has parts, if
    it is `divisible`. `part` is the one to send. `keep` takes the finished file, `outgrown` is called if it
    became too large.
    """

    known: Proof | None
    compressed: bool
    buffered: bool
    whole: int = 0
    divisible: bool = False
    part: Part | None = None
    keep: Callable[[SpooledFile], object] = ignore
    outgrown: Callable[[], object] = ignore


class SpooledResponse(ASGIResponse):
    """Send what is written so far while more is written. If the client disconnects, cancel the writer.

    If the writer fails before the first byte, the response is a problem. If it fails later, the response ends
    without its last chunk, and the client reports an incomplete transfer.
    """

    started = False
    expected: Proof | None = None

    def __init__(
        self, fields: HeaderList, file: SpooledFile, writer: "asyncio.Task[None]", delivery: Delivery
    ) -> None:
        super().__init__()
        self.fields, self.file, self.writer, self.delivery = fields, file, writer, delivery

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with until_disconnect(self.transfer(scope, send), receive, self.writer) as sender:
                if sender.done() and (failure := sender.exception()):
                    if not self.started:
                        raise failure
                    errors.outages.report("file-cut", failure, request_id(scope))
        finally:
            self.file.close()

    async def transfer(self, scope: Scope, send: Send) -> None:
        await self.file.finished_or(partial(self.is_large, scope))
        self.expected = self.file.proof or self.delivery.known
        if self.is_whole:
            self.delivery.keep(self.file)
        elif self.file.size > self.delivery.whole:
            self.delivery.outgrown()
        span = self.delivery.part.of(self.file.size) if self.delivery.part and self.is_whole else None
        self.started = True
        await send(self.start(span))
        if HEAD in scope:
            await send_piece(send, b"", more=False)
        elif span:
            await self.send_part(send, span)
        else:
            await self.send_chunks(send)

    def is_large(self, scope: Scope) -> bool:
        """Whether to send the file before it is finished."""
        known, compressed = self.delivery.known, self.delivery.compressed
        # HTTP/1.0 has no chunks: without a length, a cut file would look complete
        needs_length = scope.get("http_version") in {"1", "1.0"} and (known is None or compressed)
        if self.delivery.buffered or needs_length:
            return False
        if max(self.file.size, 0 if known is None or compressed else known.bytes) > self.delivery.whole:
            return True
        # a file takes less room if it is read while it is written
        asks_length = HEAD in scope or self.delivery.part is not None
        return not asks_length and self.file.spool.room() < self.file.size

    @property
    def is_whole(self) -> bool:
        return self.file.proof is not None and self.file.size <= self.delivery.whole

    def start(self, span: Span | None) -> Any:
        fields = [*self.fields, *self.file_fields()]
        if span:
            fields += [content_length(span.length), (b"content-range", span.content_range.encode())]
        elif (length := self.length) is not None:
            fields.append(content_length(length))
        return {"type": "http.response.start", "status": 206 if span else 200, "headers": fields}

    def file_fields(self) -> HeaderList:
        """The rows and digest of a file that is complete or was exported before, and whether it has parts."""
        fields = [accept_ranges(divisible=self.delivery.divisible and self.is_whole)]
        if self.expected is None:
            return fields
        return [*fields, *proof_headers(self.expected, compressed=self.delivery.compressed)]

    @property
    def length(self) -> int | None:
        """The length of the response, if it is known."""
        if self.file.proof:
            return self.file.size
        return None if self.expected is None or self.delivery.compressed else self.expected.bytes

    async def send_part(self, send: Send, span: Span) -> None:
        async for piece in self.file.part(span, PIECE):
            await send_piece(send, piece)
        await send_piece(send, b"", more=False)

    async def send_chunks(self, send: Send) -> None:
        """Send the file in pieces.

        If its proof is already announced, keep the last piece until the proof matches.
        """
        pending, sent = b"", 0
        async for piece in self.file.chunks(PIECE):
            if self.expected is None:
                await send_piece(send, piece)
                continue
            sent += len(pending)
            if sent >= self.expected_bytes:
                raise ProofMismatch
            if pending:
                await send_piece(send, pending)
            pending = piece
        if self.expected not in (None, self.file.proof):
            raise ProofMismatch
        await send_piece(send, pending, more=False)

    @property
    def expected_bytes(self) -> float:
        """The number of bytes announced in `Content-Length`, if any."""
        return self.expected.bytes if self.expected and not self.delivery.compressed else inf
