"""Which process runs which tests, and in what order: two cores are kept busy, and nothing is prepared twice.

Three processes share the tests. The first one begins with what waits most of its time, for a process to end
or an outage to pass. The others compute meanwhile, and give way to it, because it also measures times.
"""

import os
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

APART = "tests/contract/test_at_length.py"
CONTRACT = "tests/contract/"
WHOLE = ("tests/docs/", "tests/log/", "tests/bundle/test_whole_log.py")
WAITING = ("tests/runtime/", "tests/faults/")
# Files that publish logs of their own or validate whole releases: a minute or more each.
LONG = (
    "tests/api/test_naughty.py",
    "tests/api/test_pins.py",
    "tests/bundle/",
    "tests/openapi/",
    "tests/seeds/",
)
# Files of seconds, which fill the end of the run evenly.
SHORT = ("tests/importers/", "tests/catalog/", "tests/architecture/")
FIRST, GIVING_WAY = "gw0", 10
# What a test may take together with publishing the log before it, on a busy machine.
SECONDS = 1800


def pytest_configure(config: pytest.Config) -> None:
    if getattr(config, "workerinput", {"workerid": FIRST})["workerid"] != FIRST:
        os.nice(GIVING_WAY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"site", "log_url"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.timeout(SECONDS))
    items.sort(key=lambda item: rank(item.nodeid))


def rank(nodeid: str) -> int:
    """Sort what takes longest to the front: the last to begin must not be waited for."""
    first = (WHOLE, CONTRACT, *WAITING, LONG)
    others = len(first) + nodeid.startswith(SHORT)
    return next((n for n, places in enumerate(first) if nodeid.startswith(places)), others)


class ByFile(LoadScopeScheduling):
    """A file of tests stays in one process, except a file of few long tests.

    All files that need the whole log stay together, and so do those that need the log of the contract tests.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(APART):
            return nodeid
        together = {CONTRACT: CONTRACT, WHOLE: "whole log"}
        return next(
            (to for start, to in together.items() if nodeid.startswith(start)), nodeid.partition("::")[0]
        )

    def _assign_work_unit(self, node: WorkerController) -> None:
        """Hand out what waits to the first process and the rest to the others, as long as there are both."""
        waits = node.gateway.id == FIRST
        first = next((scope for scope in self.workqueue if scope.startswith(WAITING) == waits), None)
        if first is not None:
            self.workqueue.move_to_end(first, last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)
