"""Records asked for by id at the same time are read by one statement.

While one is under way the ids that come in wait, and go together with the next. So a busy server asks its
database less often, and an idle one asks at once.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from api import fetching, sql
from api.resource import Resource
from api.sessions import Pool

Row: TypeAlias = Mapping[str, Any]
Waiting: TypeAlias = list[tuple[Any, asyncio.Future[Row | None]]]

SIDE_BY_SIDE = 2
MOST = 100


class Gathering:
    """The ids of one resource and one release, and what their records bring along."""

    def __init__(self, resource: Resource, release: int | None, included: tuple[str, ...]) -> None:
        self.resource, self.release, self.included = resource, release, included
        self.waiting: Waiting = []
        self.reading = 0
        self.readers: set[asyncio.Task[None]] = set()

    async def find(self, pool: Pool, key: Any) -> Row | None:
        """The row of the record, without a body where there is no such record; None without the release."""
        future: asyncio.Future[Row | None] = asyncio.get_running_loop().create_future()
        self.waiting.append((key, future))
        if self.reading < SIDE_BY_SIDE:
            self.reading += 1
            reader = asyncio.create_task(self.read(pool))
            self.readers.add(reader)
            reader.add_done_callback(self.readers.discard)
        return await future

    async def read(self, pool: Pool) -> None:
        """Counted out as soon as nothing waits: whoever comes next begins another reader."""
        try:
            while self.waiting:
                together, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
                await self.read_together(pool, together)
        finally:
            self.reading -= 1

    async def read_together(self, pool: Pool, together: Waiting) -> None:
        try:
            keys = [key for key, _ in together]
            rows = await fetching.rows(pool, *sql.found(self.resource, keys, self.release, self.included))
        except BaseException as error:
            fail(together, error)
            if not isinstance(error, Exception):
                raise
        else:
            answer(together, rows)


def answer(together: Waiting, rows: list[Any]) -> None:
    by_key = {row["key"]: row for row in rows}
    absent = dict(rows[0]) | {"key": None, "body": None} if rows else None
    for key, future in together:
        if not future.done():
            future.set_result(by_key.get(key, absent))


def fail(together: Waiting, error: BaseException) -> None:
    for _, future in together:
        if not future.done():
            future.set_exception(error) if isinstance(error, Exception) else future.cancel()


class Lookups:
    """Where records are found by id."""

    def __init__(self) -> None:
        self.gatherings: dict[tuple[str, int | None, tuple[str, ...]], Gathering] = {}

    async def find(
        self, pool: Pool, resource: Resource, key: Any, release: int | None, included: Sequence[str] = ()
    ) -> Row | None:
        place = (resource.name, release, tuple(included))
        if (gathering := self.gatherings.get(place)) is None:
            gathering = self.gatherings[place] = Gathering(resource, *place[1:])
        return await gathering.find(pool, key)
