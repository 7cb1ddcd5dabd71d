"""Processes end: politely with SIGTERM, or not at all politely."""

import signal
import threading
import time
from collections.abc import Callable

import pytest

from tests.faults import web
from tests.faults.conftest import Serve
from tests.faults.postgres import Postgres
from tests.faults.service import Service, lives

FILE = "/v1/staffing-figures.ndjson"


def sessions(postgres: Postgres) -> set[int]:
    found = postgres.ask("select pid from pg_stat_activity where application_name = 'muster'")
    return {row["pid"] for row in found}


def test_sigterm_lets_open_requests_finish(serve: Serve, filled: Postgres, trouble: Callable[..., None]):
    others = sessions(filled)
    service = serve()
    whole = web.get(service.port, FILE)
    trouble(seconds=2)
    found: list[web.Answer] = []
    slow = threading.Thread(target=lambda: found.append(web.get(service.port, "/v1/metrics")))
    slow.start()
    reader = web.Reader(service.port, FILE)
    assert reader.read(12) == b"HTTP/1.1 200"
    web.until(lambda: any("metrics" in session["query"] for session in filled.sessions()), 3)
    stopped: list[int] = []
    begun = time.monotonic()
    stopper = threading.Thread(target=lambda: stopped.append(service.stop()))
    stopper.start()
    slow.join()
    web.until(lambda: web.get(service.port, "/health/live").status == 0, 5)
    rest = reader.rest()
    reader.leave()
    stopper.join()
    assert (stopped, web.since(begun) < 8 * web.busy()) == ([0], True)
    assert found[0].status == 200
    assert rest.removesuffix(b"\r\n0\r\n\r\n").endswith(whole.body[-200:])
    web.until(lambda: sessions(filled) <= others, 5)


@pytest.mark.extra
def test_sigterm_cuts_what_does_not_end(serve: Serve, filled: Postgres):
    """A client that stops reading has 40 seconds; what it has is then visibly not the whole."""
    others = sessions(filled)
    service = serve()
    reader = web.Reader(service.port, FILE)
    reader.read(12)
    begun = time.monotonic()
    service.stop(120)
    assert 39 < web.since(begun) < 40 + 7 * web.busy()
    assert not reader.rest().endswith(b"0\r\n\r\n")
    reader.leave()
    web.until(lambda: sessions(filled) <= others, 5)


def test_a_killed_worker_is_replaced(pair: Service):
    before = pair.starts()
    with web.Crowd(pair.port, ["/v1/agencies?limit=5", "/v1/config"]) as crowd:
        time.sleep(0.5)
        pair.oldest().kill()
        killed = time.monotonic()
        web.until(lambda: pair.starts() == before + 1, 5)
        time.sleep(0.5)
    assert set(crowd.statuses()) <= {200, 0}, crowd.statuses()
    lost = [answer for _, answer in crowd.answers if answer.status == 0]
    assert len(lost) <= 2 * len(crowd.threads)
    assert crowd.statuses(killed + 5 * web.busy()).get(0, 0) == 0


@pytest.mark.parametrize("which", ["serve", "server"])
def test_no_process_outlives_a_killed_one(serve: Serve, filled: Postgres, which: str):
    others = sessions(filled)
    service = serve()
    web.get(service.port, "/v1/agencies")
    server, workers = service.server(), service.workers()
    service.process.kill() if which == "serve" else server.send_signal(signal.SIGKILL)
    web.until(lambda: not any(map(lives, [server, *workers])), 10)
    web.until(lambda: sessions(filled) <= others, 5)
