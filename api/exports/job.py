"""Run one export: read rows from a database session, encode them, and write the bytes.

This module knows nothing about requests.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg
from msgspec import Struct

from api.catalog.costs import Cost
from api.database.pool import Session
from api.exports.encoders import Encoder
from api.exports.formats import Format
from api.exports.provenance import Description
from api.storage.checksums import HashingWriter, Proof, Write

Copy: TypeAlias = tuple[str, list[Any]]


class ExportJob(Struct, frozen=True, kw_only=True):
    """The format, description and statement of an export.

    `setup` is executed before the statement; `cost` is the statement's cost; `folder` is for scratch files.
    """

    form: Format
    description: Description
    copy: Copy
    setup: str | None = None
    cost: Cost = Cost.INDEXED
    folder: Path | None = None


class ExportRun:
    """A running export. `copy` needs the session; `finish`, which can take long, does not.

    The session delivers a few kilobytes at a time. Encoding a batch of them costs little more than one.
    """

    BATCH = 256 * 1024

    def __init__(self, job: ExportJob, write: Write) -> None:
        self.job, self.writer, self.rows = job, HashingWriter(write), 0
        self.batch = bytearray()
        self.encoder: Encoder | None = None
        self.failure: BaseException | None = None

    async def start(self) -> None:
        self.start_encoder(self.writer)

    def start_encoder(self, write: Write) -> None:
        self.encoder = self.job.form.encoder(self.job.description, write, self.job.folder)

    async def copy(self, session: Session) -> None:
        sql, args = self.job.copy
        if self.job.setup is not None:
            await session.execute(self.job.setup)
        feed = partial(self.receive, session)
        tag = await session.copy_from_query(sql, *args, output=feed, **self.job.form.copy)
        self.rows = int(tag.split()[-1])

    async def receive(self, session: Session, data: bytes) -> None:
        """Encode the data.

        A failure ends the session: asyncpg would cancel a COPY that may be over, and wait.
        """
        try:
            await self.feed(data)
        except BaseException as failure:
            self.failure = failure
            session.terminate()
            raise

    @property
    def started_encoder(self) -> Encoder:
        if self.encoder is None:
            raise RuntimeError("call start before feed")
        return self.encoder

    async def feed(self, data: bytes) -> None:
        self.batch += data
        if len(self.batch) >= self.BATCH:
            await self.encode_batch()

    def take_batch(self) -> bytes:
        batch, self.batch = bytes(self.batch), bytearray()
        return batch

    async def encode_batch(self) -> None:
        self.started_encoder.feed(self.take_batch())
        await asyncio.sleep(0)  # the response to the client runs on the same loop

    async def finish(self) -> Proof:
        if self.batch:
            await self.encode_batch()
        self.started_encoder.finish()
        return self.writer.proof(self.rows)

    async def close(self) -> None:
        if self.encoder is not None:
            self.encoder.close()


@asynccontextmanager
async def started(run: ExportRun) -> AsyncIterator[ExportRun]:
    try:
        await run.start()
        yield run
    except asyncpg.InterfaceError:
        if run.failure is None:
            raise
        raise run.failure from None  # the reason why the session was ended
    finally:
        await run.close()
