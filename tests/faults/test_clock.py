"""The clock of the service's machine is wrong, or jumps while it serves. The database has the right time."""

import email.utils
import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from tests.faults import growing, web
from tests.faults.postgres import Postgres
from tests.faults.publisher import Publisher, publishers
from tests.faults.service import Service

pytestmark = pytest.mark.extra
PATHS = (
    "/v1/staffing-figures?limit=5",
    "/v1/staffing-figures.csv",
    "/v1/agencies/springfield/summary",
    "/v1/agencies/springfield?known_on=2026-01-05",
    "/v1/corrections.atom",
    "/health/ready",
)
LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
TIMES = {"an hour ahead": "+3600", "an hour behind": "-3600", "in 2038": "@2038-01-19 03:14:00"}


@pytest.fixture(scope="module")
def published(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    made = publishers(postgres, tmp_path_factory)("clock")
    growing.begin(made.log)
    made.first()
    return made


@pytest.fixture
def clock(tmp_path: Path) -> Path:
    """A file that says what the clock shows."""
    if not Path(LIBRARY).exists() or shutil.which("faketime") is None:
        raise RuntimeError("faketime is missing: `make check-all` installs it")
    path = tmp_path / "clock"
    path.write_text("+0", encoding="utf-8")
    return path


@pytest.fixture
def service(published: Publisher, clock: Path) -> Iterator[Service]:
    settings = {
        "LD_PRELOAD": LIBRARY,
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "TZ": "UTC",
    }
    running = Server(published.folder, published.reader_url, published.exporter_url, **settings)
    try:
        yield running.wait()
    finally:
        running.kill()


class Server(Service):
    """The HTTP server without `muster serve` above it, whose `time.sleep` fails under libfaketime 0.9.10."""

    command = ("-m", "api.server.worker", str(os.getpid()))

    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()


def asked(service: Service) -> list[web.Answer]:
    return [web.get(service.port, path) for path in PATHS]


def when(answer: web.Answer) -> datetime:
    return email.utils.parsedate_to_datetime(answer.headers["date"])


@pytest.mark.parametrize("time", TIMES)
def test_a_wrong_clock_changes_nothing_but_the_date(service: Service, clock: Path, time: str):
    """Tags and lifetimes follow from the release, and nothing claims to be of the future."""
    right = asked(service)
    clock.write_text(TIMES[time], encoding="utf-8")
    wrong = asked(service)
    assert [answer.status for answer in wrong] == [200] * len(PATHS)
    if time != "an hour behind":  # granian repeats its last Date until the clock has caught up
        assert (when(wrong[0]) - datetime.now(UTC)).total_seconds() > 3000, "the clock was not set"
    for before, after in zip(right, wrong, strict=True):
        assert before.body == after.body
        told = {"date": "", "age": ""}  # an answer from memory may say how old it is
        assert {**before.headers, **told} == {**after.headers, **told}
        assert "last-modified" not in after.headers
        assert "expires" not in after.headers
    tag = wrong[0].headers["etag"]
    assert web.get(service.port, PATHS[0], headers={"if-none-match": tag}).status == 304


def test_the_place_of_a_next_page_is_good_for_years(service: Service, clock: Path):
    """It is an id and holds no time, so that it can neither expire nor come from the future."""
    first = web.get(service.port, "/v1/staffing-figures?limit=5")
    following = urlsplit(json.loads(first.body)["links"]["next"])
    path = f"{following.path}?{following.query}"
    today = web.get(service.port, path)
    for time in ("@2038-01-19 03:14:00", "@2001-09-09 01:46:40"):
        clock.write_text(time, encoding="utf-8")
        later = web.get(service.port, path)
        assert (later.status, later.body, later.headers["etag"]) == (200, today.body, today.headers["etag"])


def test_a_clock_that_jumps_back_and_forth_hides_no_release(
    service: Service, published: Publisher, clock: Path
):
    """What is looked at once a second is looked at again, however long ago the last time seems to be."""
    number = published.number
    for offset in ("+86400", "-86400", "+0"):
        assert web.get(service.port, PATHS[0]).headers["muster-release"] == str(number)
        clock.write_text(offset, encoding="utf-8")
        number += 1
        growing.grow(published.log, number)
        assert published.run()[0] == 0
        newest = [web.get(service.port, path) for path in PATHS[:2]]
        assert {answer.headers["muster-release"] for answer in newest} == {str(number)}
    assert "Traceback" not in service.said()
