"""Send a body piece by piece, and stop as soon as the client leaves."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

# Seconds to send a piece. A slower client reads less than 1 kB/s and is disconnected. The HTTP server buffers
# about ten pieces per client; smaller pieces cost time.
SEND_TIMEOUT = 60.0
PIECE = 60_000
Result = TypeVar("Result")


def accept_ranges(*, divisible: bool) -> tuple[bytes, bytes]:
    return b"accept-ranges", b"bytes" if divisible else b"none"


def content_length(size: int) -> tuple[bytes, bytes]:
    return b"content-length", b"%d" % size


class AwaitedResponse(ASGIResponse):
    """A response that takes time to compute. The work is cancelled if the client disconnects."""

    def __init__(self, work: Coroutine[Any, Any, ASGIResponse]) -> None:
        super().__init__()
        self.work = work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with until_disconnect(self.work, receive) as task:
            if task.done():
                await task.result()(scope, receive, send)


async def send_piece(send: Send, piece: bytes, *, more: bool = True) -> None:
    body: Any = {"type": "http.response.body", "body": piece, "more_body": more}
    async with asyncio.timeout(SEND_TIMEOUT):
        await send(body)


@asynccontextmanager
async def until_disconnect(
    work: Coroutine[Any, Any, Result], receive: Receive, *others: "asyncio.Task[Any]"
) -> AsyncIterator["asyncio.Task[Result]"]:
    """Run the work until it is done or the client disconnects. Afterwards it and `others` are cancelled."""
    task, watcher = asyncio.create_task(work), asyncio.create_task(disconnect(receive))
    try:
        await asyncio.wait({task, watcher}, return_when=asyncio.FIRST_COMPLETED)
        yield task
    finally:
        for each in (task, watcher, *others):
            each.cancel()
        await asyncio.gather(task, watcher, *others, return_exceptions=True)


async def disconnect(receive: Receive) -> None:
    """Return when the client has disconnected."""
    while (await receive())["type"] != "http.disconnect":
        pass
