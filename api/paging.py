"""One page as one statement: keyset paging in a total order."""

from functools import lru_cache
from typing import Any

from msgspec import Struct

from api.orders import Order, order_of
from api.query import DEFAULT_LIMIT, Question, Shape
from api.resource import Resource
from api.sql import RELEASE, Statement, body, conditions, encoded
from schemas.release import Release


class Slot(Struct, frozen=True):
    """Stands for a value while the text of a statement is made."""

    name: str


def page(resource: Resource, question: Question, release: int | None) -> tuple[str, list[Any]]:
    """One row: the release, whether `after` is there, the count, the joined bodies (for `within`), and the
    key of the last record where another page follows it.
    """
    sql, args = planned(resource, question.shape, release is not None)
    values = question.given | {"release": release}
    return sql, [values[arg.name] if isinstance(arg, Slot) else arg for arg in args]


@lru_cache(1024)
def planned(resource: Resource, shape: Shape, pinned: bool) -> tuple[str, list[Any]]:
    given = {name: Slot(name) if value is None else value for name, value in shape}
    question = Question(given=given, pairs={})
    statement = Statement(resource, Slot("release") if pinned else None, lateral=True)
    where = conditions(statement, question)
    order = order_of(statement, question)
    anchor = begin(statement, order, question.get("after"))
    inner = limited(statement, order, where, question)
    limit = question.get("limit", DEFAULT_LIMIT)
    count = counted(statement, where) if question.get("count") else "null::bigint"
    found = "exists (select from a)" if anchor else "true"
    # one row more than asked for, so that it is known whether a page follows: `beyond` is its body's size
    sql = f"""select {RELEASE}, p.*
from {statement.releases}
cross join lateral (
  {anchor}select {found} as found, {count} as count,
    {encoded("string_agg(p.body, ',')")} as bodies,
    (array_agg(octet_length(p.body)))[{limit + 1}] as beyond,
    case when count(*) > {limit} then (array_agg(p.key))[{limit}] end as last
  from ({bodies(statement, question, inner)}) p
) p"""
    return sql, statement.args


def bodies(statement: Statement, question: Question, inner: str) -> str:
    """A body with related records inline is not to be made twice: `offset 0` keeps it where it is."""
    if not (included := question.get("include", ())):
        return inner
    return f"select {body(statement, included, 'i')} as body, i.key from (\n    {inner}\n  ) i offset 0"


def within(found: Any) -> bytes:
    """The bodies of a page as they came, without the one beyond it."""
    joined: bytes = found["bodies"] or b""
    return joined if found["beyond"] is None else joined[: -found["beyond"] - len(",")]


def counted(statement: Statement, where: list[str]) -> str:
    """A release knows how many records it holds; what a filter leaves of them is counted one by one."""
    held = statement.resource.name.replace("-", "_")
    if where or held not in Release.__struct_fields__:
        return f"(select count(*) from {statement.rows}{also(where)})"
    return f"(select c.{held}::bigint from api.releases c where c.number = r.number)"


def begin(statement: Statement, order: Order, after: Any) -> str:
    if after is None:
        return ""
    keys = ", ".join(f"{key} as k{n}" for n, key in enumerate(order.keys))
    at = f"{statement.rows} and x.{statement.resource.key} = {statement.value(after)}"
    return f"with a as materialized (select {keys} from {at})\n  "


def also(where: list[str]) -> str:
    return "".join(f"\n    and {each}" for each in where)


def limited(statement: Statement, order: Order, where: list[str], question: Question) -> str:
    """The rows of the page, in order."""
    related = {statement.resource.include[relation] for relation in question.get("include", ())}
    columns = ["x.body", f"x.{statement.resource.key} as key", *(f"x.{name}" for name in sorted(related))]
    select = f"select {', '.join(columns)} from {statement.rows}"
    limit = f"limit {question.get('limit', DEFAULT_LIMIT) + 1}"
    after = "after" in question.given
    branches = [
        f"{select}{also([*where, *branch.only, *([branch.after] if after else [])])}\n    {branch.by} {limit}"
        for branch in order.branches
    ]
    if len(branches) == 1:
        return branches[0]
    return f"select * from (({') union all ('.join(branches)})) branches {limit}"
