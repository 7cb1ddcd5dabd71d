"""Whatever the database says, the client hears of it only in our own words."""

from collections.abc import Callable

import pytest

from tests.faults import web
from tests.faults.service import ROOT, Service

STATES = {
    "08000": "database-unavailable",
    "08006": "database-unavailable",
    "57P01": "database-unavailable",
    "57P03": "database-unavailable",
    "53100": "database-unavailable",
    "53200": "database-unavailable",
    "53300": "database-unavailable",
    "55P03": "overloaded",
    "57014": "query-timeout",
    "40001": "replica-conflict",
    "40P01": "replica-conflict",
    "22003": "invalid-query",
    "22021": "invalid-query",
    "22P02": "invalid-query",
    "2201B": "invalid-query",
    "0A000": "internal",
    "25006": "internal",
    "28000": "internal",
    "3D000": "internal",
    "42501": "internal",
    "42P01": "internal",
    "XX000": "internal",
    "P0001": "internal",
}
SECRETS = (
    b"secretive",
    b"select",
    b"muster.records",
    b"db1",
    b"PL/pgSQL",
    b"asyncpg",
    b"PostgreSQL 1",
    b"Traceback",
)


@pytest.mark.parametrize(("state", "slug"), STATES.items())
def test_no_failure_of_the_database_shows_through(
    service: Service, trouble: Callable[..., None], state: str, slug: str
):
    trouble(state=state)
    for path in ("/v1/metrics", "/v1/metrics/sworn_headcount", "/v1/metrics.csv", "/v1/metrics.ndjson"):
        answer = web.get(service.port, path)
        body = web.problem(answer)
        assert body["type"].endswith(f"/{slug}"), (path, body)
        said = answer.body + repr(answer.headers).encode()
        # the id is random, and may spell anything
        said = said.replace(body["request_id"].encode(), b"")
        assert not [secret for secret in (*SECRETS, str(ROOT).encode()) if secret in said]
        assert answer.headers["server"] == "granian"
        if slug in {"internal", "invalid-query"}:
            assert f"request {body['request_id']}: " in service.said()


def test_head_hears_of_a_failure_without_a_body(service: Service, trouble: Callable[..., None]):
    trouble(state="42501")
    answer = web.get(service.port, "/v1/metrics/sworn_headcount", "HEAD")
    assert (answer.status, answer.body) == (500, b"")
