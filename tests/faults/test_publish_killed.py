"""Whatever ends a publisher, and when: the old release is served, and the next try publishes the new one."""

import random
import time

import pytest

from tests.faults import web
from tests.faults.postgres import Postgres, ending
from tests.faults.publisher import PHASES, SESSIONS, MakePublisher, communicated, publishers

Tables = dict[str, list[str]]
TERMINATE = ending(SESSIONS)


@pytest.fixture(scope="module")
def make_publisher(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> MakePublisher:
    return publishers(postgres, tmp_path_factory)


@pytest.fixture(scope="module")
def undisturbed(make_publisher: MakePublisher) -> Tables:
    """What both releases come to where nothing goes wrong."""
    publisher = make_publisher("publish_undisturbed")
    publisher.first()
    publisher.second()
    assert publisher.run() == (0, "  0002-made\nRelease 2 is published.\n")
    return publisher.everything()


def test_publishers_killed_in_every_phase(make_publisher: MakePublisher, undisturbed: Tables):
    publisher = make_publisher("publish_killed")
    publisher.first()
    publisher.second()
    before = publisher.everything()
    for table in PHASES:
        with publisher.stopped_at(table) as process:
            process.kill()
            process.wait()
        web.until(lambda: publisher.everything() == before, 10)
    assert publisher.run()[0] == 0
    assert publisher.everything() == undisturbed


def test_first_publishers_killed_leave_an_empty_database(make_publisher: MakePublisher):
    publisher = make_publisher("publish_killed_first")
    indexes = "select indexdef from pg_indexes where schemaname in ('muster', 'serving') order by 1"
    before = publisher.everything(), publisher.ask(indexes)
    for table in ("muster.staffing_figures", "serving.staffing_figures", "muster.current_release"):
        with publisher.stopped_at(table) as process:
            process.kill()
            process.wait()
        web.until(lambda: (publisher.everything(), publisher.ask(indexes)) == before, 10)
    assert publisher.run()[0] == 0
    assert publisher.number == 1
    assert publisher.ask(indexes) == before[1]


def test_publishers_killed_at_random_times(make_publisher: MakePublisher, undisturbed: Tables):
    publisher = make_publisher("publish_killed_often")
    publisher.first()
    publisher.second()
    before, chance = publisher.everything(), random.Random(20261122)
    for _ in range(6):
        process = publisher.start()
        time.sleep(chance.uniform(0.2, 2.5))
        process.kill()
        process.communicate()
        web.until(lambda: publisher.is_over() and publisher.everything() in (before, undisturbed), 10)
    assert publisher.run()[0] == 0
    assert publisher.everything() == undisturbed


def test_a_session_that_is_terminated_publishes_nothing(make_publisher: MakePublisher):
    publisher = make_publisher("publish_terminated")
    publisher.first()
    publisher.second()
    before = publisher.everything()
    with publisher.stopped_at("serving.staffing_figures") as process:
        publisher.ask(TERMINATE)
        said = communicated(process, 20)
    assert process.returncode == 1
    assert "The database failed" in said
    assert "Traceback" not in said
    assert publisher.everything() == before
    assert publisher.run()[0] == 0
    assert publisher.number == 2
