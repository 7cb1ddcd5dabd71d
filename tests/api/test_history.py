"""A record's past: every revision with its releases, the withdrawal last, at an address that outlives it."""

import pytest

from api.catalog.resources import REVISED

FIGURE = "/v1/staffing-figures/test-city-police-vacancies-2026-11-gazette/history"
HOUSING = "/v1/incentives/test-city-police-drive-2026-housing"


async def test_every_revision_is_there_with_its_releases_and_its_reason(get, newest):
    found = (await get(FIGURE)).json["data"]
    assert (found["id"], found["resource"]) == (FIGURE.split("/")[3], "staffing-figures")
    first, second, third = found["revisions"]
    assert [(each["from_release"], each["to_release"]) for each in found["revisions"]] == [
        (newest - 2, newest - 2),
        (newest - 1, newest - 1),
        (newest, None),
    ]
    assert (first["operation"], first["kind"], first["notice"]) == ("added", None, None)
    assert second == {
        "change_id": f"{newest - 1}-{found['id']}",
        "from_release": newest - 1,
        "to_release": newest - 1,
        "published_at": second["published_at"],
        "operation": "changed",
        "kind": "our_error",
        "notice": "We had read twenty-one as twelve.",
        "fields": [
            {"field": "value", "old": 12, "new": 21},
            {"field": "qualifier", "old": "exact", "new": "more_than"},
        ],
    }
    assert third["kind"] == "source_correction"
    assert third["fields"] == [{"field": "value", "old": 21, "new": 22}]


async def test_a_pinned_history_is_what_was_known_then(get, newest):
    for release in (newest - 2, newest - 1):
        found = (await get(f"{FIGURE}?release={release}")).json["data"]["revisions"]
        assert len(found) == release - newest + 3
        assert found[-1]["to_release"] is None
    live, fixed = await get(FIGURE), await get(f"{FIGURE}?release={newest}")
    assert (live.body, live.headers["etag"]) == (fixed.body, fixed.headers["etag"])
    assert live.json["links"]["self"] == f"https://muster.example{FIGURE}?release={newest}"
    before = await get(f"{FIGURE}?release=1")
    assert (before.status, before.problem) == (404, "not-found")
    assert "first appears in release" in before.json["detail"]


async def test_a_withdrawn_record_keeps_its_history(get, newest):
    assert (await get(HOUSING)).status == 410
    added, withdrawn = (await get(f"{HOUSING}/history")).json["data"]["revisions"]
    assert (added["from_release"], added["to_release"]) == (newest - 2, newest - 2)
    assert (withdrawn["operation"], withdrawn["from_release"], withdrawn["to_release"]) == (
        "withdrawn",
        newest - 1,
        None,
    )
    assert withdrawn["notice"] == "The Gazette took the offer of housing back."


async def test_a_replaced_agency_keeps_its_history_under_its_own_id(get, newest):
    *_, last = (await get("/v1/agencies/test-old-town-police/history")).json["data"]["revisions"]
    assert last["fields"] == [{"field": "replaced_by", "old": None, "new": "test-city-police"}]
    assert last["from_release"] == newest


async def test_an_alias_leads_to_the_history_of_its_agency(get):
    answer = await get("/v1/agencies/nypd/history?release=1")
    assert answer.status == 302
    assert answer.headers["location"] == "https://muster.example/v1/agencies/ny0303000/history?release=1"


@pytest.mark.parametrize("resource", REVISED, ids=lambda resource: resource.name)
async def test_every_record_has_a_history_that_ends_with_its_present_revision(resource, get, records):
    for record in records[resource.name][:: max(1, len(records[resource.name]) // 20)]:
        found = (await get(f"/v1/{resource.name}/{record['id']}/history")).json["data"]["revisions"]
        assert found[0]["operation"] == "added"
        assert found[0]["from_release"] == record["first_release"]
        assert found[-1]["from_release"] == record["last_changed_release"]
        assert [each["to_release"] for each in found] == [
            *(each["from_release"] - 1 for each in found[1:]),
            None,
        ]


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("/v1/agencies/nobody/history", "not-found"),
        ("/v1/agencies/founding-article-000/history", "not-found"),
        ("/v1/agencies/NOBODY/history", "not-found"),
        ("/v1/releases/1/history", "not-found"),
        ("/v1/agencies/ny0303000/history?release=999", "not-found"),
        ("/v1/agencies/ny0303000/history?include=parent", "invalid-query"),
        ("/v1/agencies/ny0303000/history?releas=1", "invalid-query"),
    ],
)
async def test_what_has_no_history_is_told(address, problem, get):
    assert (await get(address)).problem == problem
