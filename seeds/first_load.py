"""An empty database is filled without its secondary indexes: each is built once, at the end.

Dropping an index locks readers out, so this is done only where no release is served yet.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from seeds.progress import Phases

TABLES: Final = """
select string_agg(format('%I.%I', schemaname, tablename), ', ') from pg_tables
where schemaname in ('muster', 'serving') and tablename <> 'migration'
"""
# Those of constraints stay: they find the revisions to close, and refuse what must not be twice.
SECONDARY: Final = """
select format('drop index %I.%I', n.nspname, c.relname) as drop, pg_get_indexdef(i.indexrelid) as make
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('muster', 'serving')
  and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
order by c.relname
"""
ROOMY: Final = "set local maintenance_work_mem = '256MB'; set local max_parallel_maintenance_workers = 2"


@asynccontextmanager
async def emptied(connection: Any, phases: Phases) -> AsyncIterator[None]:
    """Where wal_level is minimal, a table needs no write-ahead log in the transaction that emptied it."""
    await connection.execute(f"truncate {await connection.fetchval(TABLES)}")
    indexes = await connection.fetch(SECONDARY)
    for index in indexes:
        await connection.execute(index["drop"])
    yield
    await connection.execute(ROOMY)
    with phases.phase("first load", "index"):
        for index in indexes:
            await connection.execute(index["make"])
