"""Answer a repeated request from memory, before the framework is entered."""

import asyncio
import time
from collections.abc import Iterable
from math import inf
from typing import Any, TypeAlias

from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec.structs import replace

from api.http.request_ids import request_id
from api.http.validity import KEY, Note, Validity
from api.memory.keys import Asked, Key, Reader
from api.memory.newest import Newest
from api.memory.recency import Recency
from api.memory.recording import Recorder
from api.memory.responses import Message, Remembered, remember, with_age
from api.reading.releases import MAX_AGE, SETTLED
from api.state import AppState

# The share of the memory for responses to invalid requests, so that they push out nothing else.
REFUSED = 1 / 32
Messages: TypeAlias = tuple[Message, Message]


class Memory:
    """An application before another one, whose responses it remembers. `capacity` is in bytes.

    `hits` and `misses` count the requests that it has and has not answered.
    """

    def __init__(self, app: ASGIApp, state: AppState, capacity: int, media_types: Iterable[str]) -> None:
        self.app, self.state, self.reader = app, state, Reader(media_types)
        self.refused = Recency[Remembered](int(capacity * REFUSED))
        self.responses = Recency[Remembered](capacity - self.refused.capacity)
        self.newest = Newest(state, self.drop_live, self.drop_all)
        self.flights: dict[Key, Flight] = {}
        self.removals = self.hits = self.misses = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        target: Any = scope
        asked = self.reader.read(target) if target["type"] == "http" else None
        if asked is None:
            await self.app(scope, receive, send)
        elif messages := await self.recall(asked, scope) or await self.join(asked, scope):
            self.hits += 1
            for message in messages:
                await send(message)  # type: ignore[arg-type]
        else:
            self.misses += 1
            await self.ask(asked, scope, receive, send)

    def found(self, key: Key) -> Remembered | None:
        return self.responses.get(key) or self.refused.get(key)

    async def recall(self, asked: Asked, scope: Any) -> Messages | None:
        """Return the response to a request if it is known and still that of its URL."""
        known = self.found(asked.key)
        if known is None:
            return None
        if not known.is_constant and not self.newest.is_fresh:
            confirmed = await self.newest.confirm()
            known = self.found(asked.key)  # a new release may have dropped it
            if not confirmed:
                return self.recall_without_database(known, asked, scope) if known else None
        return known.messages(scope, asked.if_none_match) if known and self.holds(known) else None

    def holds(self, known: Remembered) -> bool:
        """Whether a response is still that of its URL."""
        newest = self.newest.seen
        is_newest = known.release is None or (newest is not None and known.release == newest.number)
        return (known.validity is not Validity.LIVE or is_newest) and time.monotonic() < known.until

    def recall_without_database(self, known: Remembered, asked: Asked, scope: Any) -> Messages | None:
        """Return a pinned response, or a live one with its age for as long as it says that caches may."""
        age = self.newest.age
        if known.validity is Validity.LIVE and age > known.stale_seconds:
            return None
        messages = known.messages(scope, asked.if_none_match)
        if messages is None or known.validity is not Validity.LIVE:
            return messages
        return with_age(messages[0], age), messages[1]

    async def join(self, asked: Asked, scope: Any) -> Messages | None:
        """Wait for the response to the same request, if another client has just sent it.

        None if it cannot be shared. If that client has left, one of those who wait asks again.
        """
        while (flight := self.flights.get(asked.key)) and flight.is_recent:
            await asyncio.wait({flight.landed})
            if not flight.landed.cancelled():
                known = flight.landed.result()
                return known.messages(scope, asked.if_none_match) if known else None
        return None

    async def ask(self, asked: Asked, scope: Any, receive: Receive, send: Send) -> None:
        """Send the application's response, and remember it."""
        self.newest.begin()
        flight = self.flights[asked.key] = Flight()
        scope[KEY], number, removals = Note(), request_id(scope), self.removals

        def record(start: Message, body: bytes) -> Remembered | None:
            made = remember(start, body, scope[KEY], number, self.unsettled_until())
            lasts = removals == self.removals and self.newest.is_settled
            return self.keep(asked, made) if made and (lasts or made.is_constant) else None

        recorder = Recorder(send, record, flight.land)
        try:
            await self.app(scope, receive, recorder)
        except BaseException:
            flight.land(None)
            raise
        finally:
            flight.landed.cancel()  # the client has left, unless something has landed
            if self.flights.get(asked.key) is flight:
                del self.flights[asked.key]

    def keep(self, asked: Asked, made: Remembered) -> Remembered:
        """Keep the response, together with what is known of the same bytes."""
        before = self.found(asked.key)
        whole = made.merged(before) if before is not None and made.is_like(before) else made
        whole = replace(whole, size=asked.size + whole.measured)
        (self.refused if whole.problem else self.responses).put(asked.key, whole)
        return whole

    def unsettled_until(self) -> float:
        """Return when the server next begins to send parts of files whose content has changed."""
        releases = self.state.releases
        changes = (at + SETTLED for at in (releases.changed_at, releases.rewritten_at))
        return min((at for at in changes if at > time.monotonic()), default=inf)

    def drop_live(self) -> None:
        for each in (self.responses, self.refused):
            each.drop_where(lambda known: known.validity is Validity.LIVE)

    def drop_all(self) -> None:
        """Drop all responses, also those that are being made."""
        self.removals += 1
        for each in (self.responses, self.refused):
            each.drop_where(lambda _: True)


class Flight:
    """A request that is being answered. Others wait for it to land.

    `landed` is cancelled if its client leaves.
    """

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.landed: asyncio.Future[Remembered | None] = asyncio.get_running_loop().create_future()

    @property
    def is_recent(self) -> bool:
        """Whether its response is that of at most a second ago."""
        return time.monotonic() - self.started <= MAX_AGE

    def land(self, known: Remembered | None) -> None:
        if not self.landed.done():
            self.landed.set_result(known)
