"""A file made: rows from a session of the database, bytes to wherever they are put.

Nothing here knows of requests.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg
from msgspec import Struct

from api.description import Description
from api.formats import Format
from api.proofs import Counted, Proof
from api.sessions import Session
from api.shapes import Plain, Put

Copy: TypeAlias = tuple[str, list[Any]]


class Order(Struct, frozen=True, kw_only=True):
    """What is to be made: the form, what it says of itself, the statement of its rows.

    `first` is executed before that statement; `folder` is there to work in.
    """

    form: Format
    about: Description
    copy: Copy
    first: str | None = None
    folder: Path | None = None


class Making:
    """A file in the making. `copy` needs the session; `end`, which may take its time, does not.

    The session hands over what it has read, often some kilobytes; a batch of them costs no more than one.
    """

    BATCH = 256 * 1024

    def __init__(self, order: Order, put: Put) -> None:
        self.order, self.counted, self.rows = order, Counted(put), 0
        self.batch = bytearray()
        self.shape: Plain | None = None
        self.failure: BaseException | None = None

    async def begin(self) -> None:
        self.shaped(self.counted)

    def shaped(self, put: Put) -> None:
        self.shape = self.order.form.shape(self.order.about, put, self.order.folder)

    async def copy(self, session: Session) -> None:
        sql, args = self.order.copy
        if self.order.first is not None:
            await session.execute(self.order.first)
        feed = partial(self.fed, session)
        said = await session.copy_from_query(sql, *args, output=feed, **self.order.form.copy)
        self.rows = int(said.split()[-1])

    async def fed(self, session: Session, data: bytes) -> None:
        """What fails ends the session: asyncpg would cancel a COPY that may be over, and wait for that."""
        try:
            await self.feed(data)
        except BaseException as failure:
            self.failure = failure
            session.terminate()
            raise

    @property
    def begun(self) -> Plain:
        if self.shape is None:
            raise RuntimeError("a file is begun before it is fed")
        return self.shape

    async def feed(self, data: bytes) -> None:
        self.batch += data
        if len(self.batch) >= self.BATCH:
            await self.turn()

    def taken(self) -> bytes:
        batch, self.batch = bytes(self.batch), bytearray()
        return batch

    async def turn(self) -> None:
        self.begun.feed(self.taken())
        await asyncio.sleep(0)  # the reader runs on the same loop

    async def end(self) -> Proof:
        if self.batch:
            await self.turn()
        self.begun.end()
        return self.counted.proof(self.rows)

    async def close(self) -> None:
        if self.shape is not None:
            self.shape.close()


@asynccontextmanager
async def opened(making: Making) -> AsyncIterator[Making]:
    try:
        await making.begin()
        yield making
    except asyncpg.InterfaceError:
        if making.failure is None:
            raise
        raise making.failure from None  # for which the session was ended
    finally:
        await making.close()
