"""Say which filter of a question leaves no record: how many there are without it."""

from collections.abc import Iterator, Mapping
from itertools import islice

from api.catalog.costs import Cost
from api.catalog.resource import Resource
from api.database import fetch
from api.database.pool import Pool
from api.query import cost
from api.query.parsing import Question
from api.query.sql import Statement, and_all, conditions
from api.reading.releases import not_here

# Counting goes on to here. More is `more than 1,000`.
MOST = 1000
# A question of more filters than that is counted without the first of them only.
FILTERS = 12


async def read(pool: Pool, resource: Resource, question: Question, release: int) -> Mapping[str, int]:
    """Count the records without each filter, up to MOST + 1. Leaves out what is slow to count."""
    asked = dict(islice(without_each(resource, question), FILTERS))
    if not asked:
        return {}
    statement = Statement(resource, release)
    counts = ", ".join(count(statement, others) for others in asked.values())
    row = await fetch.row(pool, f"select {counts} from {statement.releases}", statement.args, Cost.INDEXED)
    if row is None:
        raise not_here(release)
    return dict(zip(asked, row.values(), strict=True))


def without_each(resource: Resource, question: Question) -> Iterator[tuple[str, Question]]:
    """Yield each filter with the question without it, if an index finds the records of that one."""
    for name in question.values:
        if name not in resource.conditions and name != "q":
            continue
        left = {other: value for other, value in question.values.items() if other not in {name, "sort"}}
        others = Question(values=left, pairs={})
        if cost.of_page(resource, others) is Cost.INDEXED:
            yield name, others


def count(statement: Statement, question: Question) -> str:
    where = and_all(conditions(statement, question))
    return f"(select count(*) from (select from {statement.rows}{where} limit {MOST + 1}) x)"
