from typing import Any

from api.connection import DatabaseProblem, connected, createdb
from api.migrations import migrate
from api.roles import ensure_roles

__all__ = ["DatabaseProblem", "initialise"]

# A stranger's number, the same for every Muster: two that set up one database wait for each other.
SETTING_UP = 7_687_837


async def initialise(
    owner_url: str, *, reader_url: str | None = None, exporter_url: str | None = None
) -> None:
    """Roles, then the schema: safe to repeat, and nothing but reading where all is in place."""
    async with connected(owner_url) as connection:
        await check_text(connection)
        await connection.execute("select pg_advisory_lock($1)", SETTING_UP)
        await ensure_roles(connection, [url for url in (reader_url, exporter_url) if url])
        await migrate(connection)


async def check_text(connection: Any) -> None:
    """Sorting, search and ids must come out the same on every machine."""
    found = await connection.fetchrow(
        """
        select current_database() as name, current_setting('server_encoding') as encoding,
               lower('É') = 'é' as lowers, current_setting('server_version_num')::int / 10000 as major
        """
    )
    if found["encoding"] != "UTF8" or not found["lowers"]:
        raise DatabaseProblem(
            f"The database {found['name']} has encoding {found['encoding']} and a ctype with which "
            f"lower('É') is {'' if found['lowers'] else 'not '}'é'. Muster needs UTF8 and C.UTF-8. "
            f"Make a database that has them:\n  {createdb(found['name'], found['major'])}"
        )
