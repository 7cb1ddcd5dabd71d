"""One page as one statement: keyset paging in a total order, with and without a value to sort by."""

from functools import lru_cache
from typing import Any

from msgspec import Struct

from api.query import DEFAULT_LIMIT, Question, Shape
from api.resource import Resource
from api.sql import RELEASE, Statement, body, conditions, encoded, web_search


class Branch(Struct, frozen=True, kw_only=True):
    """A stretch of a list that one scan or sort yields in order; `after` begins it behind a record."""

    only: tuple[str, ...] = ()
    keys: tuple[str, ...]
    way: str = ""
    after: str

    @property
    def by(self) -> str:
        return "order by " + ", ".join(key + self.way for key in self.keys)


class Order(Struct, frozen=True, kw_only=True):
    """Branches read one after the other, the next begun only when the one before runs dry.

    `keys` of the record a page begins after are k0, k1 … of the row `a`.
    """

    keys: tuple[str, ...]
    branches: tuple[Branch, ...]


def order_of(statement: Statement, question: Question) -> Order:
    sort, words = question.get("sort"), question.get("q")
    if sort is None and words is not None:
        return by_score(statement, words)
    key, column = f"x.{statement.resource.key}", (sort or usual(statement.resource)).lstrip("-")
    way, beyond = (" desc", "<") if (sort or "").startswith("-") else ("", ">")
    if column == statement.resource.key:
        return Order(
            keys=(key,), branches=(Branch(keys=(key,), way=way, after=f"{key} {beyond} {place(0)}"),)
        )
    keys = (f"x.{column}", key)
    after = f"({', '.join(keys)}) {beyond} ({place(0)}, {place(1)})"
    if not statement.resource.columns[column].nullable:
        return Order(keys=keys, branches=(Branch(keys=keys, way=way, after=after),))
    known = Branch(only=(f"{keys[0]} is not null",), keys=keys, way=way, after=after)
    # ids are lower-case letters, digits and hyphens, so these lie before the first and behind the last
    edge = "''" if beyond == ">" else "'~'"
    behind = f"{key} {beyond} (select case when k0 is null then k1 else {edge} end from a)"
    unknown = Branch(only=(f"{keys[0]} is null",), keys=(key,), way=way, after=behind)
    return Order(keys=keys, branches=(known, unknown))


def usual(resource: Resource) -> str:
    """The column of the order that nobody asked for."""
    return resource.order or resource.key


def by_score(statement: Statement, words: str) -> Order:
    """Best match first, and before all others what has a quote where the resource says so."""
    rank = f"(-ts_rank(x.search, {web_search(statement, words)}))"
    keys = (rank, f"x.{statement.resource.key}")
    first = statement.resource.search_first
    if first is None:
        after = f"({', '.join(keys)}) > ({place(0)}, {place(1)})"
        return Order(keys=keys, branches=(Branch(keys=keys, after=after),))
    after = f"({', '.join(keys)}) > ({place(1)}, {place(2)})"
    quoted = Branch(only=(f"x.{first} is not null",), keys=keys, after=f"{place(0)} and {after}")
    others = Branch(only=(f"x.{first} is null",), keys=keys, after=f"({place(0)} or {after})")
    return Order(keys=(f"(x.{first} is not null)", *keys), branches=(quoted, others))


def place(n: int) -> str:
    return f"(select k{n} from a)"


class Slot(Struct, frozen=True):
    """Stands for a value while the text of a statement is made."""

    name: str


def page(resource: Resource, question: Question, release: int | None) -> tuple[str, list[Any]]:
    """One row: the release, whether `after` is there, the count, the bodies joined with commas, and the key
    of the last record where another page follows it.
    """
    sql, args = planned(resource, question.shape, release is not None)
    values = question.given | {"release": release}
    return sql, [values[arg.name] if isinstance(arg, Slot) else arg for arg in args]


@lru_cache(1024)
def planned(resource: Resource, shape: Shape, pinned: bool) -> tuple[str, list[Any]]:
    given = {name: Slot(name) if value is None else value for name, value in shape}
    question = Question(given=given, pairs={})
    statement = Statement(resource, Slot("release") if pinned else None)
    where = conditions(statement, question)
    order = order_of(statement, question)
    anchor = begin(statement, order, question.get("after"))
    inner = limited(statement, order, where, question)
    limit = question.get("limit", DEFAULT_LIMIT)
    count = (
        f"(select count(*) from {statement.rows}{also(where)})" if question.get("count") else "null::bigint"
    )
    found = "exists (select from a)" if anchor else "true"
    record = body(statement, question.get("include", ()), "i")
    # one row more than asked for, so that it is known whether another page follows
    sql = f"""{anchor}select {RELEASE}, {found} as found, {count} as count, p.*
from {statement.releases}
cross join lateral (
  select {encoded(f"string_agg(p.body, ',' order by p.n) filter (where p.n <= {limit})")} as bodies,
    case when count(*) > {limit} then max(p.key) filter (where p.n = {limit}) end as last
  from (select {record} as body, i.key, row_number() over () as n from (
    {inner}
  ) i) p
) p"""
    return sql, statement.args


def begin(statement: Statement, order: Order, after: Any) -> str:
    if after is None:
        return ""
    keys = ", ".join(f"{key} as k{n}" for n, key in enumerate(order.keys))
    at = f"{statement.rows} and x.{statement.resource.key} = {statement.value(after)}"
    return f"with a as materialized (select {keys} from {at})\n"


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


def file_order(statement: Statement, question: Question) -> str:
    """The order of a file, which has no score: the usual one, or as sorted, records without a value last."""
    sort = question.get("sort", usual(statement.resource))
    key, column = f"x.{statement.resource.key}", "x." + sort.lstrip("-")
    way = " desc" if sort.startswith("-") else ""
    return f"order by {column}{way} nulls last" + (f", {key}{way}" if column != key else "")
