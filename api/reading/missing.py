"""Explain why a release does not include an id, and suggest the closest valid one."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from api.catalog.resource import Resource
from api.database import fetch
from api.database.pool import Pool
from api.problems import ProblemError
from api.query.sql import Statement, rows_or_null
from api.reading.releases import not_here

NEIGHBORS = 12
# Letters of an id that are searched for typing errors; ids with a later error are neighbors in the alphabet.
PREFIX = 32
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-_"
REGISTRY = "api.records"
REGISTRY_ENTRY = """select x.resource, x.since, x.withdrawn_in, x.withdrawn_because, x.removed_because
from api.releases r left join {registry} x on x.id = $1 where r.number = $2"""


class Absence(Struct, frozen=True, kw_only=True):
    """Why a release does not have a record: the kind of problem, and the last release that has it, if any."""

    slug: str
    text: str
    last_release: int | None = None


async def keys_of(pool: Pool, statement: Statement, rows: str, release: int) -> list[str]:
    """Return the column `k` of these rows."""
    result = await fetch.rows(pool, rows_or_null(statement, rows), statement.args)
    if not result:
        raise not_here(release)
    return [row["k"] for row in result if row["k"] is not None]


async def nearest(pool: Pool, resources: Sequence[Resource], key: Any, release: int) -> str | None:
    """Return the record with this alias, else the most similar id: one typing error away or next in order."""
    if not isinstance(key, str):
        return None
    for resource in resources:
        if resource.aliases and len(ids := await by_alias(pool, resource, key, release)) == 1:
            return ids[0]
    matches = get_close_matches(key, await neighbors(pool, resources, key, release), 1)
    return matches[0] if matches else None


async def neighbors(pool: Pool, resources: Sequence[Resource], key: str, release: int) -> list[str]:
    statement = Statement(resources[0], release)
    text, variants = statement.value(key), statement.value(edits(key))
    valid = statement.validity.format("x")
    candidates = [
        candidate
        for resource in resources
        for candidate in similar(f"{resource.view} x where {valid}", f"x.{resource.key}", text, variants)
    ]
    return await keys_of(pool, statement, " union all ".join(candidates), release)


def similar(rows: str, key: str, text: str, variants: str) -> Iterator[str]:
    """Yield the SQL for the ids one typing error away from the text, and for its neighbors in order."""
    select = f"select {key} as k from {rows} and {key}"
    yield f"({select} = any({variants}::text[]))"
    yield f"({select} >= {text}::text order by k limit {NEIGHBORS})"
    yield f"({select} < {text}::text order by k desc limit {NEIGHBORS})"


def edits(key: str) -> list[str]:
    """Return the texts that differ by one wrong, missing, added or swapped letter near the front.

    Some thousands, each looked up in the index. An error near the front moves an id far away in the alphabet;
    a later one does not.
    """
    splits = [(key[:n], key[n:]) for n in range(min(len(key), PREFIX) + 1)]
    without = {a + b[1:] for a, b in splits if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    replaced = {a + letter + b[1:] for a, b in splits if b for letter in LETTERS}
    added = {a + letter + b for a, b in splits for letter in LETTERS}
    return sorted((without | swapped | replaced | added) - {key})


async def by_alias(pool: Pool, target: Resource, key: str, release: int) -> list[str]:
    """Return at most two ids of records with this alias, compared as lower-case slugs."""
    statement = Statement(target, release)
    alias = statement.value(key)
    rows = f"select x.{target.key} as k from {statement.rows}"
    matches = f"{rows} and x.{target.aliases} @> array[{alias}::text] limit 2"
    return await keys_of(pool, statement, matches, release)


async def moved_to(pool: Pool, resource: Resource, key: str, release: int) -> str | None:
    """Return the record that took the place of one that lists no longer have, if there is one."""
    if resource.moves is None:
        return None
    statement = Statement(resource, release)
    rows = (
        f"select x.replaced_by as k from {resource.moves} x where {statement.valid} "
        f"and x.id = {statement.value(key)} order by x.from_release desc limit 1"
    )
    keys = await keys_of(pool, statement, rows, release)
    return keys[0] if keys else None


async def absent(pool: Pool, resource: Resource, key: Any, release: int) -> ProblemError:
    """Return the problem for a missing record: removed, withdrawn, not yet published, or unknown."""
    entry = await registry_entry(pool, resource, key, release) if isinstance(key, str) else None
    if entry is not None and entry["resource"] == resource.name:
        absence = absence_of(entry, key, release)
        return ProblemError(absence.slug, absence.text, last_release=absence.last_release)
    suggestion = await nearest(pool, (resource,), key, release)
    return ProblemError(
        "not-found", f"Release {release} has no record {key} among {resource.name}.", nearest=suggestion
    )


def absence_of(entry: Any, key: str, release: int) -> Absence:
    """Say why the release does not have an id that the registry lists."""
    if (reason := entry["removed_because"]) is not None:
        return Absence(slug="removed", text=removed(key, reason))
    if (number := entry["withdrawn_in"]) is not None and number <= release:
        text = f"{key} was withdrawn: {entry['withdrawn_because']}"
        return Absence(slug="withdrawn", text=text, last_release=number - 1)
    return Absence(slug="not-found", text=not_yet(key, entry["since"], release))


def removed(key: str, reason: str) -> str:
    return f"{key} was removed from every release: {reason}"


def not_yet(key: str, since: int, release: int) -> str:
    return f"Release {release} does not include {key}, which first appears in release {since}."


async def registry_entry(pool: Pool, resource: Resource | None, key: str, release: int) -> Any:
    """Return what the registry says of an id: that of the resource, or that of all records with revisions."""
    registry = resource.registry if resource else REGISTRY
    entry = await fetch.row(pool, REGISTRY_ENTRY.format(registry=registry), [key, release])
    if entry is None:
        raise not_here(release)
    return entry
