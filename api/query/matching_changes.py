"""Build the statement of a list's feed: the changes of records that match a question before or after them.

A change of release N replaces the revision that ended with N - 1 by the one that began with N. It belongs to
the feed if either matches.
"""

from typing import Any

from api.catalog.resource import LAST, Resource
from api.catalog.resources import BY_NAME
from api.catalog.values import INT_LIMIT
from api.query.ids import unmatched
from api.query.parsing import Question
from api.query.sql import RELEASE, Statement, and_all, conditions, encoded

CHANGES = BY_NAME["changes"]


def page(resource: Resource, question: Question, limit: int) -> tuple[str, list[Any]]:
    """Return the statement of a page, newest first, and its arguments.

    It returns one row: the release, whether the `after` change exists (`found`) and the records that filters
    name exist (`named`), and `changes`, joined as JSON, one change more than the limit if another page
    follows.
    """
    statement = Statement(resource, None)
    where = conditions(statement, question)
    start = Start(statement, question.get("after"))
    unnamed = unmatched(statement, question, past=True)
    named = f"not exists ({unnamed})" if unnamed else "true"
    sql = f"""select {RELEASE}, {start.found} as found, {named} as named, (
  select {encoded("string_agg(p.entry, ',' order by p.release desc, p.id desc)")}
  from ({entries(resource, touched(resource, where, start, limit + 1))}) p
) as changes
from {statement.releases}"""
    return sql, statement.args


class Start:
    """Where a page starts: at the newest change, or after the change with this id."""

    def __init__(self, statement: Statement, after: str | None) -> None:
        self.found, self.began, self.ended = "true", "true", "true"
        if after is None:
            return
        name, (release, _, record) = statement.resource.name, after.partition("-")
        change, key = statement.value(after), statement.value(record)
        self.found = (
            f"exists (select from {CHANGES.view} c where c.id = {change}::text and c.resource = '{name}')"
        )
        number = statement.value(min(int(release), INT_LIMIT))
        self.began = f"(x.from_release, x.id) < ({number}::integer, {key}::text)"
        self.ended = f"(x.to_release, x.id) < ({number}::integer - 1, {key}::text)"


def touched(resource: Resource, where: list[str], start: Start, limit: int) -> str:
    """SQL for the newest changes: the release, the record's id, and whether it matches after and before it.

    Each side has the same order and limit as both together, so that neither lacks a row of the page.
    """
    began = [f"x.from_release = x.{LAST}", start.began, *where]
    change = f"select from {CHANGES.view} c where c.id = (x.to_release + 1)::text || '-' || x.id"
    ended = ["x.to_release is not null", start.ended, *where, f"exists ({change})"]
    after = f"select x.from_release as release, x.id, true as after from {resource.view} x"
    before = f"select x.to_release + 1 as release, x.id, false as after from {resource.view} x"
    return f"""select t.release, t.id, bool_or(t.after) as after, bool_or(not t.after) as before
    from (
      ({after} where true{and_all(began)} order by x.from_release desc, x.id desc limit {limit})
      union all
      ({before} where true{and_all(ended)} order by x.to_release desc, x.id desc limit {limit})
    ) t
    group by t.release, t.id order by t.release desc, t.id desc limit {limit}"""


def entries(resource: Resource, changes: str) -> str:
    """SQL for each change as JSON, with the record as it is after it, or was before it was withdrawn."""
    return f"""select t.release, t.id, '{{"change":' || c.body || ',"record":' || x.body
    || ',"before":' || t.before::text || ',"after":' || t.after::text || '}}' as entry
  from ({changes}) t
  join {CHANGES.view} c on c.id = t.release::text || '-' || t.id
  join {resource.view} x on x.id = t.id
    and case c.operation when 'withdrawn' then x.to_release = t.release - 1
      else x.from_release = t.release end"""
