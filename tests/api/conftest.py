"""The records of the small log as the pages of the newest release show them, read once."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from api.catalog.resources import CATALOG
from tests.api.oracle import Record, decode
from tests.api.wire import Answer, ask
from tests.conftest import SHARED_DATA, Server
from tests.faults.postgres import DebianCluster

Walk = Callable[[str], Awaitable[list[Record]]]


async def pages(client: httpx.AsyncClient, address: str) -> AsyncIterator[dict[str, Any]]:
    """Every page from this one on, as `links.next` leads."""
    following: str | None = address
    while following:
        answer = await client.get(following)
        assert answer.status_code == 200, answer.text
        page = decode(answer.content)
        yield page
        following = page["links"]["next"]


def walker(client: httpx.AsyncClient) -> Walk:
    """All records that a list holds, page by page."""

    async def walked(address: str) -> list[Record]:
        return [record async for page in pages(client, address) for record in page["data"]]

    return walked


@pytest.fixture(scope="module", autouse=True)
def only_release_1_is_stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """After each module, or live files would be made in one module and read from disk in another."""
    yield
    stored = {path.name for path in tmp_path_factory.getbasetemp().glob(f"{SHARED_DATA}/release-files/*")}
    assert stored <= {"1", ".lock"}


@pytest.fixture(scope="session")
def walk(client: httpx.AsyncClient) -> Walk:
    return walker(client)


@pytest.fixture(scope="session")
def debian() -> Iterator[Server]:
    """Debian's PostgreSQL 15."""
    cluster = DebianCluster()
    try:
        cluster.prepare()
        yield Server(url=cluster.owner_url.replace("/muster?", "/postgres?"))
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
async def records(walk: Walk) -> dict[str, list[Record]]:
    """Every record of the newest release, by resource."""
    return {resource.name: await walk(f"/v1/{resource.name}?limit=1000") for resource in CATALOG}


@pytest.fixture(scope="session")
def names_at(walk: Walk) -> Callable[[re.Match[str] | None], Awaitable[dict[str, str]]]:
    """The names of agencies and programs at a release, by their ids."""

    async def named(moment: re.Match[str] | None) -> dict[str, str]:
        query = f"?limit=1000{'&' + moment[0] if moment else ''}"
        found = [await walk(f"/v1/{name}{query}") for name in ("agencies", "incentive-programs")]
        return {record["id"]: record["name"] for records in found for record in records}

    return named


@pytest.fixture(scope="session")
async def names(names_at: Callable[[None], Awaitable[dict[str, str]]]) -> dict[str, str]:
    return await names_at(None)


@pytest.fixture(scope="session")
def newest(records: dict[str, list[Record]]) -> int:
    return max(release["number"] for release in records["releases"])


@pytest.fixture(scope="session")
def last_day(records: dict[str, list[Record]]) -> date:
    """The last day that `known_on` takes: tomorrow, or the day after a release that was dated ahead."""
    published = max(release["published_at"] for release in records["releases"])
    return max(datetime.now(UTC).date(), date.fromisoformat(published[:10])) + timedelta(days=1)


@pytest.fixture(scope="session")
def get(app: Litestar) -> Callable[..., Awaitable[Answer]]:
    """Asks for exactly these bytes: `await get("/v1/agencies?name=%zz", method="HEAD")`."""

    async def asked(target: str | bytes, method: str = "GET", **headers: str) -> Answer:
        return await ask(
            app, target, method, {name.replace("_", "-"): text for name, text in headers.items()}
        )

    return asked
