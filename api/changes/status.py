"""The status of records between two releases, from their changes and their values in both."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.changes.log import CHANGES, decode
from api.changes.severity import net_changes, worst
from api.database import fetch
from api.database.pool import Pool
from api.query import sql
from api.query.sql import Statement, rows_or_null
from api.reading.missing import not_yet, removed
from api.reading.releases import not_here
from schemas.change import Change
from schemas.status import LaterFigure, Status
from schemas.types import Number
from schemas.value_columns import VALUE_COLUMNS
from schemas.vocabularies import Flag

KNOWN = """select x.id, x.resource, x.since, x.removed_because
from api.releases r left join api.records x on x.id = any($1::text[]) where r.number = $2"""


class Stated(Struct, frozen=True, kw_only=True):
    """The values of a record in one release that its status shows."""

    value: Number | None
    value_text: str | None
    as_of: date | None
    series: str
    headline: bool
    flags: list[Flag] = []


Row: TypeAlias = Mapping[str, Any]
ByResource: TypeAlias = Mapping[Resource, list[str]]
Statements: TypeAlias = dict[str, Stated]
read_stated = msgspec.json.Decoder(Stated).decode


class StatusLookup:
    """Reads the status of records, with a fixed number of statements for any number of records.

    Every statement returns at least one row if its session sees the release. A replica that lags behind must
    not report that nothing happened.
    """

    def __init__(self, pool: Pool, public_url: str, *, since: int, newest: int) -> None:
        self.pool, self.public_url = pool, public_url
        self.since, self.newest = since, newest

    async def answer(self, ids: list[str]) -> list[Status]:
        """Return a status for each id, in the same order."""
        known = {row["id"]: row for row in await self.rows(KNOWN, [ids, self.newest], "id")}
        stated: dict[Resource, list[str]] = defaultdict(list)
        for key, row in known.items():
            if (resource := BY_NAME[row["resource"]]).stated:
                stated[resource].append(key)
        self.changes = await self.changes_since(ids)
        self.then = await self.statements(stated, self.since)
        self.now = await self.statements(stated, self.newest)
        self.newer = await self.later(stated)
        return [self.status(key, known.get(key)) for key in ids]

    async def rows(self, text: str, args: list[Any], key: str, release: int | None = None) -> list[Row]:
        """Read the rows that have the key column. Raises 503 if the session does not see the release."""
        rows = await fetch.rows(self.pool, text, args)
        if not rows:
            raise not_here(release or self.newest)
        return [row for row in rows if row[key] is not None]

    async def changes_since(self, ids: list[str]) -> Mapping[str, list[Change]]:
        """Map ids to their changes since the cited release, oldest first, and to any earlier withdrawal."""
        statement = Statement(CHANGES, self.newest)
        rows = f"""select x.body from {statement.rows}
  and x.record_id = any({statement.value(ids)}::text[])
  and (x.release_number > {statement.value(self.since)}::integer or x.operation = 'withdrawn')
order by x.release_number"""
        changes: dict[str, list[Change]] = defaultdict(list)
        for row in await self.rows(rows_or_null(statement, rows), statement.args, "body"):
            change = decode(row["body"])
            changes[change.record_id].append(change)
        return changes

    async def statements(self, stated: ByResource, release: int) -> Statements:
        statements: Statements = {}
        for resource, keys in stated.items():
            rows = await self.rows(*sql.records_by_key(resource, keys, release), "body", release)
            statements |= {row["key"]: read_stated(row["body"]) for row in rows}
        return statements

    async def later(self, stated: ByResource) -> dict[str, LaterFigure]:
        """Map ids to the latest record of their series, if there is a later one."""
        figures: dict[str, LaterFigure] = {}
        for resource, keys in stated.items():
            last = {key: self.now.get(key) or self.then.get(key) for key in keys}
            rows = await self.rows(*latest(resource, last, self.newest), "key")
            figures |= {
                row["key"]: LaterFigure(id=row["id"], value_text=row["value_text"], as_of=row["as_of"])
                for row in rows
            }
        return figures

    def status(self, key: str, known: Row | None) -> Status:
        if known is None:
            return self.unknown(key, None, f"No record has the id {key}.")
        if known["removed_because"] is not None:
            return self.unknown(key, None, removed(key, known["removed_because"]))
        if known["since"] > self.since:
            return self.unknown(key, known["resource"], not_yet(key, known["since"], self.since))
        return self.known_status(key, known["resource"])

    def unknown(self, key: str, resource: Any, problem: str) -> Status:
        return Status(id=key, resource=resource, since_release=self.since, status="unknown", problem=problem)

    def known_status(self, key: str, resource: Any) -> Status:
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
            fields=net_changes((each for each in changes if each.release_number > self.since), printed),
            headline_then=bool(then and then.headline) if stated else None,
            headline_now=bool(now and now.headline) if stated else None,
            flags_gained=[each for each in now.flags if each not in then.flags] if then and now else [],
            newer=self.newer.get(key),
        )


def latest(
    resource: Resource, latest_states: Mapping[str, Stated | None], release: int
) -> tuple[str, list[Any]]:
    """Select, for each record with a date, the latest later record of its series that is not deprecated."""
    dated = [(key, each.series, each.as_of) for key, each in latest_states.items() if each and each.as_of]
    statement = Statement(resource, release)
    keys, series, days = ([row[n] for row in dated] for n in range(3))
    arrays = ", ".join(
        f"{statement.value(array)}::{kind}[]"
        for array, kind in ((keys, "text"), (series, "text"), (days, "date"))
    )
    rows = f"""select distinct on (asked.key) asked.key, x.id, x.value_text, x.as_of
from unnest({arrays}) asked (key, series, as_of)
join {resource.view} x on x.series = asked.series and x.as_of > asked.as_of
where {statement.valid} and x.rank <> 'deprecated'
order by asked.key, x.as_of desc, x.headline desc, x.id"""
    return rows_or_null(statement, rows), statement.args
