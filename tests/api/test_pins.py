"""Releases: what is pinned stays, whatever is published after it, and each release knows its own past."""

import asyncio
from datetime import timedelta

import pytest

from tests import small_log
from tests.api import promised
from tests.api.conftest import walker
from tests.api.promised import pinned
from tests.conftest import client_of, running, settings_for
from tests.effort import FULL, examples, part

ADDRESSES = (
    "/v1/agencies?limit=5&sort=-name",
    "/v1/agencies?limit=1000&count=true&include=parent",
    "/v1/agencies.csv",
    "/v1/agencies/test-old-town-police",
    "/v1/agencies/test-city-police",
    "/v1/agencies/test-city-police/summary",
    "/v1/incentive-programs?agency_id=test-city-police",
    "/v1/incentives?include=agency,program,source&limit=1000",
    "/v1/incentives.array.json",
    "/v1/staffing-figures?limit=1000",
    "/v1/staffing-figures?q=testville&limit=2",
    "/v1/staffing-figures.ndjson?sort=-value",
    "/v1/staffing-figures/test-city-police-vacancies-2026-11-gazette",
    "/v1/sources.csv?fields=id,publisher",
    "/v1/citations?limit=1000&sort=speaker",
    "/v1/metrics.ndjson",
    "/v1/releases",
)


async def all_of(client, addresses):
    answers = {address: await client.get(address) for address in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: (answer.content, answer.headers["etag"]) for address, answer in answers.items()}


async def promises(client, release):
    """The answers to some hundreds of questions, or to a fifth of them, while the release is the newest."""
    questions = [*promised.questions(await promised.records_of(walker(client), release))]
    assert len(questions) > 300
    return await promised.asked(client, part(questions, release), release)


@pytest.fixture(scope="module")
def growing(make_database, tmp_path_factory):
    """A small log of two releases, and a database that holds them."""
    folder = small_log.write(tmp_path_factory.mktemp("growing"), first=1, made_up=1)
    database = make_database("muster_tests_growing")
    database.publish(folder)
    return database, folder


@pytest.fixture(scope="module")
async def grown(growing, tmp_path_factory):
    """A client that asks after the fourth release, and what was answered before it, pinned and live.

    The third corrects and withdraws, the fourth merges agencies.
    """
    database, folder = growing
    settings = settings_for(database, tmp_path_factory.mktemp("data"))
    async with running(settings) as app, client_of(app) as client:
        before = await promises(client, 2)
        small_log.invent(folder, "b-corrections")
        await asyncio.to_thread(database.publish, folder)
        await asyncio.sleep(1.1)  # a worker asks for the newest release once a second
        before |= await promises(client, 3)
        live = await all_of(client, ADDRESSES)
        small_log.invent(folder, "c-merger")
        await asyncio.to_thread(database.publish, folder)
        await asyncio.sleep(1.1)
        yield client, before, live


@pytest.fixture(params=["18", pytest.param("15", marks=pytest.mark.extra)])
async def refilled(request, growing, grown, tmp_path):
    """A client of a database that was empty and into which the whole log went at once."""
    server = request.getfixturevalue("server" if request.param == "18" else "debian")
    database = await asyncio.to_thread(server.create, "muster_tests_again")
    await asyncio.to_thread(database.publish, growing[1])
    async with running(settings_for(database, tmp_path)) as app, client_of(app) as client:
        yield client


async def test_a_live_answer_is_the_pinned_one_while_its_release_is_the_newest(get, newest):
    for address in ADDRESSES:
        live, fixed = await get(address), await get(pinned(address, newest))
        assert live.status == fixed.status
        if live.status == 200:
            assert (live.body, live.headers["etag"]) == (fixed.body, fixed.headers["etag"]), address


@pytest.mark.property
async def test_pinned_answers_outlive_the_next_releases(grown):
    client, before, _ = grown
    assert promised.differing(await promised.asked_again(client, before), before) == []


async def test_the_live_answers_before_are_the_pinned_answers_after(grown):
    client, _, live = grown
    for address, (body, etag) in live.items():
        answer = await client.get(pinned(address, 3))
        assert (answer.content, answer.headers["etag"]) == (body, etag), address


async def test_live_answers_move_with_the_release(grown):
    client, _, live = grown
    for address, (body, etag) in live.items():
        answer = await client.get(address)
        assert answer.headers["etag"] != etag if answer.status_code == 200 else answer.status_code == 301
        assert answer.content != body or b"release=" not in body, address
    assert (await client.get("/v1/metrics")).headers["muster-release"] == "4"


@pytest.mark.property
async def test_a_walk_goes_on_in_the_release_where_it_began(grown):
    client, before, _ = grown
    places = [address for address in before if "after=" in address]
    assert len(places) > examples(50)
    for address in places[:: 10 if FULL else 2]:
        page = await client.get(address)
        assert page.headers["muster-release"] == page.url.params["release"] != "4"


@pytest.mark.property
async def test_a_database_filled_at_once_answers_the_same_bytes(grown, refilled):
    client, before, _ = grown
    questions = promised.questions(await promised.records_of(walker(client), 4))
    newest = await promised.asked(client, part(questions), 4)
    for expected in (before, newest):
        assert promised.differing(await promised.asked_again(refilled, expected), expected) == []


