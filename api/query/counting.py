"""Build SQL that counts the records matching a question, from indexes rather than records where possible."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from api.catalog.resource import SharedWords
from api.catalog.resources import BY_NAME
from api.query.parsing import Question
from api.query.search import ONLY_EXCLUDED
from api.query.sql import Filters, Statement, and_all, web_search
from schemas.release import Release

# The name of the argument that searches for the words a search excludes.
EXCLUDED_WORDS = "q excluded"
# Up to this number of records, counting each match in the index of words is faster.
FEW_RECORDS = 5_000
# Up to this number of records referred to that lack the words, counting what does not match is faster.
FEW_ABSENT = 2_000


class Slot(Struct, frozen=True):
    """A placeholder for a value while the text of a statement is built."""

    name: str


def count_sql(statement: Statement, filters: Filters, question: Question) -> str:
    """SQL for the count: without filters it is stored with the release, otherwise the matches are counted."""
    resource_name = statement.resource.name.replace("-", "_")
    total_column = resource_name if resource_name in Release.__struct_fields__ else None
    if total_column and not filters.all:
        return of_release(f"c.{total_column}::bigint")
    if filters.words and filters.words == filters.all:
        return of_words(statement, question, total_column)
    if filters.arms:
        arms = [[*filters.common, arm, *filters.words] for arm in filters.arms]
        return f"({' + '.join(rows(statement, arm) for arm in arms)})"
    return rows(statement, filters.all)


def rows(statement: Statement, where: Sequence[str]) -> str:
    return f"(select count(*) from {statement.rows}{and_all(where)})"


def of_release(count: str) -> str:
    return f"(select {count} from api.releases c where c.number = r.number)"


def of_words(statement: Statement, question: Question, total_column: str | None) -> str:
    """SQL for the count of a search. If it only excludes words, subtract the records that contain them."""
    total = of_release(f"c.{total_column}::bigint") if total_column else None
    if not total or not question.get(ONLY_EXCLUDED):
        return search_count(statement, question.get("q"), total)
    words = Slot(EXCLUDED_WORDS)
    excluded = search_count(statement, words, total)
    # a search for stop words alone matches nothing, whether they are excluded or not
    nothing = f"numnode({web_search(statement, words)}) = 0"
    return f"(select case when {nothing} then 0 else {total} - {excluded} end)"


def search_count(statement: Statement, words: Any, total: str | None) -> str:
    """SQL that counts nearly all records by those that do not match, few one by one, and others by groups.

    Records of a group have the same words, which are searched once.
    """
    query = web_search(statement, words)
    search, shared = f"x.search @@ {query}", statement.resource.shared
    if shared is None:
        return rows(statement, [search])
    few = f"select count(*) as few from (select from {statement.rows} and {search} limit {FEW_RECORDS}) x"
    many = (
        f"{grouped_count(statement, shared, search)} + {rows(statement, [f'not ({shared.where})', search])}"
    )
    count = f"(select case when few < {FEW_RECORDS} then few else {many} end from ({few}) x)"
    return f"coalesce({complement(statement, shared, query, total)}, {count})" if total else count


def complement(statement: Statement, shared: SharedWords, query: str, total: str) -> str:
    """SQL for all records less those that do not match, or null if these are many or all.

    A record with shared words has those of the record that it refers to. So it matches if that one does,
    unless the search excludes a word, which its text shows by an exclamation mark.
    """
    target, key = BY_NAME[statement.resource.references[shared.column]], shared.column
    known = f"{target.view} y where {statement.validity.format('y')}"
    beside = ", ".join(f"x.{column}" for column in shared.beside)
    others = rows(statement, [f"not ({shared.where})", f"x.search @@ !!{query}"])
    return f"""(with absent as materialized (
      select y.{target.key}, {shared.first} from {known} and not ({shared.first} @@ {query})
      limit {FEW_ABSENT + 1})
    select {total} - {others} - (select coalesce(sum(x.count), 0)::bigint
      from absent y cross join lateral (select {beside}, count(*) as count
        from {statement.rows} and {shared.where} and x.{key} = y.{target.key} group by {beside}) x
      where not ({shared.words} @@ {query}))
    where numnode({query}) > 0 and strpos({query}::text, '!') = 0
      and (select count(*) from absent) <= {FEW_ABSENT})"""


def grouped_count(statement: Statement, shared: SharedWords, search: str) -> str:
    target = BY_NAME[statement.resource.references[shared.column]]
    columns = ", ".join(f"x.{column}" for column in (shared.column, *shared.beside))
    return f"""(select coalesce(sum(x.count), 0)::bigint
    from (select {columns}, count(*) as count from {statement.rows} and {shared.where} group by {columns}) x
    join {target.view} y on y.{target.key} = x.{shared.column} and {statement.validity.format("y")}
    where {search.replace("x.search", f"({shared.words})")})"""
