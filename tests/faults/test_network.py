"""The network between a service and its database, or its client, swallows, flaps, lags and crawls."""

import hashlib
import threading
import time
from collections.abc import Iterator

import pytest

from tests.faults import web
from tests.faults.conftest import serving
from tests.faults.network import Relay, deaf, relay, socket_of
from tests.faults.postgres import SERVED, Postgres
from tests.faults.service import Service
from tests.faults.test_database_away import PATHS, only_unavailable, recovered

# What a page may wait for a session and for its answer.
LIMIT = 2 + 5
FILE = "/v1/staffing-figures.csv"


@pytest.fixture(scope="module")
def network(filled: Postgres) -> Iterator[Relay]:
    with relay(socket_of(filled.cluster.reader_url)) as made:
        yield made


@pytest.fixture(scope="module")
def far(filled: Postgres, network: Relay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that reaches its database over that network."""
    cluster = filled.cluster
    urls = {
        "MUSTER_DATABASE_URL": network.url(cluster.reader_url),
        "MUSTER_EXPORTER_URL": network.url(cluster.exporter_url),
    }
    with serving(filled, tmp_path_factory) as start:
        yield start(**urls)


def test_every_request_ends_while_the_network_swallows_everything(far: Service, network: Relay):
    """Sessions that are open, and those that are to be opened, hear nothing, not even of an end."""
    recovered(far)
    paths = ["/v1/agencies?limit=5", "/v1/metrics?limit=3", "/v1/agencies/us-dhs-ice", "/health/ready"] * 3
    found: list[web.Answer] = []
    threads = [
        threading.Thread(target=lambda path=path: found.append(web.get(far.port, path))) for path in paths
    ]
    network.swallows = True
    for thread in threads:
        thread.start()
    alive = []
    while any(thread.is_alive() for thread in threads):
        alive.append(web.get(far.port, "/health/live"))
        time.sleep(0.2)
    assert web.status(far.port, "/health/ready") == 503
    network.swallows = False
    assert {answer.status for answer in found} <= {503, 504}
    assert len(found) == len(paths)
    assert max(answer.seconds for answer in found) < LIMIT + web.busy()
    assert [web.problem(answer)["status"] for answer in found] == [answer.status for answer in found]
    assert {answer.status for answer in alive} == {200}
    assert max(answer.seconds for answer in alive) < 0.3 * web.busy()
    recovered(far)


def test_a_network_that_flaps_costs_a_moment_each_time(far: Service, network: Relay, filled: Postgres):
    recovered(far)
    network.cut()
    web.until(lambda: not network.writers, 5)
    others = len(filled.ask(SERVED))
    with web.Crowd(far.port, PATHS) as crowd:
        for _ in range(15):
            time.sleep(0.2)
            network.cut()
        recovered(far)
        web.until(lambda: crowd.answers[-1][1].status == 200, 5)
    only_unavailable(crowd, far)
    assert crowd.statuses()[200] > 15
    # a worker has ten sessions for pages and four for files at most: none was lost and stayed open
    web.until(lambda: len(filled.ask(SERVED)) <= others + 14, 5)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/agencies?limit=5",
        "/v1/staffing-figures?agency_id=us-dhs-ice&sort=-value&count=true&include=agency,source",
        "/v1/agencies/us-dhs-ice",
        "/v1/agencies/us-dhs-ice?release=1",
    ],
)
def test_a_page_asks_the_database_once_or_twice(far: Service, network: Relay, path: str):
    """So a database that is far away costs twice its distance. The session knows the statement."""
    recovered(far)
    for _ in range(2):
        assert web.status(far.port, path) == 200
    asked = []
    for _ in range(3):  # the worker itself looks for a new release now and then
        before = network.turns
        assert web.status(far.port, path) == 200
        asked.append((network.turns - before + 1) // 2)
    assert 0 < min(asked) <= 2


@pytest.mark.extra
def test_a_first_host_that_takes_no_connection_is_told_in_time(
    filled: Postgres, network: Relay, tmp_path_factory: pytest.TempPathFactory
):
    """A driver spends all of its time on it. As soon as that host refuses, the next one is asked."""
    with serving(filled, tmp_path_factory) as start:
        with deaf() as port:
            cluster = filled.cluster
            service = start(
                MUSTER_DATABASE_URL=network.url(cluster.reader_url, port),
                MUSTER_EXPORTER_URL=network.url(cluster.exporter_url, port),
            )
            for path in ("/v1/agencies?limit=5", "/v1/sources.csv", "/health/ready"):
                answer = web.get(service.port, path)
                assert (answer.status, web.problem(answer)["type"].rpartition("/")[2]) == (
                    503,
                    "database-unavailable",
                )
                assert answer.seconds < 2 + web.busy()
            assert web.status(service.port, "/health/live") == 200
        recovered(service)


@pytest.mark.parametrize(
    ("piece", "pause"), [(65_536, 0.02), (1_400, 0.0), (16_384, 0.005)], ids=["thin", "in drops", "in gusts"]
)
def test_a_file_comes_whole_over_a_bad_line(service: Service, piece: int, pause: float):
    """What a lost packet or a thin line looks like to those at its ends: bytes late, and in other parts."""
    whole = web.get(service.port, FILE)
    before = service.memory()
    with relay(("127.0.0.1", service.port)) as line:
        line.piece, line.pause = piece, pause
        answer = web.get(line.port, FILE, timeout=120)
    assert (answer.status, answer.broken) == (200, "")
    assert hashlib.sha256(answer.body).digest() == hashlib.sha256(whole.body).digest()
    assert service.memory() < before + 32 * 2**20
