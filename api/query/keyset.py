"""Build one statement per page: keyset pagination in a total order."""

from functools import lru_cache
from typing import Any

from msgspec.structs import asdict

from api.catalog.resource import Resource
from api.query.agency_words import wanted
from api.query.counting import EXCLUDED_WORDS, Slot, count_sql
from api.query.figure_words import metrics
from api.query.ids import unmatched
from api.query.ordering import METRICS, Order, order_of
from api.query.parameters import DEFAULT_LIMIT
from api.query.parsing import Question, StatementKey
from api.query.search import excluded, only_excludes
from api.query.sql import RELEASE, Statement, and_all, body, encoded, filters, searched


def page(resource: Resource, question: Question, release: int | None) -> tuple[str, list[Any]]:
    """Return the statement of a page and its arguments.

    It returns one row: the release, whether the `after` record exists (`found`) and those that filters name
    (`named`), the count, the joined bodies (for `page_bodies`), and the key of the last record if another
    page follows.
    """
    sql, args = build(resource, question.statement_key, release is not None)
    values = question.values | {"release": release} | search_values(resource, question.get("q"))
    return sql, [values[arg.name] if isinstance(arg, Slot) else arg for arg in args]


def search_values(resource: Resource, words: str | None) -> dict[str, Any]:
    """The values of the placeholders that a search has."""
    if words is None:
        return {}
    if only_excludes(words):
        return {EXCLUDED_WORDS: excluded(words)}
    named = {f"q {name}": value for name, value in asdict(wanted(words)).items()} if resource.by_name else {}
    return {"q": searched(resource, words), METRICS: metrics(words)} | named


@lru_cache(1024)
def build(resource: Resource, key: StatementKey, pinned: bool) -> tuple[str, list[Any]]:
    parameters = {name: Slot(name) if value is None else value for name, value in key}
    question = Question(values=parameters, pairs={})
    statement = Statement(resource, Slot("release") if pinned else None, lateral=True)
    conditions = filters(statement, question)
    order = order_of(statement, question)
    anchor = anchor_query(statement, order, question.get("after"))
    inner = limited(statement, order, conditions.all, question)
    limit = question.get("limit", DEFAULT_LIMIT)
    count = count_sql(statement, conditions, question) if question.get("count") else "null::bigint"
    anchor_exists = "exists (select from a)" if anchor else "true"
    unnamed = unmatched(statement, question)
    named = f"not exists ({unnamed})" if unnamed else "true"
    # one row more than the limit shows whether another page follows: `beyond` is its body's size in bytes
    sql = f"""select {RELEASE}, p.*
from {statement.releases}
cross join lateral (
  {anchor}select {anchor_exists} as found, {named} as named, {count} as count,
    {encoded("string_agg(p.body, ',')")} as bodies,
    (array_agg(octet_length(p.body)))[{limit + 1}] as beyond,
    case when count(*) > {limit} then (array_agg(p.key))[{limit}] end as last
  from ({bodies(statement, question, inner)}) p
) p"""
    return sql, statement.args


def bodies(statement: Statement, question: Question, inner: str) -> str:
    """SQL for the bodies. `offset 0` keeps PostgreSQL from computing a body with included records twice."""
    if not (included := question.get("include", ())):
        return inner
    return f"select {body(statement, included, 'i')} as body, i.key from (\n    {inner}\n  ) i offset 0"


def page_bodies(row: Any) -> bytes:
    """Return the joined bodies of a page's row, without the body after the limit."""
    joined: bytes = row["bodies"] or b""
    return joined if row["beyond"] is None else joined[: -row["beyond"] - len(",")]


def anchor_query(statement: Statement, order: Order, after: Any) -> str:
    if after is None:
        return ""
    keys = ", ".join(f"{key} as k{n}" for n, key in enumerate(order.keys))
    record = f"{statement.rows} and x.{statement.resource.key} = {statement.value(after)}"
    return f"with a as materialized (select {keys} from {record})\n  "


def limited(statement: Statement, order: Order, where: list[str], question: Question) -> str:
    """SQL for the rows of the page in order, and one more."""
    related = {statement.resource.include[relation] for relation in question.get("include", ())}
    columns = ["x.body", f"x.{statement.resource.key} as key", *(f"x.{name}" for name in sorted(related))]
    select = f"select {', '.join(columns)} from {statement.rows}"
    limit = f"limit {question.get('limit', DEFAULT_LIMIT) + 1}"
    after = "after" in question.values
    branches = [
        f"{select}{and_all([*where, *branch.filters(after=after)])}\n    {branch.order_by} {limit}"
        for branch in order.branches
    ]
    if len(branches) == 1:
        return branches[0]
    return f"select * from (({') union all ('.join(branches)})) branches {limit}"
