"""What a worker remembers outlives the database, and says how old it is."""

import time

from tests.faults import web
from tests.faults.conftest import Serve
from tests.faults.postgres import Postgres

LIVE = ("/v1/agencies?limit=5", "/v1/sources.csv")
PINNED = "/v1/agencies?limit=5&release=1"
NEW = "/v1/incentives?limit=5"


def test_what_is_known_is_served_with_its_age_while_the_database_is_away(serve: Serve, filled: Postgres):
    service = serve(MUSTER_MEMORY_MB="16", MUSTER_WHOLE_FILE_MB="32")
    web.until(lambda: web.status(service.port, "/health/ready") == 200, 20)
    for _ in range(2):  # what is made before the first release is seen is not remembered
        before = {path: web.get(service.port, path) for path in (*LIVE, PINNED)}
    assert {answer.status for answer in before.values()} == {200}
    filled.kill()
    try:
        time.sleep(1.1)  # for a second a response may rest on what is known
        with web.Crowd(service.port, [*LIVE, PINNED]) as crowd:
            time.sleep(2)
        for path in LIVE:
            answer = web.get(service.port, path)
            assert (answer.status, answer.body) == (200, before[path].body)
            assert int(answer.headers["age"]) >= 1
            assert answer.headers["etag"] == before[path].headers["etag"]
        pinned = web.get(service.port, PINNED)
        assert (pinned.status, pinned.body, pinned.headers.get("age")) == (200, before[PINNED].body, None)
        unchanged = web.get(service.port, LIVE[0], headers={"if-none-match": '"another"'})
        assert unchanged.status == 200
        assert web.get(service.port, NEW).slug == "database-unavailable"
    finally:
        filled.start()
    assert set(crowd.statuses()) == {200}
    assert len(crowd.answers) > 10
    web.until(lambda: "age" not in web.get(service.port, LIVE[0]).headers, 10)
    web.until(lambda: web.status(service.port, NEW) == 200, 10)
