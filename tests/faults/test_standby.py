"""A streaming standby that lags twenty seconds: live answers step back by so much, and nothing is mixed."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.faults import growing, web
from tests.faults.postgres import DebianCluster, Postgres, Standby
from tests.faults.publisher import Publisher
from tests.faults.service import Service
from tests.faults.steady import QUESTIONS, Readers, Told, hold_to_the_law, steps_back

pytestmark = [pytest.mark.extra, pytest.mark.timeout(600)]
LAG = 20
ARRIVING = LAG + 15.0
NOT_HERE = "release-not-here 1"
SUMMARY = "/v1/agencies/springfield/summary"


@pytest.fixture
def standby(primary: DebianCluster) -> Iterator[Standby]:
    """Not running yet."""
    cluster = Standby(primary, LAG)
    yield cluster
    cluster.stop()


@pytest.fixture
def publisher(primary: DebianCluster, tmp_path: Path) -> Publisher:
    """On the primary, with the first release served."""
    made = Publisher(Postgres(primary), "lagging", tmp_path)
    growing.begin(made.log)
    made.first()
    return made


def both(publisher: Publisher, standby: Standby) -> dict[str, str]:
    """The addresses of a server that knows both hosts."""
    hosts = f"host={standby.folder},{standby.primary.folder}&target_session_attrs=prefer-standby"
    urls = {"reader_url": publisher.reader_url, "exporter_url": publisher.exporter_url}
    return {name: urlsplit(url)._replace(query=hosts).geturl() for name, url in urls.items()}


def publish(publisher: Publisher, number: int) -> float:
    """Answers when it was done."""
    growing.grow(publisher.log, number)
    assert publisher.run()[0] == 0
    return time.monotonic()


def newest(service: Service) -> int:
    return int(web.get(service.port, "/v1/metrics").headers["muster-release"])


def sessions(cluster: DebianCluster) -> int:
    """How many sessions the service has there, whatever they are at."""
    by_state = [Postgres(cluster).sessions(state) for state in ("idle", "active", "idle in transaction")]
    return sum(len(found) for found in by_state)


def law(publisher: Publisher, told: list[Told], tmp_path: Path) -> None:
    """Against the same log in a database of its own, on the primary."""
    undisturbed = Publisher(publisher.postgres, "undisturbed", tmp_path / "undisturbed")
    undisturbed.log = publisher.log
    undisturbed.rest()
    with undisturbed.served() as reference:
        hold_to_the_law([each for each in told if not each.problem], reference.port)


def test_live_answers_step_back_and_pinned_ones_never(publisher: Publisher, standby: Standby, tmp_path: Path):
    standby.prepare()
    with publisher.served(**both(publisher, standby)) as service:
        with Readers(service.port) as readers:
            done = {2: publish(publisher, 2)}
            refused(service, 2, "release-not-here")
            refused(service, 3, "not-found")
            done |= {number: publish(publisher, number) for number in range(3, 9)}
            refused(service, 9, "not-found")
            web.until(lambda: newest(service) == 8, ARRIVING)
            time.sleep(1)
        assert web.status(service.port, "/v1/metrics?release=8") == 200
        assert sessions(standby) > 0
        assert sessions(standby.primary) == 0
    told, live = readers.told, readers.live()
    assert [each for each in told if each.problem][:5] == []
    assert steps_back(live) == []
    assert {each.release for each in live} >= {1, 2, 8}
    assert any(each.release < number for each in live for number, at in done.items() if each.at > at)
    law(publisher, told, tmp_path)


def refused(service: Service, number: int, slug: str) -> None:
    answer = web.get(service.port, f"/v1/agencies?release={number}")
    assert answer.slug == slug, answer
    web.problem(answer)
    assert answer.headers.get("retry-after") == ("1" if slug == "release-not-here" else None)


def test_sessions_with_both_hosts_mix_nothing(publisher: Publisher, standby: Standby, tmp_path: Path):
    """The standby was away when the first sessions were opened: those stay with the primary."""
    with publisher.served(**both(publisher, standby)) as service:
        crowd(service, 4)
        assert sessions(standby.primary) > 0
        standby.prepare()
        web.until(lambda: crowd(service, 24) or sessions(standby), 20)
        summaries = web.Crowd(service.port, [SUMMARY], size=6)  # so that many sessions are in use at once
        with summaries, Readers(service.port) as readers:
            for number in range(2, 9):
                publish(publisher, number)
                arrived = f"select number from api.current_release where number = {number}"
                web.until(
                    lambda: Postgres(standby).ask_as(standby_url(publisher, standby), arrived),  # noqa: B023
                    ARRIVING,
                )
                if number > 2 and older_after_newer(readers.live()):
                    break
        assert sessions(standby) > 0 < sessions(standby.primary)
    told = readers.told
    refusals = [each for each in told if each.problem]
    assert {each.problem for each in refusals} <= {NOT_HERE}
    pages = [question for question in QUESTIONS if "." not in question]
    assert [each for each in refusals if each.path in pages] == [], "a live question was refused"
    assert set(summaries.statuses()) <= {200, 503}
    assert older_after_newer(readers.live()), "nobody met both hosts"
    assert len(refusals) < len(told) / 2
    law(publisher, told, tmp_path)


def older_after_newer(live: list[Told]) -> bool:
    newest = 0
    for each in sorted(live, key=lambda told: told.at):
        if each.release < newest:
            return True
        newest = each.release
    return False


def standby_url(publisher: Publisher, standby: Standby) -> str:
    return urlsplit(publisher.owner_url)._replace(query=f"host={standby.folder}").geturl()


def crowd(service: Service, size: int) -> None:
    """So many at once that each worker opens sessions of both kinds; on a busy machine some are too many."""
    with web.Crowd(service.port, [SUMMARY, "/v1/staffing-figures.csv"], size=size, pause=0) as asking:
        time.sleep(1)
    assert {200} <= set(asking.statuses()) <= {200, 503}
