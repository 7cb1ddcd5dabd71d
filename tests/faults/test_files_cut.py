"""A file that is cut, by whatever: no client may take it for whole."""

import random
import time

import psutil
import pytest

from tests.faults import web
from tests.faults.download import CURL, FILE, MANNERS, Download, Tally, another, references
from tests.faults.postgres import SERVED, Postgres, ending
from tests.faults.programs import held
from tests.faults.service import Service
from tests.faults.test_files_left import left_in

UNDER_WAY = f"{SERVED} and query ilike 'copy%' and state = 'active'"
END = ending(UNDER_WAY)
EVERYONE = (*MANNERS, *CURL)


def cut_sessions(
    port: int, postgres: Postgres, wanted: int, manners: tuple[str, ...], known: dict[str, str]
) -> Tally:
    """Ends the database session of one download after the other, somewhere in the middle."""
    chance, tally = random.Random(wanted), Tally()
    for turn in range(4 * wanted):
        if tally.cut >= wanted // 3 and tally.cut + tally.refused >= wanted:
            break
        manner = manners[turn % len(manners)]
        with Download(port, manner, another(turn)) as download:
            time.sleep(chance.uniform(0.01, 0.25))
            postgres.ask(END)
        tally.add(download.answer, known[manner])
    return tally


def server_of(download: Download, service: Service) -> psutil.Process | None:
    for worker in service.workers():
        for connection in worker.net_connections("tcp4"):
            if connection.raddr and connection.raddr.port == download.local:
                return worker
    return None


def from_worker(worker: psutil.Process, service: Service, manner: str) -> Download:
    """A download that this worker will serve: the kernel chooses, so others are given up unasked."""
    for _ in range(100):
        download = Download(service.port, manner)
        web.until(lambda: server_of(download, service), 10)  # noqa: B023 - called here
        if server_of(download, service) == worker:
            return download
        download.give_up()
    raise AssertionError("no connection reaches the oldest worker")


def cut_workers(service: Service, wanted: int) -> Tally:
    """Kills the worker that serves a download. The same one twice in a row would end the server."""
    chance, tally, known = random.Random(wanted), Tally(), references(service.port)
    for turn in range(4 * wanted):
        if tally.cut >= wanted:
            break
        manner, begun, worker = MANNERS[turn % len(MANNERS)], service.starts(), service.oldest()
        with from_worker(worker, service, manner) as download:
            time.sleep(chance.uniform(0.02, 0.2))
            worker.kill()
        web.until(lambda: service.starts() == begun + 1, 10)  # noqa: B023 - called here
        tally.add(download.answer, known[manner])
    return tally


@pytest.mark.parametrize(
    ("cuts", "manners"), [(16, MANNERS), pytest.param(140, EVERYONE, marks=pytest.mark.extra)]
)
def test_a_file_cut_by_the_database_is_visibly_cut(
    service: Service, filled: Postgres, cuts: int, manners: tuple[str, ...]
):
    before, known = len(service.said()), references(service.port, manners)
    tally = cut_sessions(service.port, filled, cuts, manners, known)
    assert tally.cut + tally.refused >= cuts, tally
    assert tally.cut >= cuts // 3, tally
    for more in range(3, 12):  # of those within five seconds one is told
        if "file-cut: " in service.said()[before:]:
            break
        cut_sessions(service.port, filled, more, ("1.1",), known)
    said = service.said()[before:]
    assert "file-cut: " in said
    assert "Traceback" not in said
    assert web.get(service.port, FILE).whole


# After each, another worker starts, which takes a busy machine ten seconds.
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("cuts", [4, pytest.param(24, marks=pytest.mark.extra)])
def test_a_file_cut_by_the_end_of_its_worker_is_visibly_cut(pair: Service, cuts: int):
    tally = cut_workers(pair, cuts)
    assert tally.cut >= cuts, tally


# They have their rows from the database long before they are finished: it is cut soon after it begins.
@pytest.mark.parametrize("suffix", [".parquet", pytest.param(".xlsx", marks=pytest.mark.extra)])
@pytest.mark.parametrize("cuts", [6, pytest.param(40, marks=pytest.mark.extra)])
def test_what_ends_with_its_index_is_whole_or_does_not_open(
    service: Service, filled: Postgres, suffix: str, cuts: int
):
    chance, file = random.Random(cuts), f"/v1/staffing-figures{suffix}"
    answer = web.get(service.port, file)
    rows = held(file, answer.body)
    assert int(rows.split()[0]) > 10_000
    ended = {"whole": 0, "refused": 0, "cut": 0}
    within = answer.seconds / 20
    for turn in range(4 * cuts):
        if ended["refused"] + ended["cut"] >= cuts:
            break
        manner = ("1.1", "1.0")[turn % 2]
        with Download(service.port, manner, another(turn, file), keep=True) as download:
            web.until(lambda: filled.ask(UNDER_WAY) or not download.thread.is_alive(), 10)
            time.sleep(chance.uniform(0, within))
            filled.ask(END)
        found = download.answer
        kind = "cut" if not found.whole else "whole" if found.status == 200 else "refused"
        ended[kind] += 1
        if kind == "whole":
            assert held(file, found.body) == rows
        elif kind == "refused":
            assert web.problem(found)
    assert ended["refused"] + ended["cut"] >= cuts, ended
    web.until(lambda: service.spooled() == 0 and not left_in(service), 1)
