"""A file made without a server: the release chosen, the question checked, the rows counted, the file put."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from typing import TypeAlias

from litestar.datastructures import State
from msgspec import Struct

from api import fetching, files, paging
from api.conversion import Conversions
from api.description import Description
from api.formats import Format
from api.pools import Pools
from api.proofs import Proof
from api.query import Question
from api.releases import Held, Releases
from api.resource import Resource
from api.settings import Settings
from api.shapes import Put
from api.spool import Spool
from api.sql import Statement, conditions
from api.watching import adding, watched

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
        more = adding(total, tell)
        more(0)
        order = watched(files.order(wanted.form, about, wanted.question), more)
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
