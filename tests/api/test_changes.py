"""Changes and corrections as lists: a stretch of releases, one row a record and release, oldest first."""

import csv
import io
import json

import pytest

from schemas.vocabularies import CORRECTIONS

FIGURE = "test-city-police-vacancies-2026-11-gazette"
HOUSING = "test-city-police-drive-2026-housing"


@pytest.fixture(scope="module")
def made_up(newest):
    """The numbers of the three made-up releases: additions, corrections, a merger."""
    return newest - 2, newest - 1, newest


def by_record(changes):
    return {change["record_id"]: change for change in changes}


async def test_a_change_names_its_fields_old_and_new(get, made_up):
    _, corrected, _ = made_up
    answer = await get(f"/v1/changes/{corrected}-{FIGURE}")
    assert answer.json["data"] == {
        "id": f"{corrected}-{FIGURE}",
        "release_number": corrected,
        "published_at": answer.json["data"]["published_at"],
        "resource": "staffing-figures",
        "record_id": FIGURE,
        "agency_id": "test-city-police",
        "agency_name": "City of Testville Police",
        "operation": "changed",
        "kind": "our_error",
        "notice": "We had read twenty-one as twelve.",
        "fields": [
            {"field": "value", "old": 12, "new": 21},
            {"field": "qualifier", "old": "exact", "new": "more_than"},
        ],
    }


async def test_a_new_record_says_all_that_is_known_of_it(get, made_up):
    added, _, _ = made_up
    change = (await get(f"/v1/changes/{added}-{FIGURE}")).json["data"]
    assert (change["operation"], change["kind"], change["notice"]) == ("added", None, None)
    assert change["agency_name"] == "Testville Police Department"
    assert {each["field"]: each["new"] for each in change["fields"]} == {
        "agency_id": "test-city-police",
        "value": 12,
        "qualifier": "exact",
        "as_stated": "twelve officers short",
        "modality": "observed",
        "as_of": "2026-11-30",
        "as_of_precision": "month",
        "date_basis": "stated",
        "rank": "normal",
        "metric": "vacancies",
        "sex": "all",
    }
    assert {each["old"] for each in change["fields"]} == {None}


async def test_a_withdrawn_record_says_what_it_held(get, made_up):
    _, corrected, _ = made_up
    change = (await get(f"/v1/changes/{corrected}-{HOUSING}")).json["data"]
    assert (change["operation"], change["kind"]) == ("withdrawn", "retraction")
    assert {"field": "kind", "old": "housing", "new": None} in change["fields"]
    assert {each["new"] for each in change["fields"]} == {None}


async def test_lists_and_nested_lists_are_whole_values(get, made_up):
    added, corrected, _ = made_up
    names = (await get(f"/v1/changes/{corrected}-test-city-police")).json["data"]["fields"][1]
    assert names["field"] == "aliases"
    assert names["new"] == [*names["old"], "Testville Police Department"]
    bonus = (await get(f"/v1/changes/{added}-test-city-police-drive-2026-signing-bonus")).json["data"]
    (payments,) = [each["new"] for each in bonus["fields"] if each["field"] == "payments"]
    assert payments[1] == {"amount": 5000, "percent": None, "when": "each year", "times": 2}


async def test_since_and_until_are_what_later_releases_did(get, walk, made_up, records):
    added, corrected, merged = made_up
    everything = records["changes"]
    for since, until in ((0, 1), (0, merged), (added, corrected), (corrected, corrected), (9, 11)):
        found = await walk(f"/v1/changes?since={since}&until={until}&limit=1000")
        assert found == [each for each in everything if since < each["release_number"] <= until]
    assert await walk(f"/v1/changes?since={added}") == [
        each for each in everything if each["release_number"] > added
    ]
    assert await walk("/v1/changes?until=1&limit=1000") == await walk("/v1/changes?release=1&limit=1000")


async def test_changes_stand_by_release_and_then_by_id(records, walk, made_up):
    placed = [(each["release_number"], each["id"]) for each in records["changes"]]
    assert placed == sorted(placed)
    numbers = [number for number, _ in placed]
    assert numbers.index(10) > numbers.index(9)  # as numbers, not as text
    _, _, merged = made_up
    newest_first = await walk(f"/v1/changes?since={merged - 2}&sort=-release_number&limit=3")
    assert [(each["release_number"], each["id"]) for each in newest_first] == sorted(
        [place for place in placed if place[0] > merged - 2], reverse=True
    )


async def test_a_release_counts_its_changes(records):
    for release in records["releases"]:
        done = [e["operation"] for e in records["changes"] if e["release_number"] == release["number"]]
        assert [done.count(each) for each in ("added", "changed", "withdrawn")] == [
            release["added"], release["changed"], release["withdrawn"],
        ]  # fmt: skip


