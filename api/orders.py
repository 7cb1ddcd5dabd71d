"""The orders of lists, each total: with and without a value to sort by, by score, and that of a file."""

from msgspec import Struct

from api.query import Question
from api.resource import Resource
from api.sql import Statement, web_search


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
    # sorted by the column too, all null as it is: so PostgreSQL reads them in order from the same index
    unknown = Branch(only=(f"{keys[0]} is null",), keys=keys, way=way, after=behind)
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


# Parameters that neither choose records nor order them.
UNCHOOSING = {"release", "known_on", "fields", "bom"}


def is_indexed(resource: Resource, question: Question) -> bool:
    """Whether an index has the records of a file in its order: all of them, or those of one value."""
    choosing = question.given.keys() - UNCHOOSING
    return not choosing or (len(choosing) == 1 and choosing <= resource.indexed)


def file_order(statement: Statement, question: Question) -> str:
    """The order of a file, which has no score: the usual one, or as sorted, records without a value last."""
    sort = question.get("sort", usual(statement.resource))
    key, column = f"x.{statement.resource.key}", "x." + sort.lstrip("-")
    way = " desc" if sort.startswith("-") else ""
    return f"order by {column}{way} nulls last" + (f", {key}{way}" if column != key else "")
