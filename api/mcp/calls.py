"""A call of a tool, and what its answer is read from: the same statements and limits as the API's pages."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import Struct

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.check.covered import Covered as CoveredRows
from api.database import fetch
from api.database.pool import Pool
from api.mcp.arguments import Arguments
from api.mcp.cited_number import CitedNumber, Stated, cited
from api.query import cost, keyset, parameters, parsing
from api.query.parsing import Question
from api.reading import covered, held, named_ids
from api.reading.held import Held
from api.reading.releases import ReleaseRef, not_here
from api.state import AppState
from schemas.coverage_row import CoverageRow

FIGURES, INCENTIVES, SERIES, COVERAGE, AGENCIES = (
    BY_NAME[name] for name in ("staffing-figures", "incentives", "series", "coverage", "agencies")
)
# The rows of coverage in an answer that has no number.
COVERED_ROWS = 3


@cache
def decoder(resource: Resource, *, many: bool) -> msgspec.json.Decoder[Any]:
    record: Any = resource.record
    return msgspec.json.Decoder(list[record] if many else record)


class Page(Struct, frozen=True, kw_only=True):
    """Records that match a question, and whether there are more of them."""

    question: Question
    records: list[Any]
    is_whole: bool


class Call(Struct, frozen=True, kw_only=True):
    """A call with valid arguments, and the release that it reads."""

    services: AppState
    arguments: Arguments
    release: ReleaseRef

    @property
    def pool(self) -> Pool:
        return self.services.pools.pages

    @property
    def public_url(self) -> str:
        return self.services.settings.public_url

    @property
    def number(self) -> int:
        return self.release.number

    async def page(self, resource: Resource, filters: Mapping[str, str]) -> Page:
        """Read the records that match. Raises 404 for an id that names none."""
        question = self.question(resource, filters)
        statement, args = keyset.page(resource, question, self.number)
        row = await fetch.row(self.pool, statement, args, cost.of_page(resource, question))
        if row is None:
            raise not_here(self.number)
        if not row["named"]:
            await named_ids.check(self.pool, resource, question, self.number)
        body = b"[%b]" % keyset.page_bodies(row)
        return Page(
            question=question,
            records=decoder(resource, many=True).decode(body),
            is_whole=row["last"] is None,
        )

    def question(self, resource: Resource, filters: Mapping[str, str]) -> Question:
        return parsing.read(urlencode(filters).encode(), parameters.page_values(resource))

    async def record(self, resource: Resource, key: str, release: int | None = None) -> Any:
        """Read one record as a struct. None if the release does not have it."""
        number = release or self.number
        row = await self.services.record_loader.find(self.pool, resource, key, number)
        if row is None:
            raise not_here(number)
        return None if row["body"] is None else decoder(resource, many=False).decode(row["body"])

    def cited(self, record: Stated, resource: Resource, release: int | None = None) -> CitedNumber:
        return cited(record, resource, self.public_url, release or self.number)

    def all_cited(self, records: Sequence[Stated], resource: Resource) -> list[CitedNumber]:
        return [self.cited(each, resource) for each in records]

    def url(self, resource: Resource, question: Question, suffix: str = "") -> str:
        """Build the pinned URL of a list or a file, without what only a page takes."""
        query = question.canonical(release=str(self.number), limit=None)
        return f"{self.public_url}{resource.path}{suffix}?{query}"

    async def held(self, resource: Resource, question: Question) -> list[Held]:
        return await held.read(self.pool, resource, question, self.number)

    async def coverage_of(self, resource: Resource, question: Question) -> CoveredRows | None:
        """Read what sources have of the metric: where and when it is asked for, else anywhere at any time."""
        query = await covered.query(self.pool, resource, question, self.number)
        if query is None:
            return None
        asked = {name: text for name, text in parse_qsl(query) if name != "release"}
        wider = {name: text for name, text in asked.items() if name == "metric"}
        for filters in (asked, wider):
            rows = await self.page(COVERAGE, filters | {"sort": "-year", "limit": str(COVERED_ROWS)})
            if rows.records:
                break
        found: list[CoverageRow] = rows.records
        return CoveredRows(found, self.url(COVERAGE, self.question(COVERAGE, filters)))