async def test_both_ends_fix_the_answer_for_ever(get, made_up):
    added, corrected, _ = made_up
    answer = await get(f"/v1/changes?since={added}&until={corrected}")
    assert answer.headers["cache-control"] == "public, max-age=86400, stale-while-revalidate=604800"
    assert answer.headers["muster-release"] == str(corrected)
    assert answer.json["links"]["self"].endswith(f"?release={corrected}&since={added}&until={corrected}")
    pinned = await get(answer.json["links"]["self"].removeprefix("https://muster.example"))
    assert (pinned.body, pinned.headers["etag"]) == (answer.body, answer.headers["etag"])
    for open_ended in (f"since={added}", f"until={corrected}", "operation=withdrawn"):
        live = await get(f"/v1/changes?{open_ended}")
        assert live.headers["cache-control"].startswith("public, max-age=60,")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=999", "No release 999"),
        ("until=999", "No release 999"),
        ("since=0&until=999", "No release 999"),
        ("since=3&until=2", "since: release 3 is newer than release 2 in `until`."),
        ("until=3&release=2", "until: release 3 is newer than release 2, which you request."),
        ("since=3&release=2", "since: release 3 is newer than release 2, which you request."),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".csv"])
async def test_an_end_that_is_no_release_is_not_found(query, said, suffix, get):
    answer = await get(f"/v1/changes{suffix}?{query}")
    assert (answer.status, answer.problem) == (404, "not-found")
    assert said in answer.json["detail"]


@pytest.mark.parametrize(
    "query", ["since=null", "since=", "since=-1", "until=0", "since=1&since=2", "sinse=1"]
)
async def test_a_malformed_end_is_refused(query, get):
    assert (await get(f"/v1/changes?{query}")).problem == "invalid-query"


async def test_other_lists_take_no_ends(get):
    answer = await get("/v1/agencies?since=3")
    assert (answer.status, answer.problem) == (400, "invalid-query")


async def test_corrections_are_the_changes_that_need_a_notice(records, made_up):
    expected = [each for each in records["changes"] if each["kind"] in CORRECTIONS]
    assert len([each for each in expected if each["release_number"] in made_up]) == 4
    names = [*expected[0]]
    assert [{name: each[name] for name in names} for each in records["corrections"]] == expected
    assert all(each["notice"] for each in records["corrections"])


async def test_a_correction_names_its_source(records, get):
    found = by_record(records["corrections"])
    assert (found[FIGURE]["source_id"], found[FIGURE]["source_publisher"]) == (
        "test-gazette-2026-11-20",
        "The Testville Gazette",
    )
    # gone with it is what it was taken from
    assert found[HOUSING]["source_id"] == "test-gazette-2026-11-20"
    (dataset,) = (await get("/v1/corrections?source_id=test-dataset-2026")).json["data"]
    assert dataset["record_id"] == "test-old-town-police-sworn-headcount-2026-gazette"
    assert (dataset["agency_id"], dataset["operation"]) == ("test-old-town-police", "withdrawn")


async def test_a_correction_is_one_record_too(get, made_up):
    _, corrected, _ = made_up
    address = f"/v1/corrections/{corrected}-{FIGURE}"
    assert (await get(address)).json["data"]["kind"] == "our_error"
    assert (await get(f"{address}?release={corrected - 1}")).status == 404
    assert (await get(f"/v1/corrections/{corrected}-test-city-police")).status == 404
    assert (await get(f"/v1/changes/{corrected}-test-city-police")).status == 200


async def test_a_file_holds_the_differences_as_json(get, made_up):
    _, corrected, _ = made_up
    given = f"id={corrected}-{FIGURE}&fields=id,kind,fields"
    (row,) = csv.DictReader(io.StringIO((await get(f"/v1/changes.csv?{given}")).body.decode()))
    (line,) = (await get(f"/v1/changes.ndjson?{given}")).body.splitlines()
    assert json.loads(row["fields"]) == json.loads(line)["fields"]
    assert json.loads(line)["fields"][0] == {"field": "value", "old": 12, "new": 21}


async def test_what_changes_say_leads_from_one_release_to_a_later_one(walk, made_up):
    """Over HTTP, of a resource whose records are served as they are stated."""
    added, _, merged = made_up
    for name in ("agencies", "incentive-programs", "metrics"):
        before = {each["id"]: each for each in await walk(f"/v1/{name}?limit=1000&release={added - 1}")}
        after = {each["id"]: each for each in await walk(f"/v1/{name}?limit=1000&release={merged}")}
        for change in await walk(f"/v1/changes?since={added - 1}&until={merged}&resource={name}"):
            fields = {each["field"]: each["new"] for each in change["fields"]}
            before.setdefault(change["record_id"], {}).update(fields)
        for key, record in after.items():
            assert (
                before[key].items()
                <= (record | {"last_changed_release": before[key].get("last_changed_release")}).items()
            )
