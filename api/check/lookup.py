"""Look up what a release says about claims, with a fixed number of statements for any number of them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.changes.log import CHANGES, decode
from api.check import facts, rules
from api.check.covered import Coverage
from api.check.evidence import Teller
from api.check.facts import Fact, resource_of
from api.check.records import Records, decode_record, stated_in
from api.check.rules import Decision, Revision, Revisions
from api.database import fetch
from api.database.pool import Pool
from api.problems import ProblemError
from api.query import sql
from api.query.ids import Target
from api.query.sql import Statement, rows_or_null
from api.reading import named_ids
from api.reading.named_ids import UnknownId
from api.reading.releases import not_here
from schemas.claim import Claim
from schemas.verdict import Verdict

NAMED = {"agency_id": BY_NAME["agencies"], "metric": BY_NAME["metrics"]}


class CheckLookup:
    """Reads what a release, and those before it, say about claims."""

    def __init__(self, pool: Pool, public_url: str, release: int) -> None:
        self.pool, self.public_url, self.release = pool, public_url, release

    async def answer(self, claims: Sequence[Claim]) -> list[Verdict]:
        """Return a verdict for each claim, in the same order. Raises 404 for an unknown agency or metric."""
        if unknown := await self.unknown(claims):
            raise await self.not_found(unknown)
        decisions = await self.decisions(claims)
        records = await self.records(claims, decisions)
        teller = Teller(records, self.public_url, self.release)
        coverage = Coverage(self.pool, self.public_url, self.release)
        return [
            teller.verdict(
                claim, decision, await coverage.of(claim) if decision.rule == "nothing_held" else None
            )
            for claim, decision in zip(claims, decisions, strict=True)
        ]

    async def unknown(self, claims: Iterable[Claim]) -> list[UnknownId]:
        """Return the ids in claims that name no record of the release, or one that another one replaced."""
        found = []
        for parameter, resource in NAMED.items():
            keys = sorted({key for claim in claims if (key := getattr(claim, parameter)) is not None})
            target = Target(resource=resource, past=False)
            missing = set(keys) - await self.existing(resource, keys) if keys else set()
            found += [UnknownId(parameter=parameter, key=key, target=target) for key in sorted(missing)]
        return found

    async def existing(self, resource: Resource, keys: list[str]) -> set[str]:
        statement = Statement(resource, self.release)
        current = " and x.replaced_by is null" if "replaced_by" in resource.columns else ""
        keyed = f"x.{resource.key} = any({statement.value(keys)}::text[])"
        rows = f"select x.{resource.key} as k from {statement.rows} and {keyed}{current}"
        return {row["k"] for row in await self.rows(statement, rows)}

    async def not_found(self, unknown: list[UnknownId]) -> ProblemError:
        return await named_ids.not_found(self.pool, unknown, self.release)

    async def rows(self, statement: Statement, rows: str) -> list[Any]:
        found = await fetch.rows(self.pool, rows_or_null(statement, rows), statement.args)
        if not found:
            raise not_here(self.release)
        return [row for row in found if any(value is not None for value in row.values())]

    async def decisions(self, claims: Sequence[Claim]) -> list[Decision]:
        known: dict[Resource, list[Fact]] = {}
        for resource in dict.fromkeys(map(resource_of, claims)):
            mine = [claim for claim in claims if resource_of(claim) is resource]
            known[resource] = await facts.read(self.pool, resource, mine, self.release)
        changed = [key for each in known.values() for key in rules.changed_ids(each, self.release)]
        revisions = await self.revisions(changed) if changed else {}
        return [rules.decide(claim, known[resource_of(claim)], self.release, revisions) for claim in claims]

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
            for row in await fetch.rows(self.pool, text, args):
                if row["body"] is not None:
                    records[row["key"], release] = decode_record(resource, row["body"])
        return records
