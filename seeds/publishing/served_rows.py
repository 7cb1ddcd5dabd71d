"""Updates the served rows: inserts new ones, and replaces those that changed."""

from typing import Any, Final

from seeds.publishing.json_bodies import STRUCTS, body
from seeds.publishing.load import Touches, table_of
from seeds.publishing.stale_rows import find_stale

COLUMNS: Final = """
select array_agg(attname::text order by attnum) from pg_attribute
where attrelid = $1::text::regclass and attnum > 0 and not attisdropped
  and attname not in ('from_release', 'to_release', 'body')
"""
# Ordered by id, so that an agency's records are adjacent and a file reads the pages in sequence: before the
# rows have a body, because sorting wide rows takes longer.
INSERT: Final = """
insert into serving.{table} ({names}, from_release, body)
select {names}, $1, {body} from (
  select * from muster.{table}_now
  where id in (select id from touched where resource = '{resource}' and operation = 'added')
  order by id offset 0) v
"""
FRESH: Final = """
create temporary table fresh on commit drop as
select {names}, {body} as body from (
  select * from muster.{table}_now where id in (select id from stale) order by id offset 0) v
"""
# A changed record always differs, at least in its last_changed_release, so it is not compared.
SAME: Final = """
delete from fresh using serving.{table} s
where s.id = fresh.id and s.to_release is null and row({fresh}) is not distinct from row({served})
  and fresh.id not in (select id from touched where operation = 'changed')
"""
CLOSE: Final = """
update serving.{table} s set to_release = $1 - 1
where s.to_release is null and s.id in (select id from fresh)
"""
AGAIN: Final = """
insert into serving.{table} ({names}, from_release, body)
select {names}, $1, body from fresh
"""
WITHDRAW: Final = """
update serving.{table} s set to_release = $1 - 1
where s.to_release is null and s.id in (
  select id from touched where resource = '{resource}' and operation = 'withdrawn')
"""
# The views join more tables than PostgreSQL reorders by default: it would join all rows, then look for the
# ten of the release. Planning takes longer, so this is not for every statement.
REORDER_ALL_JOINS: Final = """
set local join_collapse_limit = 16; set local from_collapse_limit = 16; set local geqo_threshold = 17
"""
AS_BEFORE: Final = """
set local join_collapse_limit to default; set local from_collapse_limit to default;
set local geqo_threshold to default
"""


async def update_served_rows(connection: Any, number: int, touches: Touches) -> None:
    """Update every resource. Requires `touched`, `shown`, the revisions and the headlines of the release."""
    await connection.execute(REORDER_ALL_JOINS)
    for resource in STRUCTS:
        parts = await _parts(connection, resource)
        await _refresh(connection, resource, number, parts)
        if touches[resource, "withdrawn"]:
            await connection.execute(WITHDRAW.format(**parts), number)
        if touches[resource, "added"]:
            await connection.execute(INSERT.format(**parts), number)
    await connection.execute(AS_BEFORE)


async def _parts(connection: Any, resource: str) -> dict[str, str]:
    table = table_of(resource)
    names = await connection.fetchval(COLUMNS, f"serving.{table}")
    # The body holds the struct's fields and the passages; compare it and the columns it does not hold.
    in_body = {*STRUCTS[resource].__struct_fields__, "passages"}
    compared = ["body", *(name for name in names if name not in in_body)]
    return {
        "table": table,
        "resource": resource,
        "names": ", ".join(names),
        "body": body(resource),
        "fresh": ", ".join(f"fresh.{name}" for name in compared),
        "served": ", ".join(f"s.{name}" for name in compared),
    }


async def _refresh(connection: Any, resource: str, number: int, parts: dict[str, str]) -> None:
    """Replace the stale rows that differ from what is served now."""
    if not await find_stale(connection, resource, number):
        return
    await connection.execute(FRESH.format(**parts))
    await connection.execute("analyze fresh")
    await connection.execute(SAME.format(**parts))
    await connection.execute(CLOSE.format(**parts), number)
    await connection.execute(AGAIN.format(**parts), number)
    await connection.execute("drop table fresh")
