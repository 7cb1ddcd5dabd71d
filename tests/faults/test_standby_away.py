"""A standby that ends, cancels what it must, and becomes the primary while readers ask."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from api.database.connection import DatabaseProblem
from api.database.setup import initialise
from tests.faults import growing, web
from tests.faults.postgres import DebianCluster, Postgres, Standby
from tests.faults.publisher import Publisher
from tests.faults.service import Service

pytestmark = [pytest.mark.extra, pytest.mark.timeout(600)]
PAGE = "/v1/staffing-figures?limit=3"
RECOVERY = 5.0


@pytest.fixture
def publisher(primary: DebianCluster, tmp_path: Path) -> Publisher:
    made = Publisher(Postgres(primary), "away", tmp_path)
    growing.begin(made.log)
    made.first()
    return made


@pytest.fixture
def standby(primary: DebianCluster, publisher: Publisher) -> Iterator[Standby]:
    cluster = Standby(primary, 0)
    try:
        cluster.prepare()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def service(publisher: Publisher, standby: Standby) -> Iterator[Service]:
    """Reads from the standby where it can."""
    hosts = f"host={standby.folder},{standby.primary.folder}&target_session_attrs=prefer-standby"
    urls = {"reader_url": publisher.reader_url, "exporter_url": publisher.exporter_url}
    both = {name: urlsplit(url)._replace(query=hosts).geturl() for name, url in urls.items()}
    with publisher.served(**both) as running:
        web.until(lambda: web.status(running.port, PAGE) == 200, RECOVERY)
        yield running


def answers(service: Service) -> None:
    web.until(lambda: web.status(service.port, PAGE) == 200, RECOVERY)


def test_a_standby_that_dies_leaves_readers_to_the_primary(service: Service, standby: Standby):
    with web.Crowd(service.port, [PAGE, "/v1/sources.csv"]) as crowd:
        web.until(lambda: len(crowd.answers) > 50, 20)
        Postgres(standby).crash()
        answers(service)
        died = len(crowd.answers)
        web.until(lambda: len(crowd.answers) > died + 50, 20)
    assert set(crowd.statuses()) <= {200, 503}
    assert {answer.status for _, answer in crowd.answers[-20:]} == {200}
    assert len(Postgres(standby.primary).sessions("idle")) > 0


def test_a_standby_that_becomes_the_primary_is_read_and_published_to(
    service: Service, standby: Standby, publisher: Publisher
):
    with web.Crowd(service.port, [PAGE]) as crowd:
        Postgres(standby.primary).crash()
        Postgres(standby).ask("select pg_promote()")
        answers(service)
    assert set(crowd.statuses()) <= {200, 503}
    publisher.owner_url = urlsplit(publisher.owner_url)._replace(query=f"host={standby.folder}").geturl()
    growing.grow(publisher.log, 2)
    assert publisher.run()[0] == 0
    web.until(lambda: web.get(service.port, PAGE).headers["muster-release"] == "2", RECOVERY)


UNLIMITED = "select from pg_roles where rolname = 'muster_reader' and rolconnlimit = -1"


def test_nothing_is_published_to_a_standby(standby: Standby, publisher: Publisher):
    """Nor are roles changed there. Both say which database to name."""
    direct = publisher.owner_url
    publisher.owner_url = urlsplit(publisher.owner_url)._replace(query=f"host={standby.folder}").geturl()
    growing.grow(publisher.log, 2)
    code, said = publisher.run()
    assert code == 1
    assert said.splitlines()[-1] == (
        "Error: nothing was published: the database is read-only, as a standby is. "
        "Name the primary in MUSTER_OWNER_URL"
    )
    urls = {"reader_url": publisher.reader_url, "exporter_url": publisher.exporter_url}
    publisher.postgres.ask_as(direct, "alter role muster_reader connection limit -1")
    web.until(lambda: len(publisher.postgres.ask_as(publisher.owner_url, UNLIMITED)) == 1, RECOVERY)
    with ThreadPoolExecutor(1) as pool, pytest.raises(DatabaseProblem, match="is read-only, as a standby is"):
        web.patiently(pool.submit(asyncio.run, initialise(publisher.owner_url, **urls)).result, 60)


def test_what_a_standby_cancels_is_told_and_asked_for_again(
    service: Service, standby: Standby, publisher: Publisher
):
    """The real conflict: what a query reads is vacuumed away on the primary."""
    copied = Postgres(standby)
    copied.ask("alter system set max_standby_streaming_delay = '100ms'")
    copied.ask("select pg_reload_conf()")
    with web.Crowd(service.port, [PAGE, "/v1/staffing-figures.csv", "/v1/agencies?limit=2"]) as crowd:
        for _ in range(5):
            publisher.ask("update serving.staffing_figures set to_release = to_release")
            publisher.postgres.ask_as(publisher.owner_url, "vacuum serving.staffing_figures")
        answers(service)
    assert set(crowd.statuses()) <= {200, 503}
    told = {answer.slug for _, answer in crowd.answers if answer.status == 503}
    assert told <= {"replica-conflict", "overloaded", "database-unavailable"}
