"""Clients of files that leave, crawl or are many."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import psutil
import pytest

from tests.faults import web
from tests.faults.postgres import Postgres
from tests.faults.service import Service

FILE = "/v1/staffing-figures.ndjson"
PAGE = "/v1/agencies?limit=20"
MEGABYTE = 2**20


def copies(postgres: Postgres) -> int:
    return sum(row["query"].lower().startswith("copy") for row in postgres.sessions())


def abort(port: int, path: str, seed: int) -> None:
    """Reads a random part and leaves, with or without a word."""
    chance = random.Random(seed)
    reader = web.Reader(port, path, buffer=65_536)
    until, wanted = time.monotonic() + chance.uniform(0, 0.3), chance.randrange(3_000_000)
    reader.socket.settimeout(0.3)
    try:
        while wanted > 0 and time.monotonic() < until and (piece := reader.read(65_536)):
            wanted -= len(piece)
    except (TimeoutError, ConnectionResetError):
        pass
    reader.leave()


@pytest.mark.parametrize("clients", [40, pytest.param(200, marks=pytest.mark.extra)])
def test_who_leaves_takes_session_and_file_along(
    service: Service, filled: Postgres, trouble: Callable[..., None], clients: int
):
    """Also before the first byte: metrics take two seconds to begin."""
    trouble(seconds=2)
    threads = [
        threading.Thread(target=abort, args=(service.port, "/v1/metrics.csv" if n % 10 == 0 else FILE, n))
        for n in range(clients)
    ]
    alive = []
    for thread in threads:
        thread.start()
        alive.append(web.get(service.port, "/health/live"))
    for thread in threads:
        thread.join()
    web.until(lambda: copies(filled) == 0 and service.spooled() == 0, 1)
    assert {answer.status for answer in alive} == {200}
    assert sorted(answer.seconds for answer in alive)[len(alive) // 2] < 0.05 * web.busy()
    assert web.status(service.port, "/v1/sources.csv") == 200


def pages(service: Service, count: int = 100) -> float:
    """The time that nine of ten pages stay below."""
    answers = [web.get(service.port, PAGE) for _ in range(count)]
    assert {answer.status for answer in answers} == {200}
    return sorted(answer.seconds for answer in answers)[count * 9 // 10]


def test_slow_readers_of_files_are_in_nobodys_way(service: Service, filled: Postgres):
    alone = pages(service)
    path = "/v1/staffing-figures.csv"
    with web.readers(service.port, path, 50) as slow:
        begun = [reader.read(12)[9:12] for reader in slow]
        web.until(lambda: copies(filled) == 0, 10)
        beside = pages(service)
        held = service.spooled()
        for reader in slow:
            reader.read(1024)
    assert set(begun) <= {b"200", b"503"}
    assert held >= begun.count(b"200") // 2 > 0
    assert beside < 2 * alone + 0.03 * web.busy()
    web.until(lambda: service.spooled() == 0, 1)


def test_files_need_no_memory(service: Service):
    """Four large files at once for clients that do not read, and one that does, packed."""
    web.get(service.port, FILE)
    before = most = service.memory()
    with web.readers(service.port, FILE, 4) as slow:
        assert [reader.read(12)[9:12] for reader in slow] == [b"200"] * 4
        packed = threading.Thread(
            target=web.get, args=(service.port, FILE), kwargs={"headers": {"accept-encoding": "gzip"}}
        )
        packed.start()
        while packed.is_alive():
            most = max(most, service.memory())
            time.sleep(0.05)
    assert most < before + 64 * MEGABYTE, f"{(most - before) / MEGABYTE:.0f} MB more"


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx"])
def test_a_converted_file_needs_little_memory(service: Service, suffix: str):
    """Two at once, the library loaded by a file before."""
    path = f"/v1/staffing-figures{suffix}"
    web.get(service.port, f"/v1/agencies{suffix}")
    before = most = service.memory()
    clients = [threading.Thread(target=web.get, args=(service.port, path)) for _ in range(2)]
    for client in clients:
        client.start()
    while any(client.is_alive() for client in clients):
        most = max(most, service.memory())
        time.sleep(0.05)
    assert most < before + 64 * MEGABYTE, f"{(most - before) / MEGABYTE:.0f} MB more"


def left_in(service: Service) -> list[str]:
    """The scratch of workbooks has names, unlike files."""
    return [path.name for path in service.spool.iterdir()]


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx"])
def test_who_leaves_a_file_in_conversion_takes_it_along(service: Service, filled: Postgres, suffix: str):
    path, before = f"/v1/staffing-figures{suffix}", len(service.said())
    for pause in (0.0, 0.05, 0.3, 1.0):
        reader = web.Reader(service.port, path)
        time.sleep(pause)
        reader.leave()
        web.until(lambda: copies(filled) == 0 and service.spooled() == 0 and not left_in(service), 1)
    assert web.status(service.port, f"/v1/sources{suffix}") == 200
    assert "Traceback" not in service.said()[before:]


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx"])
def test_pages_keep_their_time_while_files_are_converted(service: Service, suffix: str):
    path = f"/v1/staffing-figures{suffix}"
    web.get(service.port, f"/v1/agencies{suffix}")
    alone = pages(service)
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            web.get(service.port, path)

    clients = [threading.Thread(target=ask) for _ in range(3)]
    for client in clients:
        client.start()
    beside = pages(service)
    over.set()
    for client in clients:
        client.join()
    assert beside < 2 * alone + 0.03 * web.busy()


@pytest.fixture
def repeated(filled: Postgres) -> Iterator[int]:
    """The figures of a million rows: the served ones again and again, at no cost of space."""
    (held,) = filled.ask("select count(*)::int from serving.staffing_figures")
    times = 1_000_000 // held[0] + 1
    view = "create or replace view api.staffing_figures_at as "
    (before,) = filled.ask("select pg_get_viewdef('api.staffing_figures_at')")[0]
    filled.ask(f"{view}{before.rstrip(';')} cross join generate_series(1, {times})")
    yield held[0] * times
    # or every test after this one downloads two gigabytes
    filled.ask(view + before)
    assert filled.ask("select pg_get_viewdef('api.staffing_figures_at')")[0][0] == before


# All ranks: every row, under an address whose length and digest no test before has made known.
EVERY_RANK = "rank__in=deprecated,normal,preferred"


@pytest.mark.extra
def test_a_million_rows_of_parquet_need_little_memory(service: Service, repeated: int):
    web.get(service.port, "/v1/agencies.parquet")
    before = most = service.memory()
    reader = web.Reader(service.port, f"/v1/staffing-figures.parquet?{EVERY_RANK}", buffer=MEGABYTE)
    reader.socket.settimeout(60)
    sampled, end = time.monotonic(), b""
    with closing(reader.socket):
        for piece in reader.pieces(MEGABYTE):
            end = (end + piece)[-len(b"PAR1" + web.LAST_CHUNK) :]
            if time.monotonic() - sampled > 0.1:
                most, sampled = max(most, service.memory()), time.monotonic()
    assert end == b"PAR1" + web.LAST_CHUNK
    assert most < before + 64 * MEGABYTE, f"{(most - before) / MEGABYTE:.0f} MB more"


def backends(postgres: Postgres) -> int:
    """Memory of the sessions that write files, without what all processes of PostgreSQL share."""
    sql = "select pid from pg_stat_activity where usename = 'muster_exporter'"
    found = 0
    for row in postgres.ask(sql):
        with suppress(psutil.NoSuchProcess):
            found += psutil.Process(row["pid"]).memory_full_info().uss
    return found


@pytest.mark.extra
def test_a_million_rows_need_no_memory(service: Service, filled: Postgres, repeated: int):
    """Neither of the service nor of the database, from the first row to the last."""
    before = most = service.memory()
    written: list[int] = []
    reader = web.Reader(service.port, f"{FILE}?{EVERY_RANK}", buffer=MEGABYTE)
    reader.socket.settimeout(60)
    lines, sampled = -len(b"HTTP/1.1 200 OK"), time.monotonic()
    with closing(reader.socket):
        for piece in reader.pieces(MEGABYTE):
            lines += piece.count(b"}\n")
            if time.monotonic() - sampled > 0.1:
                most, sampled = max(most, service.memory()), time.monotonic()
                written.append(backends(filled))
    assert abs(lines - repeated) < repeated // 1000
    assert max(written) < 64 * MEGABYTE
    assert most < before + 64 * MEGABYTE, f"{(most - before) / MEGABYTE:.0f} MB more"
