"""Mixed requests for a long time: nothing grows that should not, and no answer is another than at first.

SOAK_REQUESTS sets how many, for the beginning and for what is compared with it.
"""

import http.client
import os
from collections import Counter
from contextlib import closing

import pytest

from tests.faults import web
from tests.faults.postgres import SERVED, Postgres
from tests.faults.service import Service

pytestmark = [pytest.mark.extra, pytest.mark.timeout(0)]
REQUESTS = int(os.environ.get("SOAK_REQUESTS", "3000"))
MEGABYTE = 2**20
FIGURES = "/v1/staffing-figures"
# Each twentieth request: the shares of readers of one figure, of pages, of files and of misspellings.
FIGURE = "/v1/agencies?limit=1&release=1"
PAGE = FIGURES + "?limit=20&sort=-value&value__gte={}"
MIX = (*[FIGURE] * 14, *[PAGE] * 4, "/v1/agencies.csv", FIGURES + "?valeu={}")
STATUSES = {FIGURE: {304}, PAGE: {200}, MIX[-2]: {200}, MIX[-1]: {400}}


def asked_in_turn(port: int, count: int, first: int) -> Counter[tuple[str, int]]:
    """How often each kind of request had each status. The figure is one that the reader has already."""
    tag = web.get(port, FIGURE).headers["etag"]
    found: Counter[tuple[str, int]] = Counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for n in range(first, first + count):
            kind = MIX[n % len(MIX)]
            headers = {"if-none-match": tag} if kind == FIGURE else {}
            answer = web.asked(connection, kind.format(n), headers=headers)
            found[kind, answer.status if answer.whole else 0] += 1
    return found


def held(service: Service, filled: Postgres) -> tuple[int, int]:
    """File descriptors of the workers, and sessions of the database."""
    return sum(worker.num_fds() for worker in service.workers()), len(filled.ask(SERVED))


def test_long_use_takes_no_more_memory_descriptors_or_sessions(service: Service, filled: Postgres):
    asked_in_turn(service.port, REQUESTS, 0)
    workers = {worker.pid for worker in service.workers()}
    memory, (descriptors, sessions) = service.memory(), held(service, filled)
    found = asked_in_turn(service.port, REQUESTS, REQUESTS)
    assert {kind: {status for each, status in found if each == kind} for kind in STATUSES} == STATUSES
    assert service.memory() < memory + 8 * MEGABYTE
    more_descriptors, more_sessions = held(service, filled)
    assert (more_descriptors <= descriptors + 4, more_sessions <= sessions + 2) == (True, True)
    assert {worker.pid for worker in service.workers()} == workers
