"""Record a response while it is sent."""

from collections.abc import Callable
from typing import Any

from litestar.types import Send

from api.memory.responses import Message, Remembered

# The largest response that is remembered, in bytes.
LARGEST = 2**20
STATUSES = {200, 304, 400}
LENGTH = b"content-length"

# Takes the start and the whole body. Returns what is remembered of them.
Remember = Callable[[Message, bytes], Remembered | None]
# Takes what is remembered, or None, as soon as it is known.
Settle = Callable[[Remembered | None], object]


class Recorder:
    """Collects a response, then sends it as one piece. What is large or has no length is sent as it comes.

    So whoever waits for the same response does not wait for a slow client. `complete` is whether the whole
    response was sent.
    """

    def __init__(self, send: Send, remember: Remember, settle: Settle) -> None:
        self.send, self.remember, self.settle = send, remember, settle
        self.start: Message | None = None
        self.body = bytearray()
        self.passing = self.complete = False

    async def __call__(self, message: Any) -> None:
        if self.passing:
            await self.send(message)
        elif message["type"] == "http.response.start":
            self.start = message
            if not may_be_remembered(message):
                await self.pass_on()
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self.finish()
            elif len(self.body) > LARGEST or not has_length(self.start):
                await self.pass_on()

    async def pass_on(self) -> None:
        """Give up recording, and send what was collected."""
        self.passing = True
        self.settle(None)
        start, body = self.start, bytes(self.body)
        self.body.clear()
        await self.send(start)  # type: ignore[arg-type]
        if body:
            await self.send({"type": "http.response.body", "body": body, "more_body": True})

    async def finish(self) -> None:
        start: Any = self.start
        self.passing, body = True, bytes(self.body)
        self.settle(self.remember(start, body) if len(body) <= LARGEST else None)
        self.complete = True
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body, "more_body": False})


def has_length(start: Any) -> bool:
    return any(name == LENGTH for name, _ in start["headers"])


def may_be_remembered(start: Any) -> bool:
    return start["status"] in STATUSES and all(
        name != LENGTH or int(text) <= LARGEST for name, text in start["headers"]
    )
