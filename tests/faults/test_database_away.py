"""The database is down, dies or loses its sessions: 503 with Retry-After, and back within five seconds."""

import time

import psutil
import pytest

from tests.faults import web
from tests.faults.conftest import Serve
from tests.faults.postgres import SERVED, Postgres, ending
from tests.faults.service import Service

PATHS = ["/v1/agencies?limit=5", "/v1/staffing-figures?limit=5", "/v1/incentives?limit=5", "/v1/sources.csv"]
RECOVERY = 5.0


def recovered(service: Service) -> float:
    """Seconds until every path answers again."""
    begun = time.monotonic()
    web.until(lambda: all(web.status(service.port, path) == 200 for path in PATHS), RECOVERY)
    return web.since(begun)


def only_unavailable(crowd: web.Crowd, service: Service) -> None:
    """Nobody got anything but an answer or a problem that says when to come back, and nobody waited long."""
    assert set(crowd.statuses()) <= {200, 503}, f"{crowd.statuses()}\n{service.said()[-5000:]}"
    for _, answer in crowd.answers:
        assert answer.whole, answer
        assert answer.seconds < 4 * web.busy(), answer
        if answer.status == 503:
            assert web.problem(answer)["type"].endswith("/database-unavailable")


def test_a_service_starts_without_its_database_and_finds_it_later(serve: Serve, filled: Postgres):
    filled.kill()
    try:
        service = serve()
        assert web.status(service.port, "/health/live") == 200
        for path in ["/health/ready", *PATHS]:
            answer = web.get(service.port, path)
            assert (answer.status, answer.slug) == (503, "database-unavailable")
            web.problem(answer)
        before = service.server().pid, [worker.pid for worker in service.workers()]
    finally:
        filled.start()
    recovered(service)
    assert web.status(service.port, "/health/ready") == 200
    assert before == (service.server().pid, [worker.pid for worker in service.workers()])


def test_requests_survive_the_end_of_every_session(service: Service, filled: Postgres):
    recovered(service)
    with web.Crowd(service.port, PATHS) as crowd:
        for _ in range(5):
            time.sleep(0.3)
            filled.ask(ending(SERVED))
        ended, slower = time.monotonic(), web.busy()
        recovered(service)
        time.sleep(0.5 * slower)
    only_unavailable(crowd, service)
    assert set(crowd.statuses(ended + 0.3 * slower)) == {200}


def test_nobody_notices_that_unused_sessions_have_ended(service: Service, filled: Postgres):
    """As after a firewall's timeout: the next question gets another session."""
    recovered(service)
    for _ in range(20):
        filled.ask(ending(f"{SERVED} and state = 'idle'"))
        assert [web.status(service.port, path) for path in PATHS] == [200] * len(PATHS), service.said()[
            -3000:
        ]


@pytest.mark.parametrize("outage", [1.0, pytest.param(10.0, marks=pytest.mark.extra)])
def test_the_server_dies_under_load_and_comes_back(pair: Service, filled: Postgres, outage: float):
    service = pair
    recovered(service)
    with web.Crowd(service.port, PATHS) as crowd:
        time.sleep(0.5)
        filled.kill()
        died = time.monotonic()
        time.sleep(outage)
        alive = [web.get(service.port, "/health/live").seconds for _ in range(10)]
        assert web.status(service.port, "/health/ready") == 503
        filled.start()
        recovered(service)
        time.sleep(0.5)
    only_unavailable(crowd, service)
    assert crowd.statuses(died)[503] > 10
    assert max(alive) < 0.5 * web.busy()


def test_one_killed_session_takes_all_along_but_not_the_service(service: Service, filled: Postgres):
    """PostgreSQL ends every session when one of them crashes, and recovers."""
    recovered(service)
    with web.Crowd(service.port, PATHS) as crowd:
        time.sleep(0.3)
        sessions = {row["pid"] for row in filled.ask(SERVED)}
        psutil.Process(min(sessions)).kill()
        web.until(lambda: sessions.isdisjoint(process.pid for process in filled.processes()), 10)
        recovered(service)
    only_unavailable(crowd, service)
