"""Name the coverage rows that say what sources have, for a list of figures without records."""

from urllib.parse import quote

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.database.pool import Pool
from api.query.parsing import Question
from api.query.sql import Statement
from api.reading import missing

COVERAGE, AGENCIES = BY_NAME["coverage"], BY_NAME["agencies"]


async def query(pool: Pool, resource: Resource, question: Question, release: int) -> str | None:
    """Return the query string of the coverage list for the question, or None if it has no coverage.

    A page after the last record has none either. The filters of the columns that both share carry over, and
    the state of the one agency that is asked for.
    """
    if not resource.covered_by or "after" in question.values:
        return None
    shared = {
        resource.covered_by[column.name] + operator.suffix: operator.value.write(question.values[name])
        for name, (column, operator) in resource.filters.items()
        if name in question.values and column.name in resource.covered_by
    }
    if (agency := question.get("agency_id")) and (state := await state_of(pool, agency, release)):
        shared["state"] = state
    pairs = [*sorted(shared.items()), ("release", str(release))]
    return "&".join(f"{name}={quote(text, safe=',')}" for name, text in pairs)


async def state_of(pool: Pool, agency: str, release: int) -> str | None:
    statement = Statement(AGENCIES, release)
    rows = f"select x.state as k from {statement.rows} and x.id = {statement.value(agency)}"
    states = await missing.keys_of(pool, statement, rows, release)
    return states[0] if states else None
