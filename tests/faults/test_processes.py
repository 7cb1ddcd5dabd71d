"""Processes end: politely with SIGTERM, or not at all politely."""

import signal
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from api.reading.releases import NEWEST
from tests.faults import web
from tests.faults.conftest import Serve
from tests.faults.postgres import Postgres
from tests.faults.service import Service, lives

FILE = "/v1/staffing-figures.ndjson"
# Two fifths of it: more than a connection holds, and one process makes fifty at once in half a minute.
PART = f"{FILE}?metric__in=hires,offers"


def sessions(postgres: Postgres) -> set[int]:
    """But for those that only look for a new release: other services open them at any time."""
    found = postgres.ask(
        "select pid from pg_stat_activity where application_name = 'muster' and query <> $1", NEWEST
    )
    return {row["pid"] for row in found}


def test_sigterm_lets_open_requests_finish(serve: Serve, filled: Postgres, trouble: Callable[..., None]):
    others = sessions(filled)
    service = serve()
    whole = web.get(service.port, FILE)
    trouble(seconds=2)
    found: list[web.Answer] = []
    slow = threading.Thread(target=lambda: found.append(web.get(service.port, "/v1/metrics")))
    slow.start()
    reader = web.Reader(
        service.port, FILE, 262_144
    )  # with less, a busy machine takes longer than the 40 seconds
    assert reader.read(12) == b"HTTP/1.1 200"
    web.until(lambda: any("metrics" in session["query"] for session in filled.sessions()), 3)
    stopped: list[int] = []
    stopper = threading.Thread(target=lambda: stopped.append(service.stop()))
    stopper.start()
    # meanwhile, or a busy machine spends the 40 seconds on what follows
    rests: list[bytes] = []
    reading = threading.Thread(target=lambda: rests.append(reader.rest()))
    reading.start()
    slow.join()
    # a connection that the kernel still takes is never answered
    web.until(lambda: web.status(service.port, "/health/live", timeout=web.busy()) == 0, 5)
    reading.join()
    (rest,) = rests
    reader.leave()
    finished = time.monotonic()
    stopper.join()
    assert (stopped, web.since(finished) < 5 * web.busy()) == ([0], True)
    assert found[0].status == 200
    assert rest.removesuffix(b"\r\n0\r\n\r\n").endswith(whole.body[-200:])
    web.until(lambda: sessions(filled) <= others, 5)


def test_stop_signals_that_are_repeated_cut_nothing(serve: Serve):
    """systemd signals every process of a service, and the server signals its workers again each second."""
    service = serve()
    whole = web.get(service.port, FILE)
    with web.readers(service.port, FILE, 1) as [reader]:
        assert reader.read(12) == b"HTTP/1.1 200"
        stopped: list[int] = []
        stopper = threading.Thread(target=lambda: stopped.append(service.stop()))
        for worker in service.workers():
            worker.terminate()
        stopper.start()
        time.sleep(4)
        rest = reader.rest()
        stopper.join()
    assert (stopped, web.is_whole(rest)) == ([0], True)
    assert whole.body[-200:] in rest


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
    assert not web.is_whole(reader.rest())
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


@pytest.mark.extra
def test_of_fifty_downloads_each_is_finished_or_visibly_cut(serve: Serve, filled: Postgres):
    """Half of the clients go on reading when the service is told to end, the others read nothing any more."""
    others = sessions(filled)
    service = serve(MUSTER_SPOOL_MB="2000")
    whole = web.get(service.port, PART)
    with ExitStack() as stack:
        begun = [begin(stack, service.port) for _ in range(50)]
        stopped: list[int] = []
        stopper = threading.Thread(target=lambda: stopped.append(service.stop(120)))
        asked = time.monotonic()
        stopper.start()
        ends = [reader.rest() for reader in begun[:25]]
        stopper.join()
        assert web.since(asked) < 43 + 10 * web.busy()
        finished = [end for end in ends if web.is_whole(end)]
        assert all(whole.body[-200:] in end for end in finished)
        assert len(finished) >= 20
        for reader in begun[25:]:
            assert not web.is_whole(reader.rest()), "a file that was cut has a proper end"
    web.until(lambda: sessions(filled) <= others, 5)


def begin(stack: ExitStack, port: int) -> web.Reader:
    """A download under way. Only so many are made at once, so the last ones begin after a refusal or two.

    One process makes them all: a reader may wait longer for its turn than the service takes to end.
    """
    while True:
        reader = web.Reader(port, PART, patience=60)
        if reader.read(12) == b"HTTP/1.1 200":
            stack.callback(reader.leave)
            return reader
        reader.leave()
        time.sleep(0.2)
