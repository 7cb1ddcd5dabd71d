from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import asyncpg

# What ends work on a database in order: a full disk, the end of the server, of a session or of the way there.
ENDED = (
    asyncpg.DiskFullError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    OSError,
)


class DatabaseProblem(Exception):  # noqa: N818 - named for who reads it
    """The database cannot be used as it is; the message says what to do about it."""


class DatabaseAway(DatabaseProblem):
    """Nothing is wrong with the settings as far as one can tell: the database may come back."""


@asynccontextmanager
async def connected(url: str, **options: Any) -> AsyncIterator[Any]:
    connection = await connect(url, **options)
    try:
        yield connection
    finally:
        await connection.close(timeout=10)


async def connect(url: str, **options: Any) -> Any:
    settings = {"application_name": "muster", "TimeZone": "UTC", "DateStyle": "ISO"}
    try:
        return await asyncpg.connect(url, timeout=10, server_settings=settings, **options)
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError) as error:
        raise DatabaseProblem(f"{named(url)} refuses the login: {error}") from error
    except asyncpg.InvalidCatalogNameError as error:
        raise DatabaseProblem(
            f"{named(url)}: {error}. Create it with\n  {createdb(database(url))}"
        ) from error
    except TimeoutError as error:
        raise DatabaseAway(f"{named(url)} does not answer within 10 seconds.") from error
    except (OSError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError) as error:
        raise DatabaseAway(f"{named(url)} cannot be reached: {error}") from error
    except (ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise DatabaseProblem(f"{named(url)} cannot be used: {error}") from error


def createdb(name: str, major: int = 15) -> str:
    old, new = "--lc-collate=C --lc-ctype=C.UTF-8", "--locale-provider=builtin --builtin-locale=C.UTF-8"
    return f"createdb --template=template0 --encoding=UTF8 {new if major >= 17 else old} {name}"


def named(url: str) -> str:
    """The address without the password, for messages."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}" + (
        f" (as {u})" if (u := user(url)) else ""
    )


def user(url: str) -> str:
    return unquote(urlsplit(url).netloc.rpartition("@")[0].partition(":")[0])


def password(url: str) -> str:
    return unquote(urlsplit(url).netloc.rpartition("@")[0].partition(":")[2])


def database(url: str) -> str:
    return unquote(urlsplit(url).path.lstrip("/"))
