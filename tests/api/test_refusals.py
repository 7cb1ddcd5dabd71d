"""What needs no database is answered without one."""

import asyncio
import time
from contextlib import AsyncExitStack

import pytest

from api.database.pool import Pool
from api.database.pools import FILES, PAGES
from tests.conftest import PATIENCE

# Long enough to be seen, and never enough for a session to come free.
A_MOMENT = 0.2


@pytest.fixture
async def taken(app):
    """Every connection of both pools is taken, and who wants one waits."""
    async with AsyncExitStack() as stack:
        for pool, size in ((app.state.pools.pages, PAGES), (app.state.pools.files, FILES)):
            for _ in range(size):
                await stack.enter_async_context(pool.acquire())
        yield


@pytest.fixture
def hurried(app, monkeypatch):
    """Who wants a connection waits a moment."""
    for pool in (app.state.pools.pages, app.state.pools.files):
        monkeypatch.setattr(pool, "timeout", A_MOMENT)


REFUSALS = [
    ("/v1/agencies?colour=red", "GET", 400),
    ("/v1/agencies/ny0303000?colour=red", "GET", 400),
    ("/v1/agencies.csv?limit=5", "GET", 400),
    ("/v1/agencies/NY0303000", "GET", 404),
    ("/nothing", "GET", 404),
    ("/v1/agencies", "POST", 405),
    ("/v1/agencies?q=" + "x" * 9000, "GET", 414),
    ("/v1/agencies/", "GET", 308),
    ("/v1/agencies", "OPTIONS", 204),
    ("/v1/config", "GET", 200),
    ("/openapi.json", "GET", 200),
    ("/docs", "GET", 200),
    ("/docs/staffing-figures", "GET", 200),
    ("/guides/grammar", "GET", 200),
    ("/problems/not-found", "GET", 200),
    ("/health/live", "GET", 200),
]


async def test_what_needs_no_database_waits_for_none(taken, get):
    async with asyncio.timeout(PATIENCE / 2):
        for address, method, status in REFUSALS:
            assert (await get(address, method)).status == status, address
        assert (await get("/v1/agencies", accept="image/png")).status == 406
        assert (await get("/v1/agencies", accept="a" * 9000)).status == 431


async def test_a_live_304_and_a_head_of_a_list_rest_on_a_release_seen_a_second_ago(get, app, monkeypatch):
    addresses = (
        "/v1/agencies",
        "/v1/agencies.csv",
        "/v1/agencies?release=1",
        "/v1/staffing-figures.ndjson?release=1",
    )
    tags = {address: (await get(address)).headers["etag"] for address in addresses}
    async with AsyncExitStack() as stack:
        await app.state.releases.current(app.state.pools.pages)
        for _ in range(PAGES):
            await stack.enter_async_context(app.state.pools.pages.acquire())
        for address, etag in tags.items():
            for method, headers, status in (
                ("GET", {"if_none_match": etag}, 304),
                ("HEAD", {"if_none_match": etag}, 304),
                ("HEAD", {}, 200),
            ):
                monkeypatch.setattr(app.state.releases, "fetched_at", time.monotonic())
                assert (await get(address, method, **headers)).status == status


@pytest.mark.usefixtures("taken", "hurried")
async def test_a_question_that_needs_a_connection_waits_as_long_as_its_pool_and_no_longer(get):
    assert Pool.timeout == 2
    for address in ("/v1/agencies/ny0303000", "/v1/agencies.csv?release=1&state=CA"):
        began = time.perf_counter()
        answer = await get(address)
        assert (answer.status, answer.problem) == (503, "overloaded")
        assert time.perf_counter() - began > A_MOMENT / 2
        assert (answer.headers["retry-after"], answer.headers["cache-control"]) == ("1", "no-store")
        assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("suffix", [".csv", ".ndjson", ".array.json"])
async def test_only_so_many_files_are_made_at_once_and_pages_are_answered_meanwhile(
    suffix, app, get, monkeypatch
):
    files = app.state.pools.files
    async with AsyncExitStack() as stack:
        for _ in range(FILES):
            await stack.enter_async_context(files.acquire())
        monkeypatch.setattr(files, "timeout", A_MOMENT)
        answer = await get(f"/v1/agencies{suffix}?state=NY&release=1")
        assert (answer.status, answer.problem) == (503, "overloaded")
        assert answer.headers["retry-after"] == "1"
        assert (await get("/v1/agencies")).status == 200
    monkeypatch.undo()
    assert (await get(f"/v1/agencies{suffix}?state=NY&release=1")).status == 200


async def test_all_is_well_afterwards(get):
    assert (await get("/v1/agencies/ny0303000")).status == 200
    assert (await get("/v1/agencies.csv?state=NY")).status == 200
