"""What bounds a request: its session's limits, the pools, and refusals that need neither."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.catalog.costs import Cost
from api.database.pools import PAGE_SHARES, Pools
from api.settings import Settings
from tests.faults import web
from tests.faults.locks import holding
from tests.faults.postgres import SERVED, Postgres, ending
from tests.faults.service import Service

LIMITS = {
    "pages": {"statement_timeout": "3s", "idle_in_transaction_session_timeout": "15s"},
    "files": {"statement_timeout": "2min", "idle_in_transaction_session_timeout": "130s"},
}
COMMON = {"lock_timeout": "2s", "default_transaction_read_only": "on"}


@pytest.mark.parametrize("name", ["pages", "files"])
def test_the_sessions_of_readers_have_limits(filled: Postgres, name: str):
    async def shown() -> dict[str, str]:
        pools = Pools(settings)
        async with getattr(pools, name).acquire() as session:
            found = {setting: await session.fetchval(f"show {setting}") for setting in LIMITS[name] | COMMON}
        pools.close()
        return found

    urls = {
        "MUSTER_DATABASE_URL": filled.cluster.reader_url,
        "MUSTER_EXPORTER_URL": filled.cluster.exporter_url,
    }
    settings = Settings.from_environment(urls)
    with ThreadPoolExecutor(1) as pool:
        assert web.patiently(pool.submit(asyncio.run, shown()).result, 20) == LIMITS[name] | COMMON
    (owner,) = filled.ask("show default_transaction_read_only")
    assert owner[0] == "off"


@pytest.fixture
def full(service: Service, filled: Postgres, trouble: Callable[..., None]):
    """Every session that lists may have is busy, for as long as a page may take."""
    slower = web.busy()
    trouble(seconds=9 * slower)
    filled.ask(f"alter role muster_reader set statement_timeout = '{10 * slower:.0f}s'")
    filled.ask(ending(SERVED))
    size = PAGE_SHARES[Cost.INDEXED]
    busy = [threading.Thread(target=web.get, args=(service.port, "/v1/metrics")) for _ in range(size)]
    for thread in busy:
        thread.start()
    web.until(lambda: len(filled.sessions()) == size, 5)
    yield
    filled.ask("alter role muster_reader set statement_timeout = '3s'")
    filled.ask("select pg_cancel_backend(pid) from pg_stat_activity where application_name = 'muster'")
    for thread in busy:
        thread.join()


REFUSED = [
    ("GET", "/v1/nothing-like-that", {}, 404),
    ("GET", "/v1/agencies/No-Such-Id", {}, 404),
    ("POST", "/v1/agencies", {}, 405),
    ("GET", "/v1/agencies?nmae=x", {}, 400),
    ("GET", "/v1/agencies?limit=0", {}, 400),
    ("GET", "/v1/agencies?name=%ff", {}, 400),
    ("GET", "/v1/agencies", {"accept": "image/png"}, 406),
    ("GET", "/v1/agencies?q=" + "x" * 9000, {}, 414),
    ("OPTIONS", "/v1/agencies", {"origin": "https://example.org"}, 204),
    ("GET", "//v1/agencies", {}, 308),
    ("GET", "/v1/config", {}, 200),
    ("GET", "/problems/overloaded", {}, 200),
    ("GET", "/health/live", {}, 200),
]


def test_a_used_up_pool_says_so_in_time_and_refuses_without_it(service: Service, full: None):
    """Look-ups and readiness have sessions of their own."""
    ready = web.get(service.port, "/health/ready")
    record = web.get(service.port, "/v1/agencies/us-dhs-ice")
    refused = [web.get(service.port, path, method, headers=headers) for method, path, headers, _ in REFUSED]
    waited = web.get(service.port, "/v1/agencies")
    assert (ready.status, record.status) == (200, 200)
    assert [answer.status for answer in refused] == [status for *_, status in REFUSED]
    assert max(answer.seconds for answer in refused) < 0.05 * web.busy()
    assert web.problem(waited)["type"].endswith("/overloaded")
    assert 1.9 < waited.seconds < 2 + 0.2 * web.busy()


def test_what_is_known_is_confirmed_without_the_database(service: Service, request: pytest.FixtureRequest):
    """A pinned answer that the client has already: the release is known and cannot change."""
    path = "/v1/agencies?release=1"
    tag = web.get(service.port, path).headers["etag"]
    request.getfixturevalue("full")
    unchanged = web.get(service.port, path, headers={"if-none-match": tag})
    assert (unchanged.status, unchanged.body) == (304, b"")
    head = web.get(service.port, path, "HEAD")
    assert (head.status, head.headers["etag"]) == (200, tag)
    assert max(unchanged.seconds, head.seconds) < 0.05 * web.busy()


@pytest.fixture
def short(filled: Postgres) -> Iterator[None]:
    """The limits of the roles, shortened: new sessions have them."""

    def limit(reader: str, exporter: str) -> None:
        filled.ask(f"alter role muster_reader set statement_timeout = '{reader}'")
        filled.ask(f"alter role muster_exporter set statement_timeout = '{exporter}'")
        filled.ask(ending(SERVED))

    limit("700ms", "700ms")
    yield
    limit("3s", "120s")


def test_a_costly_query_ends_at_its_limit(
    service: Service, filled: Postgres, trouble: Callable[..., None], short: None
):
    """PostgreSQL stops the query, so its session is free again."""
    web.until(lambda: web.status(service.port, "/health/ready") == 200, 5)
    trouble(seconds=30)
    for path in ("/v1/metrics", "/v1/metrics.csv"):
        answer = web.get(service.port, path)
        assert web.problem(answer)["type"].endswith("/query-timeout")
        assert (answer.status, answer.seconds < 0.7 + web.busy() / 2) == (504, True)
    web.until(lambda: filled.sessions() == [], 1)


@pytest.mark.extra
def test_a_page_has_three_seconds(service: Service, trouble: Callable[..., None]):
    trouble(seconds=30)
    page = web.get(service.port, "/v1/metrics")
    assert page.status == 504
    assert 2.9 < page.seconds < 3 + web.busy() / 2


def test_a_lock_is_waited_for_as_long_as_for_a_session(service: Service, filled: Postgres):
    """Only a migration takes such locks; a reader that meets one is to come back."""
    with holding(filled.cluster.owner_url, "lock table serving.agencies in access exclusive mode"):
        answer = web.get(service.port, "/v1/agencies?limit=7")
    assert web.problem(answer)["type"].endswith("/overloaded")
    assert answer.seconds < 2 + web.busy() / 2
