"""Ids that name no record of a release, and the id they most resemble."""

from difflib import get_close_matches
from typing import Any

from api import fetching
from api.catalog import BY_NAME
from api.problems import Refusal
from api.query import Question
from api.releases import not_here
from api.resource import Resource
from api.sessions import Pool
from api.sql import Statement, beside_release

NEIGHBOURS = 12
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-_"
WITHDRAWN = """select x.resource, x.since, x.withdrawn_in, x.withdrawn_because, x.removed_because
from api.releases r left join api.records x on x.id = $1 where r.number = $2"""


async def check(pool: Pool, resource: Resource, question: Question, release: int) -> None:
    """404 for the first filter whose id names nothing: an empty list would look like an answer."""
    for column, target in resource.references.items():
        for name in (column, f"{column}__in"):
            if (given := question.get(name)) is not None:
                keys = given if isinstance(given, list) else [given]
                await check_keys(pool, BY_NAME[target], name, keys, release)


async def check_keys(pool: Pool, target: Resource, parameter: str, keys: list[str], release: int) -> None:
    statement = Statement(target, release)
    given = statement.value(keys)
    rows = f"""select k from unnest({given}::text[]) k
where not exists (select from {statement.rows} and x.{target.key} = k) limit 1"""
    for missing in await keys_of(pool, statement, rows, release):
        near = await nearest(pool, target, missing, release)
        detail = f"{parameter}: release {release} has no record {missing} among {target.name}."
        raise Refusal("not-found", detail, nearest=near)


async def keys_of(pool: Pool, statement: Statement, rows: str, release: int) -> list[str]:
    """The column `k` of these rows."""
    there = await fetching.rows(pool, beside_release(statement, rows), statement.args)
    if not there:
        raise not_here(release)
    return [row["k"] for row in there if row["k"] is not None]


async def nearest(pool: Pool, target: Resource, key: Any, release: int) -> str | None:
    """An agency by its alias, else the most similar of the ids one slip away or next in the alphabet."""
    if not isinstance(key, str):
        return None
    if target.aliases and len(found := await by_alias(pool, target, key, release)) == 1:
        return found[0]
    near = get_close_matches(key, await neighbours(pool, target, key, release), 1)
    return near[0] if near else None


async def neighbours(pool: Pool, target: Resource, key: str, release: int) -> list[str]:
    statement = Statement(target, release)
    given, slips = statement.value(key), statement.value(one_slip_away(key))
    key_column = f"x.{target.key}"
    rows = f"select {key_column} as k from {statement.rows} and {key_column}"
    side = f"{rows} {{}} {given}::text order by k {{}} limit {NEIGHBOURS}"
    near = f"""({rows} = any({slips}::text[])) union all
({side.format(">=", "")}) union all ({side.format("<", "desc")})"""
    return await keys_of(pool, statement, near, release)


def one_slip_away(key: str) -> list[str]:
    """Every text from which one wrong, missing, added or swapped letter makes this one.

    Some thousands, each looked up in the index: a slip at the front of an id leads far away in the alphabet.
    """
    halves = [(key[:n], key[n:]) for n in range(len(key) + 1)]
    without = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    replaced = {a + letter + b[1:] for a, b in halves if b for letter in LETTERS}
    added = {a + letter + b for a, b in halves for letter in LETTERS}
    return sorted((without | swapped | replaced | added) - {key})


async def by_alias(pool: Pool, target: Resource, key: str, release: int) -> list[str]:
    """The ids of the records that have this alias, compared as lower-case slugs."""
    statement = Statement(target, release)
    given = statement.value(key)
    rows = f"select x.{target.key} as k from {statement.rows}"
    having = f"{rows} and x.{target.aliases} @> array[{given}::text] limit 2"
    return await keys_of(pool, statement, having, release)


async def absent(pool: Pool, resource: Resource, key: Any, release: int) -> Refusal:
    """Why a single record is not there: removed, withdrawn, not yet known, or never."""
    known = await register(pool, key, release) if isinstance(key, str) else None
    if known is not None and known["resource"] == resource.name:
        if known["removed_because"] is not None:
            return Refusal("removed", removed(key, known["removed_because"]))
        if known["withdrawn_in"] is not None and known["withdrawn_in"] <= release:
            last = known["withdrawn_in"] - 1
            return Refusal(
                "withdrawn", f"{key} was withdrawn: {known['withdrawn_because']}", last_release=last
            )
        return Refusal("not-found", not_yet(key, known["since"], release))
    near = await nearest(pool, resource, key, release)
    return Refusal("not-found", f"Release {release} has no record {key} among {resource.name}.", nearest=near)


def removed(key: str, because: str) -> str:
    return f"{key} was removed from every release: {because}"


def not_yet(key: str, since: int, release: int) -> str:
    return f"{key} came with release {since}; release {release} has it not."


async def register(pool: Pool, key: str, release: int) -> Any:
    known = await fetching.row(pool, WITHDRAWN, [key, release])
    if known is None:
        raise not_here(release)
    return known
