"""Restrict the readers' roles: no temporary tables, and a limited number of sessions."""

import logging
from contextlib import suppress
from typing import Any

import asyncpg

from api.database.pools import EXPORTER, FILES, PAGES, READER

# Sessions that no reader can take: for publishing, migrations, a dump, a person who investigates.
RESERVED_FOR_OWNER = 8
REVOKE = "As the owner of the database, run: revoke temporary on database %s from public"
log = logging.getLogger("muster")


async def restrict(connection: Any) -> None:
    """Change only what differs, so that an owner who may not alter roles can run this too."""
    await forbid_temporary_tables(connection)
    for role, limit in (await connection_limits(connection)).items():
        await limit_connections(connection, role, limit)


async def forbid_temporary_tables(connection: Any) -> None:
    """Revoke what PostgreSQL grants PUBLIC in every new database. Only a database's owner can revoke it."""
    for name in await with_temporary_tables(connection):
        with suppress(asyncpg.InsufficientPrivilegeError):
            await connection.execute(f"revoke temporary on database {name} from public")
    for name in await with_temporary_tables(connection):
        log.warning("%s can create temporary tables in the database %s. %s", READER, name, REVOKE % name)


async def with_temporary_tables(connection: Any) -> list[str]:
    """Return the current database and the system databases that our role owns, if readers may use them."""
    rows = await connection.fetch(
        """
        select quote_ident(datname) as name from pg_database
        where has_database_privilege($1, oid, 'temporary') and (datname = current_database()
          or datname in ('postgres', 'template1') and pg_get_userbyid(datdba) = current_user)
        """,
        READER,
    )
    return [row["name"] for row in rows]


async def connection_limits(connection: Any) -> dict[str, int]:
    free = await connection.fetchval(
        """
        select sum(case name when 'max_connections' then 1 else -1 end * setting::int) from pg_settings
        where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections')
        """
    )
    return shares(free - RESERVED_FOR_OWNER)


def shares(sessions: int) -> dict[str, int]:
    """Divide the sessions between the roles in proportion to the pools, at least one worker's pools each.

    Neither role can take the other's sessions, nor both together the owner's.
    """
    pages = max(PAGES, sessions * PAGES // (PAGES + FILES))
    return {READER: pages, EXPORTER: max(FILES, sessions - pages)}


async def limit_connections(connection: Any, role: str, limit: int) -> None:
    """Set the limit. An owner who may not alter roles keeps a limit that another role has set."""
    current = await connection.fetchval("select rolconnlimit from pg_roles where rolname = $1", role)
    if current == limit:
        return
    try:
        await connection.execute(f"alter role {role} connection limit {limit}")
    except asyncpg.InsufficientPrivilegeError:
        if current == -1:
            raise
