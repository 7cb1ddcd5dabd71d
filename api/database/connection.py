from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import asyncpg

# Failures that interrupt work but damage nothing: a full disk, a stopped server, an ended session, a lost
# network.
INTERRUPTED = (
    asyncpg.DiskFullError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    OSError,
)
# Errors that PostgreSQL raises for its own damaged or missing files.
DAMAGED = (asyncpg.InternalServerError, asyncpg.PostgresSystemError)


class DatabaseProblem(Exception):  # noqa: N818 - named for its reader
    """The database cannot be used as it is. The message states the fix."""


class DatabaseUnavailable(DatabaseProblem):
    """The database does not respond. The settings may be right, so a retry may succeed."""


class LoginRefused(DatabaseProblem):
    """The database responds and rejects the role or its password."""


@asynccontextmanager
async def connected(url: str, **options: Any) -> AsyncIterator[Any]:
    connection = await connect(url, **options)
    try:
        yield connection
    except asyncpg.ReadOnlySQLTransactionError as error:
        raise DatabaseProblem(
            f"{without_password(url)} is read-only, as a standby is. Name the primary in MUSTER_OWNER_URL."
        ) from error
    finally:
        await connection.close(timeout=10)


async def connect(url: str, **options: Any) -> Any:
    settings = {"application_name": "muster", "TimeZone": "UTC", "DateStyle": "ISO"}
    try:
        return await asyncpg.connect(url, timeout=10, server_settings=settings, **options)
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError) as error:
        raise LoginRefused(f"{without_password(url)} rejected the login: {error}") from error
    except asyncpg.InvalidCatalogNameError as error:
        raise DatabaseProblem(
            f"{without_password(url)}: {error}. Create it with\n  {createdb(database(url))}"
        ) from error
    except TimeoutError as error:
        raise DatabaseUnavailable(f"{without_password(url)} does not respond within 10 seconds.") from error
    except (OSError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError) as error:
        raise DatabaseUnavailable(f"{without_password(url)} cannot be reached: {error}") from error
    except (ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise DatabaseProblem(f"{without_password(url)} cannot be used: {error}") from error


def createdb(name: str, major: int = 15) -> str:
    old, new = "--lc-collate=C --lc-ctype=C.UTF-8", "--locale-provider=builtin --builtin-locale=C.UTF-8"
    return f"createdb --template=template0 --encoding=UTF8 {new if major >= 17 else old} {name}"


def without_password(url: str) -> str:
    """Return the URL without the password, for messages."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}" + (
        f" (as {name})" if (name := user(url)) else ""
    )


def user(url: str) -> str:
    return unquote(urlsplit(url).netloc.rpartition("@")[0].partition(":")[0])


def password(url: str) -> str:
    return unquote(urlsplit(url).netloc.rpartition("@")[0].partition(":")[2])


def database(url: str) -> str:
    return unquote(urlsplit(url).path.lstrip("/"))
