"""Many clients, silent ones and slow ones; few file descriptors, a busy machine, and requests for nothing."""

import http.client
import multiprocessing
import random
import resource
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psutil
import pytest

from tests.faults import web
from tests.faults.conftest import Serve
from tests.faults.postgres import SERVED, Postgres, ending
from tests.faults.service import Service

PAGE = "/v1/agencies?limit=5"
MEGABYTE = 2**20


@contextmanager
def silent(port: int, count: int) -> Iterator[list[socket.socket]]:
    """Connections that say nothing."""
    with ExitStack() as open_ones:
        yield [
            open_ones.enter_context(socket.create_connection(("127.0.0.1", port), 20)) for _ in range(count)
        ]


def test_two_thousand_silent_connections_are_in_nobodys_way(service: Service):
    with silent(service.port, 2000):
        answers = [web.get(service.port, path) for path in (PAGE, "/health/live", "/health/ready") * 5]
    assert {answer.status for answer in answers} == {200}
    assert max(answer.seconds for answer in answers) < 0.5 * web.busy()


def test_headers_that_drip_in_are_cut_after_ten_seconds(service: Service):
    with silent(service.port, 100) as slow:
        begun = time.monotonic()
        for each in slow:
            each.sendall(b"GET / HTTP/1.1\r\nhost: mus")
        ends = []
        while len(ends) < len(slow) and web.since(begun) < 12 * web.busy():
            time.sleep(1)
            assert web.status(service.port, PAGE) == 200
            ends = [each for each in slow if has_ended(each)]
        assert len(ends) == len(slow)
        assert web.since(begun) > 9


def has_ended(connection: socket.socket) -> bool:
    """After one more letter of a header that never ends."""
    connection.settimeout(0.01)
    try:
        connection.sendall(b"x")
        return connection.recv(100) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def worked(service: Service) -> float:
    """Seconds that the processor has worked for the workers."""
    return sum(sum(worker.cpu_times()[:2]) for worker in service.workers())


@pytest.mark.parametrize("count", [1000, pytest.param(5000, marks=pytest.mark.extra)])
def test_each_of_so_many_connections_is_answered_at_the_price_of_few(service: Service, count: int):
    """In time of the processor: what others do on the machine does not count."""

    def price(clients: list[http.client.HTTPConnection], requests: int) -> float:
        before = worked(service)
        for n in range(requests):
            client = clients[n % len(clients)]
            answer = web.asked(client, PAGE)
            # on a slow machine a connection may have been idle for so long that the server has ended it
            assert (web.asked(client, PAGE) if answer.broken else answer).status == 200
        return worked(service) - before

    clients = [http.client.HTTPConnection("127.0.0.1", service.port, timeout=60) for _ in range(count)]
    try:
        price(clients, count)
        few, many = price(clients[:10], 1000), price(clients, 1000)
    finally:
        for client in clients:
            client.close()
    assert many < 2 * few + 0.1


def test_a_connection_for_each_request_is_taken(service: Service):
    statuses = [web.status(service.port, PAGE) for _ in range(500)]
    assert set(statuses) == {200}


def burn() -> None:
    while True:
        pass


def test_a_busy_machine_makes_answers_late_and_none_wrong(service: Service):
    neighbours = [multiprocessing.get_context("fork").Process(target=burn, daemon=True) for _ in range(6)]
    for each in neighbours:
        each.start()
    try:
        with web.Crowd(service.port, [PAGE, "/v1/sources.csv", "/health/ready"]) as crowd:
            alive = [web.status(service.port, "/health/live") for _ in range(20)]
    finally:
        for each in neighbours:
            each.kill()
            each.join()
    assert set(alive) == {200}
    assert set(crowd.statuses()) <= {200, 503}


def test_few_file_descriptors_refuse_connections_and_nothing_else(serve: Serve):
    """Who is connected goes on, who comes waits or is refused, and all is well when they have left."""
    service = serve()
    assert web.status(service.port, PAGE) == 200
    before = service.server().pid, [worker.pid for worker in service.workers()]
    (worker,) = service.workers()
    few = worker.num_fds() + 20
    worker.rlimit(resource.RLIMIT_NOFILE, (few, few))
    kept = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
    assert web.asked(kept, PAGE).status == 200
    with silent(service.port, 200):
        assert [web.asked(kept, PAGE).status for _ in range(20)] == [200] * 20
    kept.close()
    web.until(lambda: web.status(service.port, "/health/live", timeout=2) == 200, 10)
    web.until(lambda: web.status(service.port, PAGE) == 200, 5)
    assert before == (service.server().pid, [worker.pid for worker in service.workers()])
    assert len(service.said()) < 20_000


def test_a_database_without_a_free_session_is_away_until_it_has_one(service: Service, filled: Postgres):
    """The real 53300: a role that may open none."""
    (usual,) = filled.ask("select rolconnlimit from pg_roles where rolname = 'muster_reader'")
    filled.ask("alter role muster_reader connection limit 0")
    try:
        filled.ask(ending(SERVED))
        web.until(lambda: web.status(service.port, PAGE) == 503, 5)
        answer = web.get(service.port, PAGE)
        assert web.problem(answer)["type"].endswith("/database-unavailable")
        assert web.status(service.port, "/health/live") == 200
        assert web.status(service.port, "/health/ready") == 503
    finally:
        filled.ask(f"alter role muster_reader connection limit {usual[0]}")
    web.until(lambda: web.status(service.port, "/health/ready") == 200, 5)
    assert web.status(service.port, PAGE) == 200


def for_nothing(port: int, count: int, seed: int) -> set[int]:
    chance = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    paths = (
        "/v1/agencies/{}",
        "/{}",
        "/v1/staffing-figures/{}/history",
        "/v1/agencies?id={}",
        "/problems/{}",
    )
    found = {
        web.asked(connection, paths[n % len(paths)].format(f"{chance.getrandbits(96):x}")).status
        for n in range(count)
    }
    connection.close()
    return found


@pytest.mark.parametrize("count", [300, pytest.param(5_000, marks=pytest.mark.extra)])
def test_requests_for_nothing_cost_no_memory(service: Service, count: int):
    for_nothing(service.port, count, 1)
    before = service.memory()
    assert for_nothing(service.port, count, 2) == {404}
    assert service.memory() < before + 8 * MEGABYTE


def test_a_worker_that_may_not_grow_refuses_or_is_replaced(serve: Serve):
    """As in a container of little memory: twenty large files at once, and 256 MB more than it has."""
    service = serve()
    assert web.status(service.port, "/v1/agencies.parquet") == 200
    (worker,) = service.workers()
    data = psutil.Process(worker.pid).memory_info().data + 256 * MEGABYTE
    worker.rlimit(resource.RLIMIT_DATA, (data, data))
    answers: list[web.Answer] = []
    paths = ["/v1/staffing-figures.ndjson", "/v1/staffing-figures.parquet"] * 10
    threads = [
        threading.Thread(target=lambda path=path: answers.append(web.get(service.port, path, timeout=90)))
        for path in paths
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(paths)
    assert {answer.status for answer in answers if answer.whole} <= {200, 503}
    web.until(lambda: web.status(service.port, PAGE) == 200, 10)
