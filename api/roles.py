import base64
import hashlib
import hmac
import os
from contextlib import suppress
from typing import Any

import asyncpg

from api.connection import DatabaseProblem, connected, password, user

READER, EXPORTER = "muster_reader", "muster_exporter"
ITERATIONS = 4096

COMMON = {
    "default_transaction_read_only": "on",
    "lock_timeout": "2s",
    "TimeZone": "UTC",
    "DateStyle": "ISO",
    "default_text_search_config": "pg_catalog.english",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
# What a file is sorted of is read by two processes: nothing else can be done for it meanwhile. With its usual
# costs the planner expects to wait for the disk, which two cannot do faster than one.
SHARED = {
    "max_parallel_workers_per_gather": "1",
    "parallel_tuple_cost": "0",
    "seq_page_cost": "0.1",
    "random_page_cost": "0.1",
}
SETTINGS = {
    READER: {**COMMON, "statement_timeout": "10s", "idle_in_transaction_session_timeout": "15s"},
    EXPORTER: {
        **COMMON,
        **SHARED,
        "statement_timeout": "120s",
        "idle_in_transaction_session_timeout": "130s",
    },
}


async def ensure_roles(connection: Any, urls: list[str]) -> None:
    """Changes only what differs: an owner who may not touch roles can work where a superuser made them."""
    try:
        for role, settings in SETTINGS.items():
            await ensure_role(connection, role, settings)
        for url in urls:
            await set_password(connection, url)
    except asyncpg.InsufficientPrivilegeError as error:
        raise DatabaseProblem(
            f"The owner may not make or change roles: {error}. Give it CREATEROLE, or let a superuser "
            "run `muster init-database` once."
        ) from error


async def ensure_role(connection: Any, role: str, settings: dict[str, str]) -> None:
    if not await connection.fetchval("select exists (select from pg_roles where rolname = $1)", role):
        # Another database of this server may be being set up at the same time.
        with suppress(asyncpg.DuplicateObjectError):
            await connection.execute(f"create role {role} login")
    present = await settings_of(connection, role)
    for name, value in settings.items():
        if present.get(name.lower()) != value:
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
    """A URL that names another role or no password is somebody else's arrangement."""
    if user(url) not in SETTINGS or not password(url) or await lets_in(url):
        return
    statement = "select format('alter role %I login password %L', $1::text, $2::text)"
    await connection.execute(await connection.fetchval(statement, user(url), verifier(password(url))))


async def lets_in(url: str) -> bool:
    try:
        async with connected(url):
            return True
    except DatabaseProblem:
        return False


def verifier(secret: str) -> str:
    """The password as PostgreSQL stores it (RFC 5803), so that no server log ever shows it in clear."""
    salt = os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", secret.encode(), salt, ITERATIONS)
    stored = hashlib.sha256(keyed(salted, b"Client Key")).digest()
    parts = [base64.b64encode(part).decode() for part in (salt, stored, keyed(salted, b"Server Key"))]
    return f"SCRAM-SHA-256${ITERATIONS}:{parts[0]}${parts[1]}:{parts[2]}"


def keyed(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, hashlib.sha256).digest()
