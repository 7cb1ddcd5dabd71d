"""Fills an empty database without its secondary indexes and builds each of them once, at the end.

Dropping an index locks readers out, so only the first load does this.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from seeds.publishing.progress import Phases

TABLES: Final = """
select string_agg(format('%I.%I', schemaname, tablename), ', ') from pg_tables
where schemaname in ('muster', 'serving') and tablename <> 'migration'
"""
# Indexes of constraints stay: they find the revisions to close and reject duplicates.
SECONDARY: Final = """
select format('drop index %I.%I', n.nspname, c.relname) as drop, pg_get_indexdef(i.indexrelid) as create
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('muster', 'serving')
  and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
order by c.relname
"""
MAINTENANCE_MEMORY: Final = (
    "set local maintenance_work_mem = '256MB'; set local max_parallel_maintenance_workers = 2"
)


@asynccontextmanager
async def without_secondary_indexes(connection: Any, phases: Phases) -> AsyncIterator[None]:
    """Truncate the tables, so that with wal_level minimal PostgreSQL writes no log for their rows."""
    await connection.execute(f"truncate {await connection.fetchval(TABLES)}")
    indexes = await connection.fetch(SECONDARY)
    for index in indexes:
        await connection.execute(index["drop"])
    yield
    await connection.execute(MAINTENANCE_MEMORY)
    with phases.phase("first load", "index"):
        for index in indexes:
            await connection.execute(index["create"])
