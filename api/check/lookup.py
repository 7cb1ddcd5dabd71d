"""Look up what a release says about claims, with a fixed number of statements for any number of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any, TypeAlias

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.changes.log import CHANGES, decode
from api.check import facts, rules
from api.check.cases import Revision, Revisions
from api.check.claims import NAMING
from api.check.covered import Coverage
from api.check.evidence import Teller
from api.check.facts import Known, resource_of
from api.check.records import Records, decode_record, stated_in
from api.check.rules import Decision
from api.database import fetch
from api.database.pool import Pool
from api.query import sql
from api.query.ids import Target
from api.query.sql import Statement, rows_or_null
from api.reading import named_ids
from api.reading.named_ids import UnknownId
from api.reading.releases import not_here
from schemas.claim import Claim
from schemas.verdict import Verdict

AGENCIES = BY_NAME["agencies"]
NAMED = dict(zip(NAMING, (AGENCIES, BY_NAME["metrics"]), strict=True))


ByResource: TypeAlias = dict[Resource, Known]

Read: TypeAlias = Callable[[Pool, Resource, Sequence[Claim], int], Awaitable[Known]]


class CheckLookup:
    """Reads what a release, and those before it, say about claims."""

    def __init__(self, pool: Pool, public_url: str, release: int) -> None:
        self.pool, self.public_url, self.release = pool, public_url, release

    async def answer(self, claims: Sequence[Claim]) -> list[Verdict]:
        """Return a verdict for each claim, in the same order. Raises 404 for an unknown agency or metric."""
        unknown, known = await asyncio.gather(
            self.unknown(named_in(claims)), self.known(claims, facts.read_questions)
        )
        if unknown:
            raise await named_ids.not_found(self.pool, unknown, self.release)
        decisions = await self.decisions(claims, known)
        if undecided := [
            claim for claim, each in zip(claims, decisions, strict=True) if each.rule in rules.ELSEWHERE
        ]:
            for resource, more in (await self.known(undecided, facts.read_elsewhere)).items():
                known[resource] |= more
            decisions = await self.decisions(claims, known)
        records = await self.records(claims, decisions)
        teller = Teller(records, self.public_url, self.release)
        coverage = Coverage(self.pool, self.public_url, self.release)
        return [
            teller.verdict(
                claim, decision, await coverage.of(claim) if decision.rule == "nothing_held" else None
            )
            for claim, decision in zip(claims, decisions, strict=True)
        ]

    async def unknown(self, named: set[tuple[str, str]]) -> list[UnknownId]:
        """Return the ids, given with their parameters, that name no record, or one that was replaced."""
        return [
            UnknownId(parameter=parameter, key=key, target=Target(resource=NAMED[parameter], past=False))
            for parameter, key in sorted(named - await self.existing(named))
        ]

    async def existing(self, named: set[tuple[str, str]]) -> set[tuple[str, str]]:
        statement = Statement(AGENCIES, self.release)
        rows = []
        for parameter, resource in NAMED.items():
            keys = statement.value([key for name, key in named if name == parameter])
            current = " and x.replaced_by is null" if "replaced_by" in resource.columns else ""
            rows.append(
                f"select '{parameter}' as name, x.id as k from {resource.view} x "
                f"where {statement.valid} and x.id = any({keys}::text[]){current}"
            )
        found = await self.rows(statement, " union all ".join(rows))
        return {(row["name"], row["k"]) for row in found}

    async def rows(self, statement: Statement, rows: str) -> list[Any]:
        found = await fetch.rows(self.pool, rows_or_null(statement, rows), statement.args)
        if not found:
            raise not_here(self.release)
        return [row for row in found if any(value is not None for value in row.values())]

    async def known(self, claims: Sequence[Claim], read: Read) -> ByResource:
        """Read what the release and earlier ones state, once for all claims about one resource."""
        known: ByResource = {}
        for resource in dict.fromkeys(map(resource_of, claims)):
            mine = [claim for claim in claims if resource_of(claim) is resource]
            known[resource] = await read(self.pool, resource, mine, self.release)
        return known

    async def decisions(self, claims: Sequence[Claim], known: ByResource) -> list[Decision]:
        changed = [key for each in known.values() for key in rules.changed_ids(each.values(), self.release)]
        revisions = await self.revisions(changed) if changed else {}
        return [
            rules.decide(claim, known[resource_of(claim)].values(), self.release, revisions)
            for claim in claims
        ]

    async def revisions(self, ids: list[str]) -> Revisions:
        """Map records to their changes up to the release, oldest first."""
        statement = Statement(CHANGES, self.release)
        rows = f"""select x.body from {statement.rows}
  and x.record_id = any({statement.value(ids)}::text[]) and x.operation <> 'added'
order by x.release_number"""
        revisions: dict[str, list[Revision]] = {}
        for row in await self.rows(statement, rows):
            change = decode(row["body"])
            day = date.fromisoformat(change.published_at[:10])
            revisions.setdefault(change.record_id, []).append(
                Revision(change.release_number, day, change.kind)
            )
        return revisions

    async def records(self, claims: Sequence[Claim], decisions: Sequence[Decision]) -> Records:
        """Read the records that the decisions name, each in the release that states it so."""
        wanted: dict[tuple[Resource, int], set[str]] = {}
        for claim, decision in zip(claims, decisions, strict=True):
            for fact in decision.facts:
                release = stated_in(fact, self.release)
                wanted.setdefault((resource_of(claim), release), set()).add(fact.id)
        records: Records = {}
        for (resource, release), ids in wanted.items():
            text, args = sql.records_by_key(resource, sorted(ids), release)
            found = await fetch.rows(self.pool, text, args)
            if not found:
                raise not_here(release)
            for row in found:
                if row["body"] is not None:
                    records[row["key"], release] = decode_record(resource, row["body"])
        return records


def named_in(claims: Sequence[Claim]) -> set[tuple[str, str]]:
    """Return the ids in claims, with their parameters."""
    found = {(name, getattr(claim, name)) for claim in claims for name in NAMING}
    return {(name, key) for name, key in found if key is not None}
