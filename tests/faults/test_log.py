"""An outage fills no disk: what is logged is said once in a while, with what was left out counted."""

from tests.faults import web
from tests.faults.postgres import Postgres
from tests.faults.service import Service


def test_an_outage_is_logged_once_in_a_while(service: Service, filled: Postgres):
    assert web.status(service.port, "/health/ready") == 200
    web.until(lambda: "/v1/staffing-figures.csv" in service.said(), 10)  # what a start says has been said
    before = len(service.said())  # a session that ends may be told at once, and the next only in a while
    filled.kill()
    try:
        with web.Crowd(
            service.port, ["/v1/agencies", "/v1/sources.csv", "/health/ready"], pause=0.001
        ) as crowd:
            # an outage of a test before may have been told just now: then this one is told a while later
            web.until(
                lambda: len(crowd.answers) > 1000 and "database-unavailable" in service.said()[before:], 20
            )
        lasted = crowd.answers[-1][0] - crowd.answers[0][0]
    finally:
        filled.start()
    said = service.said()[before:]
    assert set(crowd.statuses()) == {503}
    assert "database-unavailable" in said
    assert "Traceback" not in said
    assert len(said.splitlines()) <= 2 * (1 + lasted / 5), said
    assert len(said) < 2000
    web.until(lambda: web.status(service.port, "/health/ready") == 200, 5)
