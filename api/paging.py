"""One page as one statement: keyset paging in a total order, with and without a value to sort by."""

from typing import Any

from api.query import DEFAULT_LIMIT, Question
from api.resource import Resource
from api.sql import RELEASE, Statement, conditions, web_search


class Order:
    """The keys a list is ordered by, the last unique; `nullable` where the first may lack a value."""

    def __init__(self, statement: Statement, question: Question) -> None:
        resource, sort = statement.resource, question.get("sort")
        key, column = resource.key, (sort or resource.key).lstrip("-")
        self.way, self.beyond = (" desc", "<") if (sort or "").startswith("-") else ("", ">")
        self.keys = [f"x.{key}"] if column == key else [f"x.{column}", f"x.{key}"]
        self.nullable = column != key and resource.columns[column].nullable
        if sort is None and (words := question.get("q")) is not None:
            first = [f"(x.{resource.search_first} is null)"] if resource.search_first else []
            self.keys = [*first, f"(-ts_rank(x.search, {web_search(statement, words)}))", f"x.{key}"]

    @property
    def by(self) -> str:
        return "order by " + ", ".join(key + self.way for key in self.keys)

    @property
    def places(self) -> list[str]:
        """The keys of the record a page begins after."""
        return [f"(select k{n} from a)" for n in range(len(self.keys))]

    @property
    def after(self) -> str:
        if len(self.keys) == 1:
            return f"{self.keys[0]} {self.beyond} {self.places[0]}"
        return f"({', '.join(self.keys)}) {self.beyond} ({', '.join(self.places)})"


def page(resource: Resource, question: Question, release: int | None) -> tuple[str, list[Any]]:
    """One row: the release, whether `after` is there, the count, and arrays of bodies, keys and included ids.

    One row more than `limit` is read, so that it is known whether another page follows.
    """
    statement = Statement(resource, release)
    where = conditions(statement, question)
    order = Order(statement, question)
    anchor = begin(statement, order, question.get("after"))
    inner = limited(statement, order, where, question)
    count = (
        f"(select count(*) from {statement.rows}{also(where)})" if question.get("count") else "null::bigint"
    )
    ids = "".join(
        f", array_agg(p.{column} order by p.n) as {column}" for column in included(resource, question)
    )
    found = "exists (select from a)" if anchor else "true"
    sql = f"""{anchor}select {RELEASE}, {found} as found, {count} as count, p.*
from {statement.releases}
cross join lateral (
  select array_agg(p.body order by p.n) as bodies, array_agg(p.key order by p.n) as keys{ids}
  from (select i.*, row_number() over () as n from (
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


def included(resource: Resource, question: Question) -> list[str]:
    return list(dict.fromkeys(resource.include[relation] for relation in question.get("include", ())))


def also(where: list[str]) -> str:
    return "".join(f"\n    and {each}" for each in where)


def limited(statement: Statement, order: Order, where: list[str], question: Question) -> str:
    """The rows of the page, in order."""
    columns = ["x.body", f"x.{statement.resource.key} as key"]
    columns += [f"x.{column}" for column in included(statement.resource, question)]
    select = f"select {', '.join(columns)} from {statement.rows}{also(where)}"
    limit = f"limit {question.get('limit', DEFAULT_LIMIT) + 1}"
    after = "after" in question.given
    ordered = select + (also([order.after]) if after else "")
    if not order.nullable:
        return f"{ordered}\n    {order.by} {limit}"
    column, key = order.keys
    unknown = select + also([f"{column} is null"] + ([after_unknown(order)] if after else []))
    # two index scans, the second begun only when the first runs dry; an `or` would read the whole table
    return f"""select * from (
    ({ordered}{also([f"{column} is not null"])}
    {order.by} {limit})
    union all
    ({unknown}
    order by {key}{order.way} {limit})
    ) branches {limit}"""


def after_unknown(order: Order) -> str:
    """Among records without a value: all of them, unless the page begins after one of them."""
    # ids are lower-case letters, digits and hyphens, so these lie before the first and behind the last
    edge = "''" if order.beyond == ">" else "'~'"
    return f"{order.keys[-1]} {order.beyond} (select case when k0 is null then k1 else {edge} end from a)"


def file_order(statement: Statement, question: Question) -> str:
    """The order of a file, which has no score: by id, or as sorted with records without a value last."""
    sort = question.get("sort", statement.resource.key)
    key, column = f"x.{statement.resource.key}", "x." + sort.lstrip("-")
    way = " desc" if sort.startswith("-") else ""
    return f"order by {column}{way} nulls last" + (f", {key}{way}" if column != key else "")
