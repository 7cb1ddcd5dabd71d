"""Replaces the served rows of a resource that derives from others, where they differ from those of before."""

from typing import Any, Final

from msgspec import Struct

from seeds.publishing.json_bodies import body_of
from seeds.publishing.load import analyze

# The version of the rules that derived rows are worked out by (docs/statistics.md).
RULES: Final = 1

# `offset 0` keeps PostgreSQL from working out a column twice, for itself and for the body. Rows are sorted
# before they have a body, because sorting wide rows takes longer than all else.
DERIVED: Final = """
create temporary table derived on commit drop as
select {names}, {body} as body from ({rows} order by id offset 0) v
"""
SAME: Final = """
delete from derived d using serving.{table} s
where s.id = d.id and s.to_release is null and s.body = d.body
"""
CLOSE: Final = """
update serving.{table} s set to_release = $1 - 1
where s.to_release is null and s.id in (select id from derived union all {gone})
"""
OPEN: Final = """
insert into serving.{table} ({names}, from_release, body)
select {names}, $1, body from derived
"""


class DerivedRows(Struct, frozen=True, kw_only=True):
    """Rows that a release derives.

    `rows`: a query with the fields of the struct. `gone`: a query for the ids that are no longer served.
    """

    table: str
    struct: type[Struct]
    rows: str
    gone: str


async def replace_rows(connection: Any, number: int, derived: DerivedRows) -> None:
    """Serve the rows that differ from those of the release before."""
    names = ", ".join(derived.struct.__struct_fields__)
    parts = {"table": derived.table, "names": names, "rows": derived.rows, "gone": derived.gone}
    await connection.execute(DERIVED.format(**parts, body=body_of(derived.struct)))
    await connection.execute("analyze derived (id)")
    await connection.execute(SAME.format(**parts))
    await connection.execute(CLOSE.format(**parts), number)
    inserted = await connection.execute(OPEN.format(**parts), number)
    await connection.execute("drop table derived")
    await analyze(connection, f"serving.{derived.table} (id, to_release)", int(inserted.rpartition(" ")[2]))
