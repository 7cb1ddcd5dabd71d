"""All releases made again without what was removed: the database is a copy of the log.

It is one transaction of deletes and inserts: readers keep the old rows until the flip.
"""

from typing import Any, Final

from seeds.ledger import Published, RefusedError, flip
from seeds.log import ReleaseFolder
from seeds.publication import Publication
from seeds.removals import FILE, Removals

MADE_WITH: Final = "select sha256 from muster.removals_file"
REMOVED: Final = "select record_id, field from muster.removals order by 1, 2"
REMOVE: Final = """
insert into muster.removals (record_id, resource, field, reason, removed_on) values ($1, $2, $3, $4, $5)
"""
TABLES: Final = """
select format('%I.%I', schemaname, tablename) from pg_tables
where schemaname in ('muster', 'serving') and tablename <> 'migration'
order by tablename <> 'current_release', 1
"""


async def is_outdated(connection: Any, removed: Removals) -> bool:
    """Whether the releases in the database were made with other removals. What is gone does not come back."""
    if (await connection.fetchval(MADE_WITH) or "") == removed.sha256:
        return False
    listed = {(each.id, each.field) for each in removed.removals}
    gone = [tuple(row) for row in await connection.fetch(REMOVED) if tuple(row) not in listed]
    if gone:
        names = ", ".join(f"{field} of {key}" if field else key for key, field in gone)
        raise RefusedError(
            f"{FILE} no longer names {names}, which this database was made without: "
            "removals are only added to. To undo one that was never public, drop the database."
        )
    return True


async def write_down(connection: Any, removed: Removals) -> None:
    """Nothing for a log without removals."""
    rows = [(each.id, each.resource, each.field, each.reason, each.removed_on) for each in removed.removals]
    await connection.executemany(REMOVE, rows)
    if removed.sha256:
        await connection.execute("insert into muster.removals_file (sha256) values ($1)", removed.sha256)


async def make_again(work: Publication, log: list[ReleaseFolder]) -> None:
    """The releases of these folders; the text of the old rows leaves the disk with the vacuum."""
    tables = [row[0] for row in await work.connection.fetch(TABLES)]
    async with work.connection.transaction():
        for table in tables:
            await work.connection.execute(f"delete from {table}")
        await write_down(work.connection, work.removed)
        async for folder, found in work.checked(log):
            await work.publish(folder, found)
        await work.finish()
        await flip(work.connection, log[-1].number)
    await work.connection.execute(f"vacuum (analyze) {', '.join(tables)}")


def announcement(removed: Removals, known: list[Published]) -> str:
    names = ", ".join(each.what for each in removed.removals)
    return (
        f"{FILE} has changed: every release is made again without {names}. "
        f"Until all {len(known)} are ready, servers answer as before."
    )
