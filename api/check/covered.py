"""What sources cover of the metric of a claim, where the release holds no record that answers it."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

import msgspec

from api.catalog.resources import BY_NAME
from api.check import times
from api.database import fetch
from api.database.pool import Pool
from api.query.sql import Statement, rows_or_null
from api.reading.releases import not_here
from schemas.claim import Claim
from schemas.coverage_row import CoverageRow

COVERAGE, AGENCIES = BY_NAME["coverage"], BY_NAME["agencies"]
# The rows of a verdict. Its URL leads to all of them.
SHOWN = 3
decode = msgspec.json.Decoder(CoverageRow).decode


class Covered(NamedTuple):
    """The newest rows of the coverage, those of the claimed year first, and the URL of all."""

    rows: list[CoverageRow]
    url: str


class Coverage:
    """Reads coverage: the agencies that a source counts, of the metric and state of a claim."""

    def __init__(self, pool: Pool, public_url: str, release: int) -> None:
        self.pool, self.public_url, self.release = pool, public_url, release
        self.known: dict[tuple[str, str, int | None], Covered] = {}

    async def of(self, claim: Claim) -> Covered | None:
        """Return the coverage. None for an offer, which no coverage counts."""
        if claim.metric is None:
            return None
        year = times.read(claim.as_of).last.year if claim.as_of else None
        asked = (claim.agency_id, claim.metric, year)
        if asked not in self.known:
            self.known[asked] = await self.read(*asked)
        return self.known[asked]

    async def read(self, agency: str, metric: str, year: int | None) -> Covered:
        statement = Statement(COVERAGE, self.release)
        found = await self.rows(statement, newest(statement, agency, metric, year))
        bodies = [row["body"] for row in found if row["body"] is not None]
        return Covered([decode(each) for each in bodies], self.url(metric, found[0]["state"]))

    async def rows(self, statement: Statement, rows: str) -> list[Any]:
        found: list[Any] = await fetch.rows(self.pool, rows_or_null(statement, rows), statement.args)
        if not found:
            raise not_here(self.release)
        return found

    def url(self, metric: str, state: str | None) -> str:
        where = {"state": state} if state else {"state__isnull": "true"}
        query = urlencode({"metric": metric, "release": self.release} | where)
        return f"{self.public_url}{COVERAGE.path}?{query}"


def newest(statement: Statement, agency: str, metric: str, year: int | None) -> str:
    """SQL for the newest rows of the metric in the state of the agency, those of the year first."""
    covered = f"""select x.body from {statement.rows} and x.metric = {statement.value(metric)}::text
  and x.state is not distinct from a.state
order by x.year is distinct from {statement.value(year)}::integer, x.year desc nulls last, x.id
limit {SHOWN}"""
    valid = statement.validity.format("a")
    return f"""select a.state, c.body from {AGENCIES.view} a
left join lateral ({covered}) c on true where {valid} and a.id = {statement.value(agency)}::text"""
