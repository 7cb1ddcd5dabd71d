from typing import Any

from api.database.connection import DatabaseProblem, connected, createdb
from api.database.migrations import migrate
from api.database.roles import ensure_roles

__all__ = ["DatabaseProblem", "initialise"]

# An arbitrary advisory lock, the same for every Muster: two that set up one database wait for each other.
SETUP_LOCK = 7_687_837


async def initialise(
    owner_url: str, *, reader_url: str | None = None, exporter_url: str | None = None
) -> None:
    """Create the roles and the schema. Safe to repeat; a complete database is only read."""
    async with connected(owner_url) as connection:
        await check_encoding(connection)
        await connection.execute("select pg_advisory_lock($1)", SETUP_LOCK)
        await ensure_roles(connection, [url for url in (reader_url, exporter_url) if url])
        await migrate(connection)


async def check_encoding(connection: Any) -> None:
    """Check encoding and ctype, so that sorting and search give the same results on every machine."""
    server = await connection.fetchrow(
        """
        select current_database() as name, current_setting('server_encoding') as encoding,
               lower('É') = 'é' as lowers, current_setting('server_version_num')::int / 10000 as major
        """
    )
    if server["encoding"] != "UTF8" or not server["lowers"]:
        raise DatabaseProblem(
            f"The database {server['name']} has encoding {server['encoding']} and a ctype with which "
            f"lower('É') is {'' if server['lowers'] else 'not '}'é'. Muster needs UTF8 and C.UTF-8. "
            f"Create one with:\n  {createdb(server['name'], server['major'])}"
        )
