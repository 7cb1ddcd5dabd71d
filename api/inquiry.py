"""What became of some records between two releases, worked out from their changes and their two states."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from api import fetching, sql
from api.catalog import BY_NAME
from api.history import CHANGES, decode
from api.references import not_yet, removed
from api.releases import not_here
from api.resource import Resource
from api.sessions import Pool
from api.sql import Statement, beside_release
from api.standing import netted, worst
from schemas.change import Change
from schemas.status import LaterFigure, Status
from schemas.types import Number
from schemas.value_columns import VALUE_COLUMNS

KNOWN = """select x.id, x.resource, x.since, x.removed_because
from api.releases r left join api.records x on x.id = any($1::text[]) where r.number = $2"""


class Stated(Struct, frozen=True, kw_only=True):
    """What a status tells of a statement in one release."""

    value: Number | None
    value_text: str | None
    as_of: date | None
    series: str
    headline: bool


Row: TypeAlias = Mapping[str, Any]
ByResource: TypeAlias = Mapping[Resource, list[str]]
Statements: TypeAlias = dict[str, Stated]
read_stated = msgspec.json.Decoder(Stated).decode


class Inquiry:
    """Asks all that is known of the records at once, whatever their number.

    Every statement answers a row at least where its session has the release: one that lags must not say that
    nothing happened.
    """

    def __init__(self, pool: Pool, public_url: str, *, since: int, newest: int) -> None:
        self.pool, self.public_url = pool, public_url
        self.since, self.newest = since, newest

    async def answer(self, ids: list[str]) -> list[Status]:
        """A status for each id, in the order asked."""
        known = {row["id"]: row for row in await self.rows(KNOWN, [ids, self.newest], "id")}
        stated: dict[Resource, list[str]] = defaultdict(list)
        for key, row in known.items():
            if (resource := BY_NAME[row["resource"]]).stated:
                stated[resource].append(key)
        self.changes = await self.changed(ids)
        self.then = await self.statements(stated, self.since)
        self.now = await self.statements(stated, self.newest)
        self.newer = await self.later(stated)
        return [self.status(key, known.get(key)) for key in ids]

    async def rows(self, text: str, args: list[Any], key: str, release: int | None = None) -> list[Row]:
        """Those that have a key. 503 where the session has not the release, this one or the newest."""
        found = await fetching.rows(self.pool, text, args)
        if not found:
            raise not_here(release or self.newest)
        return [row for row in found if row[key] is not None]

    async def changed(self, ids: list[str]) -> Mapping[str, list[Change]]:
        """By record, oldest first: what came after the one release up to the other, and its withdrawal."""
        statement = Statement(CHANGES, self.newest)
        rows = f"""select x.body from {statement.rows}
  and x.record_id = any({statement.value(ids)}::text[])
  and (x.release_number > {statement.value(self.since)}::integer or x.operation = 'withdrawn')
order by x.release_number"""
        found: dict[str, list[Change]] = defaultdict(list)
        for row in await self.rows(beside_release(statement, rows), statement.args, "body"):
            change = decode(row["body"])
            found[change.record_id].append(change)
        return found

    async def statements(self, stated: ByResource, release: int) -> Statements:
        found: Statements = {}
        for resource, keys in stated.items():
            rows = await self.rows(*sql.found(resource, keys, release), "body", release)
            found |= {row["key"]: read_stated(row["body"]) for row in rows}
        return found

    async def later(self, stated: ByResource) -> dict[str, LaterFigure]:
        """By record: the latest one of its series, if it is later."""
        found: dict[str, LaterFigure] = {}
        for resource, keys in stated.items():
            last = {key: self.now.get(key) or self.then.get(key) for key in keys}
            rows = await self.rows(*latest(resource, last, self.newest), "key")
            found |= {
                row["key"]: LaterFigure(id=row["id"], value_text=row["value_text"], as_of=row["as_of"])
                for row in rows
            }
        return found

    def status(self, key: str, known: Row | None) -> Status:
        if known is None:
            return self.unknown(key, None, f"No record has the id {key}.")
        if known["removed_because"] is not None:
            return self.unknown(key, None, removed(key, known["removed_because"]))
        if known["since"] > self.since:
            return self.unknown(key, known["resource"], not_yet(key, known["since"], self.since))
        return self.weighed(key, known["resource"])

    def unknown(self, key: str, resource: Any, problem: str) -> Status:
        return Status(id=key, resource=resource, since_release=self.since, status="unknown", problem=problem)

    def weighed(self, key: str, resource: Any) -> Status:
        changes, printed = self.changes.get(key, []), VALUE_COLUMNS[resource]
        standing, decisive = worst(changes, printed)
        then, now = self.then.get(key), self.now.get(key)
        stated = BY_NAME[resource].stated
        return Status(
            id=key,
            resource=resource,
            since_release=self.since,
            status=standing,
            since=decisive.release_number if decisive else None,
            kind=decisive.kind if decisive else None,
            reason=decisive.notice if decisive else None,
            change=f"{self.public_url}/v1/changes/{decisive.id}" if decisive else None,
            value_then=then.value if then else None,
            value_text_then=then.value_text if then else None,
            value_now=now.value if now else None,
            value_text_now=now.value_text if now else None,
            fields=netted((each for each in changes if each.release_number > self.since), printed),
            headline_then=bool(then and then.headline) if stated else None,
            headline_now=bool(now and now.headline) if stated else None,
            newer=self.newer.get(key),
        )


def latest(resource: Resource, last: Mapping[str, Stated | None], release: int) -> tuple[str, list[Any]]:
    """For each record with a date: the latest other one of its series that is not deprecated."""
    dated = [(key, each.series, each.as_of) for key, each in last.items() if each and each.as_of]
    statement = Statement(resource, release)
    keys, series, days = ([row[n] for row in dated] for n in range(3))
    asked = ", ".join(
        f"{statement.value(given)}::{kind}[]"
        for given, kind in ((keys, "text"), (series, "text"), (days, "date"))
    )
    rows = f"""select distinct on (asked.key) asked.key, x.id, x.value_text, x.as_of
from unnest({asked}) asked (key, series, as_of)
join {resource.view} x on x.series = asked.series and x.as_of > asked.as_of
where {statement.held} and x.rank <> 'deprecated'
order by asked.key, x.as_of desc, x.headline desc, x.id"""
    return beside_release(statement, rows), statement.args
