"""The database stands still: every request ends by itself, and the process never seems dead."""

import threading
import time

from tests.faults import web
from tests.faults.postgres import Postgres
from tests.faults.service import Service

# What a page may wait for a session and for its answer.
LIMIT = 2 + 5


def test_every_request_ends_while_the_database_is_frozen(service: Service, filled: Postgres):
    paths = ["/v1/agencies?limit=5", "/v1/metrics?limit=3"] * 2 + ["/health/ready"] * 2
    with web.Crowd(service.port, paths, size=10, pause=0) as crowd:
        web.until(lambda: len(crowd.answers) > 100 and len(filled.sessions("idle")) > 4, 20)
    found: list[web.Answer] = []
    threads = [
        threading.Thread(target=lambda path=path: found.append(web.get(service.port, path)))
        for path in paths * 3
    ]
    with filled.frozen():
        ready = web.get(service.port, "/health/ready")
        for thread in threads:
            thread.start()
        alive = []
        while any(thread.is_alive() for thread in threads):
            alive.append(web.get(service.port, "/health/live"))
            time.sleep(0.2)
    assert len(found) == len(threads)
    assert {answer.status for answer in found} == {503, 504}
    assert max(answer.seconds for answer in found) < LIMIT + web.busy()
    assert [web.problem(answer)["status"] for answer in found] == [answer.status for answer in found]
    assert {answer.status for answer in alive} == {200}
    assert max(answer.seconds for answer in alive) < 0.3 * web.busy()
    assert (ready.status, ready.seconds < 2 + web.busy() / 2) == (503, True)
    web.until(lambda: all(web.status(service.port, path) == 200 for path in paths), 5)
