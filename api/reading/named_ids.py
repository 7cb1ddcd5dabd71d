"""Check that the ids in the filters of a question name records: an empty list would look like a result."""

from typing import Any

from msgspec import Struct

from api.catalog.resource import Resource
from api.database import fetch
from api.database.pool import Pool
from api.problems import ERRORS, Fault, ProblemError
from api.query import ids
from api.query.parsing import Question
from api.query.sql import Statement, rows_or_null
from api.reading import missing
from api.reading.releases import not_here

# The ids that a response explains. Further ones are only listed.
EXPLAINED = 3


class UnknownId(Struct, frozen=True, kw_only=True):
    """An id that names no record, and the parameter that it was given in."""

    parameter: str
    key: str
    target: ids.Target


class Explanation(Struct, frozen=True, kw_only=True):
    """Why an id names no record, and what to use instead."""

    text: str
    nearest: str | None = None
    last_release: int | None = None


async def check(
    pool: Pool, resource: Resource, question: Question, release: int, *, past: bool = False
) -> None:
    """Raise 404 if a filter names a record that the release does not have, or that another one replaced.

    `past`: whether it may name a record that only earlier releases have.
    """
    statement = Statement(resource, release)
    if not (unmatched := ids.unmatched(statement, question, past=past)):
        return
    rows = await fetch.rows(pool, rows_or_null(statement, unmatched), statement.args)
    if not rows:
        raise not_here(release)
    targets = dict(ids.filters(resource, question, past=past))
    unknown = [
        UnknownId(parameter=row["parameter"], key=row["k"], target=targets[row["parameter"]])
        for row in rows
        if row["k"] is not None
    ]
    if unknown:
        raise await not_found(pool, unknown, release)


async def not_found(pool: Pool, unknown: list[UnknownId], release: int) -> ProblemError:
    """Build the problem: every unknown id in `errors`, the first of them explained in `detail`."""
    explained = [await explain(pool, each, release) for each in unknown[:EXPLAINED]]
    sentences = [f"{each.parameter}: {why.text}" for each, why in zip(unknown, explained, strict=False)]
    if more := len(unknown) - EXPLAINED:
        sentences += [f"{more} more ids name no record."] if more > 0 else []
    suggestions = [why.nearest for why in explained] + [None] * len(unknown)
    return ProblemError(
        "not-found",
        " ".join(sentences),
        errors=[fault(*pair, release) for pair in zip(unknown[:ERRORS], suggestions, strict=False)],
        nearest=explained[0].nearest,
        last_release=explained[0].last_release,
    )


def fault(unknown: UnknownId, nearest: str | None, release: int) -> Fault:
    releases = f"a release up to {release}" if unknown.target.past else f"release {release}"
    expected = f"an id from {unknown.target.name} in {releases}"
    return Fault(parameter=unknown.parameter, given=unknown.key, expected=expected, nearest=nearest)


async def explain(pool: Pool, unknown: UnknownId, release: int) -> Explanation:
    target, key = unknown.target, unknown.key
    if (replacement := await replaced_by(pool, target, key, release)) is not None:
        return Explanation(text=f"{key} was replaced by {replacement}. Use that id.", nearest=replacement)
    entry = await missing.registry_entry(pool, target.resource, key, release)
    if entry["resource"] in {resource.name for resource in target.resources}:
        return of_entry(entry, key, release)
    return Explanation(
        text=f"release {release} has no record {key} among {target.name}.",
        nearest=await nearest(pool, target, key, release),
    )


async def nearest(pool: Pool, target: ids.Target, key: str, release: int) -> str | None:
    numbered = any(resource.columns[resource.key].kind == "integer" for resource in target.resources)
    return None if numbered else await missing.nearest(pool, target.resources, key, release)


async def replaced_by(pool: Pool, target: ids.Target, key: str, release: int) -> str | None:
    """Return the id of the record that replaced this one, if the release has it."""
    if target.resource is None:
        return None
    if "replaced_by" not in target.resource.columns:
        return await missing.moved_to(pool, target.resource, key, release)
    statement = Statement(target.resource, release)
    rows = f"select x.replaced_by as k from {statement.rows} and x.id = {statement.value(key)}"
    keys = await missing.keys_of(pool, statement, rows, release)
    return keys[0] if keys else None


def of_entry(entry: Any, key: str, release: int) -> Explanation:
    """Explain an id that the registry lists: it was removed or withdrawn, or it comes later."""
    absence = missing.absence_of(entry, key, release)
    last = absence.last_release
    more = "" if last is None else f" The last release with it is {last}."
    return Explanation(text=absence.text + more, last_release=last)
