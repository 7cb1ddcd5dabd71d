"""The real log, asked as readers of the database and as users of the API."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import asyncpg
import pytest

Rows = Callable[..., Awaitable[list[tuple[Any, ...]]]]
Ask = Callable[..., Any]


@pytest.fixture(scope="session")
async def database_of_log(log_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(log_url)
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
def rows(database_of_log: asyncpg.Connection) -> Rows:
    """The rows of a statement over the newest release."""

    async def select(sql: str, *args: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await database_of_log.fetch(sql, *args, timeout=300)]

    return select


@pytest.fixture(scope="session")
def ask(site: str) -> Ask:
    """`data` of an answer."""

    def get(path: str, **query: Any) -> Any:
        address = f"{site}{path}" + (f"?{urlencode(query)}" if query else "")
        with urlopen(address, timeout=300) as answer:
            return json.load(answer)["data"]

    return get
