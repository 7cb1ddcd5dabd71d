"""Rebuilds all releases: without what was removed, or with what a newer schema derives from them.

One transaction deletes and inserts all rows: readers see the old rows until it ends.
"""

from typing import Any, Final

from seeds.log.folders import ReleaseFolder
from seeds.log.removals import FILE, Removals
from seeds.publishing.ledger import RefusedError, make_current
from seeds.publishing.publication import Publication

REMOVALS_SHA256: Final = "select sha256 from muster.removals_file"
REASON: Final = "select string_agg(reason, ', ') from muster.rebuild"
REMOVED: Final = "select record_id, field from muster.removals order by 1, 2"
REMOVE: Final = """
insert into muster.removals (record_id, resource, field, reason, removed_on) values ($1, $2, $3, $4, $5)
"""
TABLES: Final = """
select format('%I.%I', schemaname, tablename) from pg_tables
where schemaname in ('muster', 'serving') and tablename <> 'migration'
order by tablename <> 'current_release', 1
"""


async def why_outdated(connection: Any, removed: Removals) -> str | None:
    """Say why the releases must be rebuilt: for other removals, or a schema that derives more. None if not.

    Raises RefusedError if a removal was taken back.
    """
    derived = await connection.fetchval(REASON)
    unchanged = (await connection.fetchval(REMOVALS_SHA256) or "") == removed.sha256
    if not unchanged:
        await _refuse_taken_back(connection, removed)
    if derived is not None:
        return f"Rebuilding every release, because {derived}."
    names = ", ".join(each.label for each in removed.removals)
    return None if unchanged else f"{FILE} has changed: rebuilding every release without {names}."


async def _refuse_taken_back(connection: Any, removed: Removals) -> None:
    listed = {(each.id, each.field) for each in removed.removals}
    taken_back = [tuple(row) for row in await connection.fetch(REMOVED) if tuple(row) not in listed]
    if taken_back:
        names = ", ".join(f"{field} of {key}" if field else key for key, field in taken_back)
        raise RefusedError(
            f"{FILE} no longer lists {names}, but this database was built without it. You can add removals, "
            "but not take them back. To undo a removal that was never public, drop the database."
        )


async def insert_removals(connection: Any, removed: Removals) -> None:
    """Insert the removals, if there are any."""
    rows = [(each.id, each.resource, each.field, each.reason, each.removed_on) for each in removed.removals]
    await connection.executemany(REMOVE, rows)
    if removed.sha256:
        await connection.execute("insert into muster.removals_file (sha256) values ($1)", removed.sha256)


async def rebuild(publication: Publication, log: list[ReleaseFolder]) -> None:
    """Replace all releases by those of these folders. The vacuum takes the old text off the disk."""
    tables = [row[0] for row in await publication.connection.fetch(TABLES)]
    async with publication.connection.transaction():
        for table in tables:
            await publication.connection.execute(f"delete from {table}")
        await insert_removals(publication.connection, publication.removed)
        async for folder, validated in publication.validated(log):
            await publication.publish(folder, validated)
        await publication.finish()
        await make_current(publication.connection, log[-1].number, rewritten=True)
    await publication.connection.execute(f"vacuum (analyze) {', '.join(tables)}")