async def test_joined_names_are_those_of_the_release(grown):
    client, _, _ = grown
    figure = "/v1/staffing-figures/test-city-police-vacancies-2026-11-gazette"
    said = [(await client.get(pinned(figure, n))).json()["data"] for n in (2, 3, 4)]
    assert [each["agency_name"] for each in said] == [
        "Testville Police Department", "City of Testville Police", "City of Testville Police",
    ]  # fmt: skip
    assert [each["value_text"] for each in said] == ["12", "more than 21", "more than 22"]
    publishers = ["Testville Gazette", "The Testville Gazette", "The Testville Gazette"]
    assert [each["source_publisher"] for each in said] == publishers
    assert [each["citations"][0]["publisher"] for each in said] == publishers
    assert [each["citations"][0]["attribution"][0]["name"] for each in said] == publishers
    assert [each["last_changed_release"] for each in said] == [2, 3, 4]
    assert {each["first_release"] for each in said} == {2}


async def test_a_record_is_in_no_release_before_its_first(grown):
    client, _, _ = grown
    answer = await client.get("/v1/agencies/test-city-police?release=1")
    assert answer.status_code == 404
    assert (
        answer.json()["detail"]
        == "Release 1 does not include test-city-police, which first appears in release 2."
    )


async def test_a_withdrawn_record_is_gone_with_its_reason_and_stays_where_it_was(grown):
    client, _, _ = grown
    housing = "/v1/incentives/test-city-police-drive-2026-housing"
    for address in (housing, pinned(housing, 3), pinned(housing, 4), f"{housing}?known_on=2026-11-30"):
        answer = await client.get(address)
        assert answer.status_code == 410
        assert answer.json()["type"] == "https://muster.example/problems/withdrawn"
        assert answer.json()["last_release"] == 2
        assert "The Gazette took the offer of housing back." in answer.json()["detail"]
    assert (await client.get(pinned(housing, 2))).status_code == 200
    assert (await client.get(pinned(housing, 1))).status_code == 404
    listed = "/v1/incentives?id=test-city-police-drive-2026-housing"
    assert len((await client.get(pinned(listed, 2))).json()["data"]) == 1
    assert (await client.get(pinned(listed, 3))).status_code == 404


async def test_a_replaced_agency_points_to_its_successor_from_the_merger_on(grown):
    client, _, _ = grown
    old, new = "/v1/agencies/test-old-town-police", "https://muster.example/v1/agencies/test-city-police"
    assert (await client.get(pinned(old, 3))).status_code == 200
    for query in ("", "?release=4", "?include=parent&release=4"):
        answer = await client.get(old + query)
        assert (answer.status_code, answer.headers["location"]) == (301, new + query)
    assert (await client.get(f"{old}/summary")).headers["location"] == f"{new}/summary"
    listed = (await client.get("/v1/agencies?replaced_by=test-city-police")).json()["data"]
    assert [each["id"] for each in listed] == ["test-old-town-police"]


async def test_the_newest_release_is_the_one_a_day_ends_with(records, get):
    releases = records["releases"]
    for release in releases:
        day = release["published_at"][:10]
        expected = max(r["number"] for r in releases if r["published_at"][:10] <= day)
        answer = await get(f"/v1/metrics?known_on={day}")
        assert answer.headers["muster-release"] == str(expected)
        assert answer.body == (await get(f"/v1/metrics?release={expected}")).body


async def test_a_day_after_the_newest_release_is_the_newest(get, newest, last_day):
    assert (await get(f"/v1/metrics?known_on={last_day}")).headers["muster-release"] == str(newest)


@pytest.mark.parametrize("form", ["metrics", "metrics.csv", "metrics/hires", "corrections"])
async def test_a_day_after_tomorrow_has_no_release_yet(form, get, newest, last_day):
    for day in (last_day + timedelta(days=2), "9999-12-31"):
        for method in ("GET", "HEAD"):
            assert (await get(f"/v1/{form}?known_on={day}", method)).status == 404
        assert (await get(f"/v1/{form}?known_on={day}")).json["detail"] == (
            f"{day} is in the future. The first release is 1, published at 2026-11-22T14:24:48Z, "
            f"the newest is {newest}."
        )


async def test_a_day_before_the_first_release_names_the_first(get):
    answer = await get("/v1/metrics?known_on=1999-01-01")
    assert (answer.status, answer.problem) == (404, "not-found")
    assert "2026-11-22" in answer.json["detail"]


@pytest.mark.parametrize("address", ["/v1/agencies", "/v1/agencies.csv", "/v1/agencies/ny0303000"])
async def test_a_release_outside_what_exists_names_the_first_and_the_newest(address, get, newest):
    answer = await get(f"{address}?release={newest + 1}")
    assert (answer.status, answer.problem) == (404, "not-found")
    assert answer.json["detail"] == f"No release {newest + 1}. The first release is 1, the newest {newest}."
    assert (await get(f"{address}?release=2147483647")).status == 404


async def test_a_release_and_a_day_must_mean_the_same(get, newest, last_day):
    assert (await get(f"/v1/metrics?release={newest}&known_on={last_day}")).status == 200
    answer = await get(f"/v1/metrics?release=1&known_on={last_day}")
    assert (answer.status, answer.problem) == (404, "not-found")


async def test_both_spellings_of_a_pin_are_one_answer(get, newest, last_day):
    one = await get(f"/v1/metrics?release={newest}&known_on={last_day}")
    other = await get(f"/v1/metrics?release={newest}")
    assert (one.body, one.headers["etag"]) == (other.body, other.headers["etag"])


async def test_a_release_lists_itself_and_those_before(get):
    assert [each["number"] for each in (await get("/v1/releases?release=2")).json["data"]] == [1, 2]
    assert (await get("/v1/releases/3?release=2")).status == 404
    assert (await get("/v1/releases/3")).json["data"]["number"] == 3
