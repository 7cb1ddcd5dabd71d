"""Readers beside a publisher: the old release or the new one, never a mix, and nobody waits for anybody."""

import threading
import time

import pytest

from seeds.publishing.publish import RefusedError
from tests.faults import web
from tests.faults.postgres import Postgres
from tests.faults.publisher import BUSY, MakePublisher, Publisher, communicated, publishers

# A release by its number, its own count of figures, the figures themselves and what is newest in them.
SEEN = """
select number, r.staffing_figures, count(f.id), max(f.last_changed_release)
from api.current_release join api.releases r using (number), api.staffing_figures f group by 1, 2
"""
OLD, NEW = (1, 1, 1, 1), (2, 2, 2, 2)


@pytest.fixture(scope="module")
def make_publisher(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> MakePublisher:
    return publishers(postgres, tmp_path_factory)


@pytest.fixture
def publisher(make_publisher: MakePublisher) -> Publisher:
    publisher = make_publisher("publish_read")
    publisher.first()
    publisher.second()
    return publisher


def test_readers_see_one_release_or_the_other(publisher: Publisher):
    seen, done = [], threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.append(tuple(publisher.read(SEEN)[0]))

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    web.until(lambda: len(seen) > 2, 20)
    assert publisher.run()[0] == 0
    count = len(seen)
    web.until(lambda: len(seen) > count + 4, 20)
    done.set()
    for reader in readers:
        reader.join()
    assert set(seen) == {OLD, NEW}
    assert seen[-1] == NEW


@pytest.mark.parametrize(
    "table", ["muster.staffing_figures", "serving.staffing_figures", "muster.current_release"]
)
def test_a_publisher_half_way_keeps_no_reader_waiting(publisher: Publisher, table: str):
    with publisher.stopped_at(table):
        began = time.monotonic()
        assert tuple(publisher.read(SEEN, lock_timeout="1s")[0]) == OLD
        assert time.monotonic() - began < 5 * web.busy()


def test_a_slow_export_does_not_stop_a_release(publisher: Publisher):
    """It goes on in the release where it began; the new one is served within five seconds."""
    with publisher.exporting():
        began = time.monotonic()
        assert publisher.publish() == 2
        assert time.monotonic() - began < 5 * web.busy()
        assert publisher.number == 2


@pytest.mark.parametrize("table", ["muster.staffing_figures", "serving.staffing_figures", "muster.releases"])
def test_a_lock_that_stays_is_told_within_five_seconds(publisher: Publisher, table: str):
    before = publisher.everything()
    with publisher.locked(table):
        began = time.monotonic()
        with pytest.raises(RefusedError, match="nothing was published: another session holds a lock"):
            publisher.publish()
        assert time.monotonic() - began < 5 * web.busy()
    assert publisher.everything() == before
    code, _ = publisher.run()
    assert (code, publisher.number) == (0, 2)


def test_a_second_publisher_says_so_within_two_seconds(publisher: Publisher):
    """The first is half way and goes on."""
    with publisher.locked("serving.staffing_figures"):
        first = publisher.start()
        web.until(lambda: publisher.is_waiting("serving.staffing_figures"), 30)
        began = time.monotonic()
        with pytest.raises(RefusedError, match=BUSY):
            publisher.publish()
        assert time.monotonic() - began < 2 * web.busy()
    assert communicated(first, 60).splitlines()[-1] == "Release 2 is published."
    assert publisher.number == 2


def test_of_two_publishers_one_publishes(publisher: Publisher):
    both = [publisher.start(), publisher.start()]
    said = [communicated(process, 60).splitlines()[-1] for process in both]
    assert "Release 2 is published." in said
    assert set(said) <= {"Release 2 is published.", "There is nothing to publish.", f"Error: {BUSY}"}
    assert [process.returncode for process in both] == [int(line.startswith("Error")) for line in said]
    assert publisher.number == 2
