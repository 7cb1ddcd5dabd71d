"""Load records that are requested by id at the same time with one statement.

While a statement runs, new ids wait for the next one. So a busy server queries its database less often, and
an idle server queries at once.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from api.catalog.resource import Resource
from api.database import fetch
from api.database.pool import Pool
from api.query import sql

Row: TypeAlias = Mapping[str, Any]
Waiting: TypeAlias = list[tuple[Any, asyncio.Future[Row | None]]]

CONCURRENT_READS = 2
BATCH_SIZE = 100


class BatchLoader:
    """Loads records of one resource, release and set of included relations, by id."""

    def __init__(self, resource: Resource, release: int | None, included: tuple[str, ...]) -> None:
        self.resource, self.release, self.included = resource, release, included
        self.waiting: Waiting = []
        self.active = 0
        self.readers: set[asyncio.Task[None]] = set()

    async def find(self, pool: Pool, key: Any) -> Row | None:
        """Return the record's row.

        `body` is null for an unknown id; the row is None for a missing release.
        """
        future: asyncio.Future[Row | None] = asyncio.get_running_loop().create_future()
        self.waiting.append((key, future))
        if self.active < CONCURRENT_READS:
            self.active += 1
            reader = asyncio.create_task(self.read(pool))
            self.readers.add(reader)
            reader.add_done_callback(self.readers.discard)
        return await future

    async def read(self, pool: Pool) -> None:
        """Read batches until no id waits. The next id then starts another reader."""
        try:
            while self.waiting:
                batch, self.waiting = self.waiting[:BATCH_SIZE], self.waiting[BATCH_SIZE:]
                await self.read_batch(pool, batch)
        finally:
            self.active -= 1

    async def read_batch(self, pool: Pool, batch: Waiting) -> None:
        try:
            keys = [key for key, _ in batch]
            rows = await fetch.rows(
                pool, *sql.records_by_key(self.resource, keys, self.release, self.included)
            )
        except BaseException as error:
            fail(batch, error)
            if not isinstance(error, Exception):
                raise
        else:
            deliver(batch, rows)


def deliver(batch: Waiting, rows: list[Any]) -> None:
    by_key = {row["key"]: row for row in rows}
    missing = dict(rows[0]) | {"key": None, "body": None} if rows else None
    for key, future in batch:
        if not future.done():
            future.set_result(by_key.get(key, missing))


def fail(batch: Waiting, error: BaseException) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(error) if isinstance(error, Exception) else future.cancel()


class RecordLoader:
    """Loads records by id, with one batch loader per resource, release and set of relations."""

    def __init__(self) -> None:
        self.loaders: dict[tuple[str, int | None, tuple[str, ...]], BatchLoader] = {}

    async def find(
        self, pool: Pool, resource: Resource, key: Any, release: int | None, included: Sequence[str] = ()
    ) -> Row | None:
        scope = (resource.name, release, tuple(included))
        if (loader := self.loaders.get(scope)) is None:
            loader = self.loaders[scope] = BatchLoader(resource, *scope[1:])
        return await loader.find(pool, key)
