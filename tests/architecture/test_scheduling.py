"""Three processes share the tests: one waits, two compute, as long as there is something of both."""

import os
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.scheduling import CONTRACT, ByFile, pytest_configure

COMPUTING = [f"tests/api/test_{n}.py::test" for n in range(5)]
WAITING = [f"tests/faults/test_{n}.py::test" for n in range(4)]


class Process:
    """What xdist knows of one of its processes."""

    shutting_down = False

    def __init__(self, number: int) -> None:
        self.gateway = SimpleNamespace(id=f"gw{number}")
        self.ran: list[str] = []
        self.tests = COMPUTING + WAITING

    def send_runtest_some(self, indexes: list[int]) -> None:
        self.ran.extend(self.tests[each] for each in indexes)

    def shutdown(self) -> None:
        self.shutting_down = True


@pytest.fixture
def scheduler(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> ByFile:
    monkeypatch.setattr(pytestconfig.option, "tx", ["3*popen"])
    return ByFile(pytestconfig)


def taken(scheduler: ByFile, processes: list[Process]) -> Iterator[list[str]]:
    """What each process has at once, until nothing is left."""
    for process in processes:
        scheduler.registered_collections[process] = process.tests
        scheduler.assigned_work[process] = {}
    while scheduler.workqueue:
        for process in processes:
            if scheduler.workqueue:
                scheduler._assign_work_unit(process)
        yield [process.ran[-1] for process in processes]
        for units in scheduler.assigned_work.values():
            for unit in units.values():
                unit.update(dict.fromkeys(unit, True))


def test_the_first_process_waits_and_the_others_compute_as_long_as_there_are_both(scheduler):
    processes = [Process(number) for number in (2, 0, 1)]
    for test in processes[0].tests:
        scheduler.workqueue[scheduler._split_scope(test)] = {test: False}
    waited = [[test in WAITING for test in tests] for tests in taken(scheduler, processes)]
    assert waited == [[False, True, False], [False, True, False], [False, True, True]]


def test_the_others_give_way(monkeypatch, pytestconfig):
    given = []
    monkeypatch.setattr(os, "nice", given.append)
    for number in range(3):
        pytest_configure(SimpleNamespace(workerinput={"workerid": f"gw{number}"}))
    pytest_configure(SimpleNamespace())
    assert given == [10, 10]


@pytest.mark.parametrize(
    ("tests", "scopes"),
    [
        (["tests/api/test_a.py::x", "tests/api/test_a.py::y", "tests/api/test_b.py::x"], 2),
        (["tests/docs/test_a.py::x", "tests/log/test_b.py::y", "tests/bundle/test_whole_log.py::z"], 1),
        ([f"{CONTRACT}test_links.py::x", f"{CONTRACT}test_methods.py::y"], 1),
        ([f"{CONTRACT}test_at_length.py::x", f"{CONTRACT}test_at_length.py::y"], 2),
    ],
)
def test_what_shares_a_database_stays_in_one_process(scheduler, tests, scopes):
    assert len({scheduler._split_scope(test) for test in tests}) == scopes
