"""A file that is cut, by whatever: no client may take it for whole."""

import hashlib
import http.client
import random
import threading
import time
from typing import Self

import psutil
import pytest
from msgspec import Struct

from tests.faults import web
from tests.faults.conftest import Serve
from tests.faults.postgres import Postgres
from tests.faults.service import Service

FILE = "/v1/staffing-figures.ndjson"
# As clients ask: plain, packed, and as those that cannot know of chunks.
MANNERS = ("1.1", "gzip", "1.0")


class Old(http.client.HTTPConnection):
    _http_vsn, _http_vsn_str = 10, "HTTP/1.0"


class Download:
    """A client that reads a file in a thread of its own."""

    def __init__(self, port: int, manner: str) -> None:
        kind = Old if manner == "1.0" else http.client.HTTPConnection
        self.connection = kind("127.0.0.1", port, timeout=30)
        self.connection.connect()
        self.headers = {"accept-encoding": "gzip"} if manner == "gzip" else {}
        self.local: int = self.connection.sock.getsockname()[1]
        self.answer = web.Answer(status=0, broken="not asked")
        self.thread = threading.Thread(target=self.ask)

    def ask(self) -> None:
        self.answer = web.asked(self.connection, FILE, headers=self.headers)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.thread.join(40)
        self.connection.close()
        assert not self.thread.is_alive(), "a download hangs"

    def worker(self, service: Service) -> psutil.Process | None:
        """Who serves it."""
        for worker in service.workers():
            for connection in worker.net_connections("tcp4"):
                if connection.raddr and connection.raddr.port == self.local:
                    return worker
        return None


class Tally(Struct):
    """How downloads ended. `refused`: a problem instead of a file."""

    whole: int = 0
    cut: int = 0
    refused: int = 0

    def add(self, answer: web.Answer, reference: str) -> None:
        if not answer.whole:
            self.cut += 1
        elif answer.status == 503:
            self.refused += 1
        else:
            assert answer.status == 200, answer
            assert digest(answer) == reference, f"{len(answer.body)} bytes of a file were taken for the whole"
            self.whole += 1


def digest(answer: web.Answer) -> str:
    return hashlib.sha256(answer.body).hexdigest()


def references(port: int) -> dict[str, str]:
    found = {}
    for manner in MANNERS:
        with Download(port, manner) as download:
            pass
        assert (download.answer.status, download.answer.whole) == (200, True)
        found[manner] = digest(download.answer)
    assert found["1.1"] == found["1.0"] != found["gzip"]
    return found


def cut_sessions(service: Service, postgres: Postgres, wanted: int, seed: int) -> Tally:
    """Ends the database session of one download after the other, somewhere in the middle."""
    chance, tally, known = random.Random(seed), Tally(), references(service.port)
    end = """select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'muster' and query ilike 'copy%' and state = 'active'"""
    for turn in range(4 * wanted):
        if tally.cut + tally.refused >= wanted:
            break
        manner = MANNERS[turn % len(MANNERS)]
        with Download(service.port, manner) as download:
            time.sleep(chance.uniform(0.01, 0.4))
            postgres.ask(end)
        tally.add(download.answer, known[manner])
    return tally


def cut_workers(service: Service, wanted: int, seed: int) -> Tally:
    """Kills the worker that serves a download. The same one twice in a row would end the server."""
    chance, tally, known = random.Random(seed), Tally(), references(service.port)
    spared, kills = 0, 0
    for turn in range(6 * wanted):
        if tally.cut >= wanted:
            break
        manner = MANNERS[turn % len(MANNERS)]
        with Download(service.port, manner) as download:
            time.sleep(chance.uniform(0.05, 0.4))
            worker = download.worker(service)
            if worker is not None and worker.pid != spared:
                others = {each.pid for each in service.workers()} - {worker.pid}
                worker.kill()
                kills += 1
        if kills + service.size > service.starts():
            web.until(lambda: service.starts() == kills + service.size, 10)  # noqa: B023 - called here
            (spared,) = {each.pid for each in service.workers()} - others
        tally.add(download.answer, known[manner])
    return tally


@pytest.mark.parametrize("cuts", [16, pytest.param(160, marks=pytest.mark.extra)])
def test_a_file_cut_by_the_database_is_visibly_cut(service: Service, filled: Postgres, cuts: int):
    tally = cut_sessions(service, filled, cuts, seed=cuts)
    assert tally.cut + tally.refused >= cuts, tally
    assert tally.cut >= cuts // 3, tally
    assert web.get(service.port, FILE).whole


@pytest.mark.parametrize("cuts", [4, pytest.param(40, marks=pytest.mark.extra)])
def test_a_file_cut_by_the_end_of_its_worker_is_visibly_cut(serve: Serve, cuts: int):
    service = serve(MUSTER_WORKERS="2")
    tally = cut_workers(service, cuts, seed=cuts)
    assert tally.cut >= cuts, tally
