"""Pages of the small log as a browser asks for them."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from tests.pages.document import Document
from tests.small_log import ADDITIONS

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
Ask = Callable[..., Awaitable[httpx.Response]]
Read = Callable[[str], Awaitable[Document]]


@pytest.fixture(scope="session")
def newest() -> int:
    """The last of the three made-up releases."""
    return ADDITIONS + 2


@pytest.fixture(scope="session")
def ask(client: httpx.AsyncClient) -> Ask:
    async def asking(path: str, **headers: str) -> httpx.Response:
        return await client.get(path, headers=BROWSER | headers)

    return asking


@pytest.fixture(scope="session")
def read(ask: Ask) -> Read:
    async def reading(path: str) -> Document:
        answer = await ask(path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        return Document(answer.text)

    return reading
