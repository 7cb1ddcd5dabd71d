"""What may not be published, and what was published already."""

import time
from collections.abc import Iterator

import pytest

from seeds.log.folders import seal
from tests.faults import web
from tests.faults.postgres import Postgres
from tests.faults.publisher import BUSY, MakePublisher, Publisher, publishers
from tests.seeds import factories
from tests.seeds.factories import FIGURE

FIGURES = "staffing-figures"


@pytest.fixture(scope="module")
def make_publisher(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> MakePublisher:
    return publishers(postgres, tmp_path_factory)


@pytest.fixture(scope="module")
def shared(make_publisher: MakePublisher) -> Publisher:
    publisher = make_publisher("publish_refused")
    publisher.first()
    return publisher


@pytest.fixture
def publisher(shared: Publisher) -> Iterator[Publisher]:
    """With one release published. Whatever the test tries, that stays so."""
    before = shared.everything()
    shared.reset()
    yield shared
    assert shared.everything() == before


def test_the_same_folder_again_changes_nothing(publisher: Publisher):
    said = (0, "There is nothing to publish.\n")
    assert publisher.run() == said
    assert publisher.run(str(publisher.log / "0001-made")) == said


def test_a_published_folder_that_was_changed_is_named_with_its_files(publisher: Publisher):
    first = publisher.log / "0001-made"
    factories.write(first / f"{FIGURES}.toml", FIGURES, [FIGURE | {"value": 7}])
    (first / "notes.txt").write_text("more", encoding="utf-8")
    publisher.second()
    assert publisher.run() == (
        1,
        f"Error: 0001-made was changed after it was published as release 1: notes.txt, {FIGURES}.toml\n",
    )


def test_a_folder_changed_after_the_next_one_was_sealed(publisher: Publisher):
    second = publisher.second()
    seal(factories.release(publisher.log, 3, {}))
    with (second / f"{FIGURES}.toml").open("a", encoding="utf-8") as figures:
        figures.write("# a comment\n")
    code, said = publisher.run()
    assert code == 1
    assert "0002-made was changed after this release was sealed" in said


def test_a_number_given_twice(publisher: Publisher):
    factories.release(publisher.log, 1, {}, name="other")
    code, said = publisher.run()
    assert code == 1
    assert "0001-other: is release 1, but release 2 is next" in said


def test_a_gap(publisher: Publisher):
    factories.release(publisher.log, 3, {})
    code, said = publisher.run()
    assert code == 1
    assert "0003-made: is release 3, but release 2 is next" in said


def test_a_folder_that_is_not_the_next(publisher: Publisher):
    publisher.second()
    third = factories.release(publisher.log, 3, {})
    said = "Error: 0003-made is not the next release: publish 0002-made first\n"
    assert publisher.run(str(third)) == (1, said)


def test_a_log_shorter_than_what_was_published(publisher: Publisher):
    (publisher.log / "0001-made").rename(publisher.log / "away")
    assert publisher.run() == (1, "Error: the database has 1 releases, but the log only 0 folders\n")


def test_every_problem_of_a_folder_is_told(publisher: Publisher):
    wrong = [FIGURE | {"id": "one", "agency_id": "nowhere"}, FIGURE | {"id": "two", "as_of": "2030"}]
    factories.release(publisher.log, 2, {FIGURES: wrong})
    code, said = publisher.run()
    assert code == 1
    assert f"0002-made/{FIGURES}.toml:3:agency_id: [one]" in said
    assert f"0002-made/{FIGURES}.toml:15:as_of: [two]" in said


def test_a_second_publisher_says_so_within_two_seconds(publisher: Publisher):
    publisher.second()
    began = time.monotonic()
    assert publisher.run("--help")[0] == 0
    starting = time.monotonic() - began
    with publisher.publishing():
        began = time.monotonic()
        assert publisher.run() == (1, f"Error: {BUSY}\n")
        assert time.monotonic() - began < 3 * starting + 2 * web.busy()
