"""The orders of lists and files.

Each order of a list is total: by key, by a column with nulls, or by score.
"""

from msgspec import Struct

from api.catalog.resource import Resource
from api.query.counting import Slot
from api.query.parsing import Question
from api.query.search import ONLY_EXCLUDED
from api.query.sql import Statement, web_search

# The names of the arguments that rank a search; for one by names, the fields of `Wanted`.
METRICS = "q metrics"
WANTED = ("q words", "q own", "q alias", "q in_county")


class Branch(Struct, frozen=True, kw_only=True):
    """A part of a list that one scan or sort returns in order.

    `after` is SQL that starts it after a record.
    """

    only: tuple[str, ...] = ()
    keys: tuple[str, ...]
    direction: str = ""
    after: str

    @property
    def order_by(self) -> str:
        return "order by " + ", ".join(key + self.direction for key in self.keys)

    def filters(self, *, after: bool) -> tuple[str, ...]:
        """The conditions of the branch, if `after` only for the rows after the record."""
        return (*self.only, self.after) if after else self.only


class Order(Struct, frozen=True, kw_only=True):
    """Branches read one after the other. Each starts only when the previous one has no more rows.

    The `keys` of the record after which a page starts are k0, k1 … of the row `a`.
    """

    keys: tuple[str, ...]
    branches: tuple[Branch, ...]


def order_of(statement: Statement, question: Question) -> Order:
    sort, words = question.get("sort"), question.get("q")
    if sort is None and words is not None:
        return without_score(statement) if question.get(ONLY_EXCLUDED) else by_score(statement, words)
    key, column = f"x.{statement.resource.key}", (sort or default_column(statement.resource)).lstrip("-")
    direction, comparison = (" desc", "<") if (sort or "").startswith("-") else ("", ">")
    if column == statement.resource.key:
        return Order(
            keys=(key,),
            branches=(Branch(keys=(key,), direction=direction, after=f"{key} {comparison} {anchor_key(0)}"),),
        )
    keys = (f"x.{column}", key)
    after = f"({', '.join(keys)}) {comparison} ({anchor_key(0)}, {anchor_key(1)})"
    if not statement.resource.columns[column].nullable:
        return Order(keys=keys, branches=(Branch(keys=keys, direction=direction, after=after),))
    with_value = Branch(only=(f"{keys[0]} is not null",), keys=keys, direction=direction, after=after)
    # ids consist of lower-case letters, digits and hyphens, so these sort before the first and after the last
    edge = "''" if comparison == ">" else "'~'"
    after_null = f"{key} {comparison} (select case when k0 is null then k1 else {edge} end from a)"
    # also sorted by the column, although it is null, so that PostgreSQL reads the same index in order
    without_value = Branch(only=(f"{keys[0]} is null",), keys=keys, direction=direction, after=after_null)
    return Order(keys=keys, branches=(with_value, without_value))


def default_column(resource: Resource) -> str:
    """The column that a list is ordered by without `sort`."""
    return resource.order or resource.key


def by_score(statement: Statement, words: str) -> Order:
    """The best match first.

    If the resource has `search_first`, records with that column precede all others.
    """
    rank = (name_rank if statement.resource.by_name else word_rank)(statement, words)
    keys = (rank, f"x.{statement.resource.key}")
    first = statement.resource.search_first
    if first is None:
        after = f"({', '.join(keys)}) > ({anchor_key(0)}, {anchor_key(1)})"
        return Order(keys=keys, branches=(Branch(keys=keys, after=after),))
    after = f"({', '.join(keys)}) > ({anchor_key(1)}, {anchor_key(2)})"
    quoted = Branch(only=(f"x.{first} is not null",), keys=keys, after=f"{anchor_key(0)} and {after}")
    others = Branch(only=(f"x.{first} is null",), keys=keys, after=f"({anchor_key(0)} or {after})")
    return Order(keys=(f"(x.{first} is not null)", *keys), branches=(quoted, others))


def word_rank(statement: Statement, words: str) -> str:
    """The rank of the words, which is below 1, behind counts of the metric that the search asks for."""
    rank = f"ts_rank(x.search, {web_search(statement, words)})"
    if "metric" not in statement.resource.columns:
        return f"(-{rank})"
    metrics = statement.value(Slot(METRICS))
    return f"(-{rank} - (x.metric = any({metrics}::text[]) and x.modality = 'observed')::integer)"


def name_rank(statement: Statement, _words: str) -> str:
    """Prominent records first, unless their name differs more from the search than another's does.

    Prominence is a logarithm of size. Without any of its own words in the search, a name needs 150 times as
    many people to come first; without an own word of the search, 7 times; as a city's police where the search
    names a county, 4 times.
    """
    words, own, alias, in_county = (statement.value(Slot(name)) for name in WANTED)
    asked = f"(select tsvector_to_array(to_tsvector('pg_catalog.english', {words})))"
    named = f"(select strip(to_tsvector('pg_catalog.english', {own})))"
    missing = f"length(ts_delete(x.own_words, {asked}))::float8 / nullif(length(x.own_words), 0)"
    more = f"length(ts_delete({named}, tsvector_to_array(x.own_words)))::float8 / length({named})"
    is_alias = f"case when x.alias_slugs @> array[{alias}::text] then 4 else 0 end"
    elsewhere = (
        f"case when x.level = case when {in_county} then 'municipal' else 'county' end then 1.5 else 0 end"
    )
    prominence = (
        f"api.prominence({statement.size()}, x.kind, coalesce(x.ori, upper(x.id)), x.replaced_by is not null)"
    )
    # words that say no more than a kind match most agencies and fit all names alike
    unlike = f"case when length({named}) = 0 then 0 else 5 * coalesce({missing}, 1) + 2 * {more} end"
    return f"({unlike} + {elsewhere} - {is_alias} - {prominence})"


def without_score(statement: Statement) -> Order:
    """The order of a search that only excludes words, where no match is better than another: by key.

    As by score, records with `search_first` precede all others.
    """
    key, first = f"x.{statement.resource.key}", statement.resource.search_first
    if first is None:
        return Order(keys=(key,), branches=(Branch(keys=(key,), after=f"{key} > {anchor_key(0)}"),))
    after = f"{key} > {anchor_key(1)}"
    quoted = Branch(only=(f"x.{first} is not null",), keys=(key,), after=f"{anchor_key(0)} and {after}")
    others = Branch(only=(f"x.{first} is null",), keys=(key,), after=f"({anchor_key(0)} or {after})")
    return Order(keys=(f"(x.{first} is not null)", key), branches=(quoted, others))


def anchor_key(n: int) -> str:
    return f"(select k{n} from a)"


# Parameters that neither filter records nor order them.
NOT_FILTERING = {"release", "known_on", "fields", "bom", "excel"}


def is_indexed(resource: Resource, question: Question) -> bool:
    """Whether an index holds a file's records in order: all records, or those of one indexed value."""
    filtering = question.values.keys() - NOT_FILTERING
    return not filtering or (len(filtering) == 1 and filtering <= resource.indexed)


def file_order(statement: Statement, question: Question) -> str:
    """SQL for the order of a file: the default or `sort`, with nulls last. Files are not ordered by score."""
    sort = question.get("sort", default_column(statement.resource))
    key, column = f"x.{statement.resource.key}", "x." + sort.lstrip("-")
    direction = " desc" if sort.startswith("-") else ""
    return f"order by {column}{direction} nulls last" + (f", {key}{direction}" if column != key else "")
