"""Publishing under load loses nothing: every answer is of one release, which it names; none is an error."""

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from tests.faults import growing, web
from tests.faults.postgres import Postgres
from tests.faults.publisher import MakePublisher, Publisher, publishers
from tests.faults.service import ROOT
from tests.faults.steady import QUESTIONS, Readers, Told, hold_to_the_law, steps_back

REPLAY = (
    "import sys, pathlib; from seeds.publishing.publish import replay;"
    "replay(sys.argv[1], pathlib.Path(sys.argv[2]))"
)
# When each release was published, as its publisher says.
Published = dict[int, float]


@pytest.fixture
def make_publisher(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> MakePublisher:
    return publishers(postgres, tmp_path_factory)


def asked(readers: Readers) -> list[Told]:
    """What one question was answered, live, in the order of the answers."""
    return [each for each in readers.live() if each.path == QUESTIONS[0]]


def without_a_pause(publisher: Publisher, newest: int) -> Published:
    """As a start does that finds releases pending: flip upon flip."""
    command = [sys.executable, "-P", "-c", REPLAY, publisher.owner_url, str(publisher.log)]
    subprocess.run(command, check=True, env={"PYTHONPATH": str(ROOT)}, timeout=120)
    return {newest: time.monotonic() + 1}  # a worker asks for the newest release once a second


def one_by_one(publisher: Publisher, newest: int) -> Published:
    """By `muster publish`, which ends when the release is served everywhere."""
    published = {}
    for number in range(2, newest + 1):
        assert publisher.run() == (0, f"  {number:04}-made\nRelease {number} is published.\n")
        published[number] = time.monotonic()
    return published


@pytest.mark.parametrize(
    ("newest", "publish"),
    [
        (11, without_a_pause),
        pytest.param(51, one_by_one, marks=[pytest.mark.extra, pytest.mark.timeout(900)]),
    ],
)
def test_every_answer_is_that_of_the_release_it_names(
    make_publisher: MakePublisher, newest: int, publish: Callable[[Publisher, int], Published]
):
    publisher, undisturbed = make_publisher("publish_under_load"), make_publisher("publish_undisturbed_by")
    growing.begin(publisher.log)
    publisher.first()
    for number in range(2, newest + 1):
        growing.grow(publisher.log, number)
    with publisher.served() as service, Readers(service.port) as readers:
        web.until(lambda: asked(readers), 20)
        published = publish(publisher, newest)
        time.sleep(2)
        web.until(lambda: asked(readers)[-1].release == newest, 60)
    told, live = readers.told, readers.live()
    assert [each for each in told if each.problem or each.status not in {200, 304}][:5] == []
    assert steps_back(live) == []
    assert behind(told, published) == []
    seen = {each.release for each in live}
    assert {1, newest} <= seen
    assert len(seen) > newest // 2
    # the same question had different answers, as many as a busy machine leaves time for
    assert len({each.sha256 for each in asked(readers)}) > 1
    assert len(told) / readers.seconds > readers.rate / 2 / web.busy()
    undisturbed.log = publisher.log
    assert undisturbed.rest() == newest
    with undisturbed.served() as reference:
        hold_to_the_law(told, reference.port)


def behind(told: list[Told], published: Published) -> list[Told]:
    """Live answers that name an older release than one whose publisher had ended before."""
    return [
        each
        for each in told
        if each.path in QUESTIONS
        and any(at < each.at and each.release < number for number, at in published.items())
    ]
