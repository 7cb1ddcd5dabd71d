"""A file made without a server: the release chosen, the question checked, the rows counted, the file put."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeAlias

from litestar.datastructures import State
from msgspec import Struct, structs

from api import fetching, files, paging
from api.description import Description
from api.formats import Format
from api.making import Conversions, Order
from api.pools import Pools
from api.proofs import Proof
from api.query import Question
from api.releases import Held, Releases
from api.resource import Resource
from api.settings import Settings
from api.shapes import Plain, Put
from api.spool import Spool
from api.sql import Statement, conditions

Tell: TypeAlias = Callable[[int, int], None]
Target: TypeAlias = Callable[[Held], AbstractContextManager[Put]]


class Wanted(Struct, frozen=True, kw_only=True):
    """A file that is asked for: of which records, in which form."""

    resource: Resource
    form: Format
    question: Question

    def description(self, held: Held, public_url: str) -> Description:
        """As of the address of the same file over HTTP, which some forms carry."""
        query = self.question.canonical(known_on=None, release=str(held.number))
        address = f"{public_url}/v1/{self.resource.name}{self.form.suffix}?{query}"
        return files.description(self.resource, self.question, held, address)


class Done(Struct, frozen=True, kw_only=True):
    proof: Proof
    cite_as: str


async def made(settings: Settings, wanted: Wanted, target: Target, tell: Tell) -> Done:
    """`tell` hears how many rows are made, and of how many. Raises the Refusal that HTTP answers with."""
    async with connections(settings) as state:
        held = await state.releases.named(state.pools.pages, wanted.question)
        held = held or await state.releases.current(state.pools.pages)
        await files.check(state, wanted.resource, wanted.form, wanted.question, held.number)
        total = await counted(state, wanted, held)
        about = wanted.description(held, settings.public_url)
        order = told(files.order(wanted.form, about, wanted.question), total, tell)
        with target(held) as put:
            proof = await files.made(state, order, put)
        return Done(proof=proof, cite_as=about.cite_as)


@asynccontextmanager
async def connections(settings: Settings) -> AsyncIterator[State]:
    pools = Pools(settings)
    try:
        room = Spool(settings.spool_dir, settings.spool_mb * 2**20)
        yield State({"pools": pools, "releases": Releases(), "conversions": Conversions(), "spool": room})
    finally:
        pools.close()


async def counted(state: State, wanted: Wanted, held: Held) -> int:
    statement = Statement(wanted.resource, held.number)
    where = conditions(statement, wanted.question)
    sql = f"select {paging.counted(statement, where)} as rows from {statement.releases}"
    found = await fetching.row(state.pools.pages, sql, statement.args)
    return int(found["rows"]) if found else 0


def told(order: Order, total: int, tell: Tell) -> Order:
    """The same order, whose rows are told as they come from the database."""

    def shape(about: Description, put: Put, folder: Path | None = None) -> Plain:
        return Watched(order.form.shape(about, put, folder), total, tell)

    return structs.replace(order, form=structs.replace(order.form, shape=shape))


class Watched(Plain):
    """A shape whose lines are counted. A text may hold line ends too, so there are at least as many."""

    def __init__(self, inner: Plain, total: int, tell: Tell) -> None:
        super().__init__(inner.about, inner.put, inner.folder)
        self.inner, self.total, self.tell, self.lines = inner, total, tell, 0

    def feed(self, data: bytes) -> None:
        self.lines += data.count(b"\n")
        self.tell(min(self.lines, self.total), self.total)
        self.inner.feed(data)

    def end(self) -> None:
        self.inner.end()
        self.tell(self.total, self.total)

    def close(self) -> None:
        self.inner.close()
