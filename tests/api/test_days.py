"""`known_on` is the release that a day ended with, to the second."""

from datetime import UTC, date, datetime, timedelta

import pytest

from api.reading.releases import ReleaseRef, last_day
from seeds.log.folders import seal
from tests.conftest import client_of, running, settings_for
from tests.seeds import factories
from tests.seeds.factories import AGENCY, FIRST

MOMENTS = ("2026-01-01T00:00:00Z", "2026-01-01T23:59:59Z", "2026-01-02T00:00:00Z", "2026-03-01T12:00:00Z")


@pytest.fixture(scope="module")
def database(make_database, tmp_path_factory):
    log = tmp_path_factory.mktemp("days")
    for number, moment in enumerate(MOMENTS, start=1):
        tables = FIRST if number == 1 else {"agencies": [AGENCY | {"id": f"agency-{number}"}]}
        header = factories.release(log, number, tables) / "release.toml"
        text, _, _ = header.read_text().rpartition("published_at")
        header.write_text(f"{text}published_at = {moment}\n")
        seal(header.parent)
    made = make_database("muster_tests_days")
    made.publish(log)
    return made


@pytest.fixture(scope="module")
async def client(database, tmp_path_factory):
    async with (
        running(settings_for(database, tmp_path_factory.mktemp("data"))) as app,
        client_of(app) as asking,
    ):
        yield asking


@pytest.mark.parametrize(
    ("day", "release"),
    [
        ("2026-01-01", 2),
        ("2026-01-02", 3),
        ("2026-02-28", 3),
        ("2026-03-01", 4),
        ("2026-11-24", 4),
    ],
)
@pytest.mark.parametrize(
    "address",
    ["/v1/agencies", "/v1/agencies.csv", "/v1/staffing-figures/springfield-sworn-2025"],
)
async def test_a_day_has_the_last_release_before_it_ended_in_utc(address, day, release, client):
    answer = await client.get(f"{address}?known_on={day}")
    assert answer.headers["muster-release"] == str(release)
    assert answer.headers["content-location"].endswith(f"release={release}")
    assert answer.content == (await client.get(f"{address}?release={release}")).content


@pytest.mark.parametrize("day", ["2025-12-31", "1776-07-04", "0001-01-01"])
async def test_a_day_before_the_first_release_has_none(day, client):
    answer = await client.get(f"/v1/agencies?known_on={day}")
    assert answer.status_code == 404
    assert "2026-01-01T00:00:00Z" in answer.json()["detail"]


async def test_tomorrow_has_begun_in_some_time_zones_and_the_day_after_it_nowhere(client):
    today = datetime.now(UTC).date()
    for days, status in ((0, 200), (1, 200), (3, 404)):
        answer = await client.get(f"/v1/agencies?known_on={today + timedelta(days=days)}")
        assert answer.status_code == status, days


def test_a_clock_that_lags_behind_the_newest_release_hides_no_release():
    newest = ReleaseRef(number=4, content_sha256="", published_at="2199-03-01T12:00:00Z")
    assert last_day(newest) == date(2199, 3, 2)


async def test_a_day_and_the_release_of_that_day_go_together_and_no_other_pair(client):
    assert (await client.get("/v1/agencies?known_on=2026-01-01&release=2")).status_code == 200
    for release in (1, 3, 9):
        answer = await client.get(f"/v1/agencies?known_on=2026-01-01&release={release}")
        assert answer.status_code == 404
