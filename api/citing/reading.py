"""A record of a release with what it is cited from: its best passage and its source."""

from typing import Any, TypeVar, get_args

import msgspec
from msgspec import Struct

from api import fetching
from api.catalog import BY_NAME
from api.citing.works import Evidence
from api.gathering import Lookups
from api.releases import not_here
from api.sessions import Pool
from api.sql import Statement, beside_release
from schemas import vocabularies as v
from schemas.agreement import Agreement
from schemas.citation import Citation
from schemas.incentive import Incentive
from schemas.incentive_program import IncentiveProgram
from schemas.source import Source
from schemas.staffing_figure import StaffingFigure

Found = TypeVar("Found", bound=Struct)

QUALITIES = ", ".join(f"'{quality}'" for quality in get_args(v.SourceQuality))
# As the passages that records carry are ordered: by the quality of the source, then the earliest.
BEST_FIRST = f"array_position(array[{QUALITIES}], x.source_quality), x.source_published_on, x.id"


def best_of(record: StaffingFigure | Incentive | Agreement) -> str | None:
    """A passage from elsewhere may support it too, but the number is its own source's."""
    passages = (p for p in record.citations if p.relation == "supports" and p.source_id == record.source_id)
    return next((passage.citation_id for passage in passages), None)


class Shelf:
    """The records of one release."""

    def __init__(self, pool: Pool, lookups: Lookups, release: int) -> None:
        self.pool, self.lookups, self.release = pool, lookups, release

    async def evidence(self, record: Struct) -> Evidence:
        if isinstance(record, IncentiveProgram):
            citation = await self.supporting(record.id)
            return await self.sourced(citation, citation.source_id if citation else None)
        if isinstance(record, StaffingFigure | Incentive | Agreement):
            citation = await self.find("citations", best_of(record), Citation)
            return await self.sourced(citation, record.source_id)
        return Evidence()

    async def sourced(self, citation: Citation | None, source_id: str | None) -> Evidence:
        return Evidence(citation=citation, source=await self.find("sources", source_id, Source))

    async def find(self, resource: str, key: str | None, struct: type[Found]) -> Found | None:
        if key is None:
            return None
        row: Any = await self.lookups.find(self.pool, BY_NAME[resource], key, self.release)
        return self.decoded(row, struct)

    async def supporting(self, key: str) -> Citation | None:
        """A program carries no passages, so the best one that supports it is looked for."""
        statement = Statement(BY_NAME["citations"], self.release)
        where = f"x.supports @> array[{statement.value(key)}::text]"
        rows = f"select x.body from {statement.rows} and {where} order by {BEST_FIRST} limit 1"
        row = await fetching.row(self.pool, beside_release(statement, rows), statement.args)
        return self.decoded(row, Citation)

    def decoded(self, row: Any, struct: type[Found]) -> Found | None:
        """No row at all is a session that has not the release: what it lacks may be there."""
        if row is None:
            raise not_here(self.release)
        return msgspec.json.decode(row["body"], type=struct) if row["body"] else None
