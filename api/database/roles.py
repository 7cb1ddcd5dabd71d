import base64
import hashlib
import hmac
import os
from contextlib import suppress
from typing import Any

import asyncpg

from api.database.connection import DatabaseProblem, connected, password, user
from api.database.pools import EXPORTER, READER
from api.database.restrictions import restrict

ITERATIONS = 4096

# How long a statement of a page and one of a file may run.
PAGE_SECONDS, FILE_SECONDS = 3, 120
COMMON = {
    "default_transaction_read_only": "on",
    "lock_timeout": "2s",
    "TimeZone": "UTC",
    "DateStyle": "ISO",
    "default_text_search_config": "pg_catalog.english",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
# Two processes read the rows that a file must sort, since no byte can be sent before. With PostgreSQL's
# default costs the planner expects to wait for the disk, where a second process would not help.
SHARED = {
    "max_parallel_workers_per_gather": "1",
    "parallel_tuple_cost": "0",
    "seq_page_cost": "0.1",
    "random_page_cost": "0.1",
}
SETTINGS = {
    READER: {**COMMON, "statement_timeout": f"{PAGE_SECONDS}s", "idle_in_transaction_session_timeout": "15s"},
    EXPORTER: {
        **COMMON,
        **SHARED,
        "statement_timeout": f"{FILE_SECONDS}s",
        "idle_in_transaction_session_timeout": "130s",
    },
}


async def ensure_roles(connection: Any, urls: list[str]) -> None:
    """Change only what differs, so that an owner who may not alter roles can use a superuser's."""
    try:
        for role, settings in SETTINGS.items():
            await ensure_role(connection, role, settings)
        await restrict(connection)
        for url in urls:
            await set_password(connection, url)
    except asyncpg.InsufficientPrivilegeError as error:
        raise DatabaseProblem(
            f"The owner may not create or alter roles: {error}. Grant it CREATEROLE, or run "
            "`muster init-database` once as a superuser."
        ) from error


async def ensure_role(connection: Any, role: str, settings: dict[str, str]) -> None:
    if not await connection.fetchval("select exists (select from pg_roles where rolname = $1)", role):
        # Another Muster may set up a database on this server at the same time.
        with suppress(asyncpg.DuplicateObjectError):
            await connection.execute(f"create role {role} login")
    current = await settings_of(connection, role)
    for name, value in settings.items():
        if current.get(name.lower()) != value:
            await connection.execute(f"alter role {role} set {name} = '{value}'")


async def settings_of(connection: Any, role: str) -> dict[str, str]:
    lines = await connection.fetchval(
        """
        select setconfig from pg_db_role_setting join pg_roles on pg_roles.oid = setrole
        where rolname = $1 and setdatabase = 0
        """,
        role,
    )
    pairs = (line.partition("=") for line in lines or [])
    return {name.lower(): value for name, _, value in pairs}


async def set_password(connection: Any, url: str) -> None:
    """Set the password of our roles.

    A URL with another role or without a password is left to the operator.
    """
    if user(url) not in SETTINGS or not password(url) or await accepts_login(url):
        return
    statement = "select format('alter role %I login password %L', $1::text, $2::text)"
    await connection.execute(await connection.fetchval(statement, user(url), verifier(password(url))))


async def accepts_login(url: str) -> bool:
    try:
        async with connected(url):
            return True
    except DatabaseProblem:
        return False


def verifier(secret: str) -> str:
    """Return the SCRAM verifier that PostgreSQL stores (RFC 5803), to keep the password out of its log."""
    salt = os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", secret.encode(), salt, ITERATIONS)
    stored_key = hashlib.sha256(hmac_sha256(salted, b"Client Key")).digest()
    encoded = [
        base64.b64encode(part).decode() for part in (salt, stored_key, hmac_sha256(salted, b"Server Key"))
    ]
    return f"SCRAM-SHA-256${ITERATIONS}:{encoded[0]}${encoded[1]}:{encoded[2]}"


def hmac_sha256(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, hashlib.sha256).digest()
