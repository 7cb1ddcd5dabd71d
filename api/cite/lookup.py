"""Read what a citation needs besides the record: its best supporting passage and its source."""

from typing import Any, TypeVar, get_args

import msgspec
from msgspec import Struct

from api.catalog.resources import BY_NAME
from api.cite import compose
from api.cite.compose import Evidence
from api.cite.work import Work
from api.database import fetch
from api.database.pool import Pool
from api.query.sql import Statement, rows_or_null
from api.reading.batching import RecordLoader
from api.reading.releases import ReleaseRef, not_here
from schemas import vocabularies as v
from schemas.citation import Citation
from schemas.incentive_program import IncentiveProgram
from schemas.series import Series
from schemas.source import Source

RecordType = TypeVar("RecordType", bound=Struct)

QUALITIES = ", ".join(f"'{quality}'" for quality in get_args(v.SourceQuality))
# The order of the passages within a record: by quality of the source, then the earliest.
BEST_FIRST = f"array_position(array[{QUALITIES}], x.source_quality), x.source_published_on, x.id"


def best_citation_id(record: Any) -> str | None:
    """Choose the first supporting passage from the record's own source, which states the number."""
    passages = (p for p in record.citations if p.relation == "supports" and p.source_id == record.source_id)
    return next((passage.citation_id for passage in passages), None)


class ReleaseRecords:
    """The records of one release."""

    def __init__(self, pool: Pool, record_loader: RecordLoader, release: int) -> None:
        self.pool, self.record_loader, self.release = pool, record_loader, release

    async def evidence(self, record: Any) -> Evidence:
        """Read the evidence for a record with citations, or for a program, which passages support.

        A series has that of its figures: their source, if they share one.
        """
        if isinstance(record, Series):
            return await self.with_source(None, record.source_ids[0] if len(record.source_ids) == 1 else None)
        if isinstance(record, IncentiveProgram):
            citation = await self.supporting_citation(record.id)
            return await self.with_source(citation, citation.source_id if citation else None)
        if isinstance(getattr(record, "citations", None), list):  # a release has the number of them
            citation = await self.find("citations", best_citation_id(record), Citation)
            return await self.with_source(citation, record.source_id)
        return Evidence()

    async def with_source(self, citation: Citation | None, source_id: str | None) -> Evidence:
        return Evidence(citation=citation, source=await self.find("sources", source_id, Source))

    async def find(self, resource: str, key: str | None, struct: type[RecordType]) -> RecordType | None:
        if key is None:
            return None
        row: Any = await self.record_loader.find(self.pool, BY_NAME[resource], key, self.release)
        return self.decode(row, struct)

    async def supporting_citation(self, key: str) -> Citation | None:
        """Search for the best passage that supports a program, whose record lists none."""
        statement = Statement(BY_NAME["citations"], self.release)
        where = f"x.supports @> array[{statement.value(key)}::text]"
        rows = f"select x.body from {statement.rows} and {where} order by {BEST_FIRST} limit 1"
        row = await fetch.row(self.pool, rows_or_null(statement, rows), statement.args)
        return self.decode(row, Citation)

    def decode(self, row: Any, struct: type[RecordType]) -> RecordType | None:
        """Decode the body. Raises 503 without a row: the session does not see the release yet."""
        if row is None:
            raise not_here(self.release)
        return msgspec.json.decode(row["body"], type=struct) if row["body"] else None


async def load_work(record: Any, records: ReleaseRecords, release: ReleaseRef, url: str) -> Work:
    """Build the work to cite from the record and its best evidence. `url` is the record's live URL."""
    edition = compose.edition(release.number, release.published_at)
    return compose.work(record, await records.evidence(record), edition, url)
