"""Whether a citation still stands: always live, of one record or of a hundred, also of what is gone."""

import pytest

from api.changes.severity import weight
from schemas.change import Change
from schemas.field_change import FieldChange
from schemas.value_columns import VALUE_COLUMNS

FIGURE = "test-city-police-vacancies-2026-11-gazette"
HOUSING = "test-city-police-drive-2026-housing"
DRIVE = "test-city-police-drive-2026"
APPLICATIONS = "us-dhs-ice-applications-founding-article-000"


def address(resource, record, since):
    return f"/v1/{resource}/{record}/status?since_release={since}"


async def test_a_corrected_figure_tells_both_numbers_and_why(get, newest):
    answer = await get(address("staffing-figures", FIGURE, newest - 2))
    assert answer.json["data"] == {
        "id": FIGURE,
        "resource": "staffing-figures",
        "since_release": newest - 2,
        "status": "corrected",
        "since": newest - 1,
        "kind": "our_error",
        "reason": "We had read twenty-one as twelve.",
        "change": f"https://muster.example/v1/changes/{newest - 1}-{FIGURE}",
        "value_then": 12,
        "value_text_then": "12",
        "value_now": 22,
        "value_text_now": "more than 22",
        "fields": [
            {"field": "value", "old": 12, "new": 22},
            {"field": "qualifier", "old": "exact", "new": "more_than"},
        ],
        "headline_then": True,
        "headline_now": True,
        "flags_gained": [],
        "newer": None,
        "problem": None,
    }
    assert (await get(answer.json["data"]["change"].removeprefix("https://muster.example"))).status == 200


async def test_what_was_cited_after_the_last_change_is_current(get, newest):
    found = (await get(address("staffing-figures", FIGURE, newest))).json["data"]
    assert (found["status"], found["since"], found["change"], found["fields"]) == ("current", None, None, [])
    assert found["value_text_then"] == found["value_text_now"] == "more than 22"
    found = (await get(address("staffing-figures", APPLICATIONS, 1))).json["data"]
    assert (found["status"], found["value_text_now"]) == ("current", "more than 200,000")


async def test_a_withdrawn_record_is_retracted_under_an_address_that_answers(get, newest):
    assert (await get(f"/v1/incentives/{HOUSING}")).status == 410
    for since in (newest - 2, newest - 1, newest):
        found = (await get(address("incentives", HOUSING, since))).json["data"]
        assert (found["status"], found["since"], found["kind"]) == ("retracted", newest - 1, "retraction")
        assert found["reason"] == "The Gazette took the offer of housing back."
        assert (found["headline_now"], found["value_text_now"]) == (False, None)
        assert bool(found["fields"]) == found["headline_then"] == (since == newest - 2)


async def test_what_the_world_moved_on_from_is_superseded(get, newest):
    drive = (await get(address("incentive-programs", DRIVE, newest - 1))).json["data"]
    assert (drive["status"], drive["kind"], drive["reason"]) == ("superseded", "update", None)
    assert drive["fields"][0] == {"field": "status", "old": "active", "new": "ended"}
    assert (drive["headline_then"], drive["value_then"], drive["newer"]) == (None, None, None)
    merged = (await get(address("agencies", "test-old-town-police", newest - 1))).json["data"]
    assert merged["fields"] == [{"field": "replaced_by", "old": None, "new": "test-city-police"}]
    assert merged["status"] == "superseded"


async def test_a_later_figure_of_the_series_is_named_and_supersedes_nothing(get, walk):
    series = "us-dhs-ice.applications..all.observed..to_date.."
    figures = await walk(f"/v1/staffing-figures?series={series}&sort=as_of")
    dated = [each for each in figures if each["as_of"]]
    latest = dated[-1]
    for figure in dated[:-1]:
        found = (await get(address("staffing-figures", figure["id"], 12))).json["data"]
        assert found["status"] == "current"
        assert found["newer"] == {name: latest[name] for name in ("id", "value_text", "as_of")}
    assert (await get(address("staffing-figures", latest["id"], 12))).json["data"]["newer"] is None


async def test_a_nightly_script_asks_for_many_at_once(get, newest):
    ids = [
        FIGURE,
        HOUSING,
        "nobody",
        DRIVE,
        "test-city-police-total-headcount-2026-gazette",
        "sworn_headcount",
    ]
    answer = await get(f"/v1/status?ids={','.join(ids)}&since_release={newest - 2}")
    found = answer.json["data"]
    assert [each["id"] for each in found] == ids
    assert [each["status"] for each in found] == [
        "corrected", "retracted", "unknown", "superseded", "unknown", "current",
    ]  # fmt: skip
    assert found[2]["problem"] == "No record has the id nobody."
    assert found[4]["problem"] == (
        f"Release {newest - 2} does not include {ids[4]}, which first appears in release {newest}."
    )
    for resource, each in (("staffing-figures", found[0]), ("incentives", found[1]), ("metrics", found[5])):
        assert each == (await get(address(resource, each["id"], newest - 2))).json["data"]


async def test_each_id_may_name_the_release_it_was_cited_from(get, newest):
    ids = [f"{FIGURE}@{newest - 2}", f"{FIGURE}@{newest}", HOUSING, f"{FIGURE}@999"]
    answer = await get(f"/v1/status?ids={','.join(ids)}&since_release={newest - 1}")
    found = answer.json["data"]
    assert [(each["id"], each["since_release"], each["status"]) for each in found] == [
        (FIGURE, newest - 2, "corrected"),
        (FIGURE, newest, "current"),
        (HOUSING, newest - 1, "retracted"),
        (FIGURE, 999, "unknown"),
    ]
    assert found[3]["problem"] == f"No release 999. The first release is 1, the newest {newest}."
    alone = await get(f"/v1/status?ids={FIGURE}@{newest - 2}")
    assert alone.json["data"] == found[:1]
    assert alone.headers["content-location"].endswith(f"/v1/status?ids={FIGURE}%40{newest - 2}")


async def test_a_hundred_are_asked_at_once_and_no_more(get, records):
    ids = [each["id"] for each in records["agencies"][:101]]
    assert len((await get(f"/v1/status?ids={','.join(ids[:100])}&since_release=1")).json["data"]) == 100
    refused = await get(f"/v1/status?ids={','.join(ids)}&since_release=1")
    assert (refused.status, refused.problem) == (400, "invalid-query")


@pytest.mark.parametrize(
    "address", [address("agencies", "ny0303000", 1), "/v1/status?ids=ny0303000&since_release=1"]
)
async def test_a_status_is_always_live(address, get, newest):
    answer = await get(address)
    assert answer.headers["cache-control"] == "public, max-age=60, stale-while-revalidate=60"
    assert answer.headers["muster-release"] == str(newest)
    own = f"https://muster.example{address}"
    assert answer.headers["content-location"] == own
    assert answer.json["links"] == {"self": own, "latest": own}
    assert (await get(address, if_none_match=answer.headers["etag"])).status == 304
    for pin in ("release=1", "known_on=2026-11-30"):
        refused = await get(f"{address}&{pin}")
        assert (refused.status, refused.problem) == (400, "invalid-query")
        assert "always" in refused.json["errors"][0]["expected"]


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/v1/agencies/ny0303000/status", 400, "since_release"),
        ("/v1/status", 400, "ids"),
        ("/v1/status?ids=nypd@1,us-dhs-ice", 400, "since_release"),
        ("/v1/status?ids=nypd@0", 400, "ids"),
        ("/v1/status?ids=nypd@", 400, "ids"),
        ("/v1/status?ids=nypd@1234567890", 400, "ids"),
        ("/v1/status?ids=us-dhs-ice@1&since_release=999", 404, "No release 999"),
        ("/v1/status?ids=UPPER&since_release=1", 400, "ids"),
        ("/v1/agencies/ny0303000/status?since_release=0", 400, "since_release"),
        ("/v1/agencies/ny0303000/status?since_release=999", 404, "No release 999"),
        ("/v1/agencies/nobody/status?since_release=1", 404, "no record nobody"),
        ("/v1/agencies/founding-article-000/status?since_release=1", 404, "founding-article-000"),
        ("/v1/agencies/test-city-police/status?since_release=1", 404, "which first appears in release"),
    ],
)
async def test_what_has_no_status_is_told(address, status, said, get):
    answer = await get(address)
    assert answer.status == status
    assert said in answer.json["detail"]


async def test_an_alias_leads_to_the_status_of_its_agency(get):
    answer = await get("/v1/agencies/nypd/status?since_release=1")
    assert answer.status == 302
    there = "https://muster.example/v1/agencies/ny0303000/status?since_release=1"
    assert answer.headers["location"] == there


async def test_the_columns_that_decide_are_published(get):
    published = (await get("/v1/config")).json["value_columns"]
    assert published == {name: [*columns] for name, columns in VALUE_COLUMNS.items()}


def change(operation, kind, *fields, old=None):
    made = [FieldChange(field=field, old=old, new=new) for field, new in fields]
    return Change(
        id="2-one", release_number=2, published_at="2026-11-24T09:00:00Z", resource="staffing-figures",
        record_id="one", agency_id=None, agency_name=None, operation=operation, kind=kind, notice=None,
        fields=made,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (change("changed", "our_error", ("value", 2)), "corrected"),
        (change("changed", "source_correction", ("value", 2)), "corrected"),
        (change("changed", "source_revision", ("value", 2)), "superseded"),
        (change("changed", "definition_change", ("metric", "hires")), "superseded"),
        (change("changed", "update", ("as_of", "2026-01-01")), "superseded"),
        (change("changed", "enrichment", ("as_of", "2026-01-01")), "current"),
        (change("changed", "enrichment", ("as_of", "2026-01-01"), old="2025-01-01"), "superseded"),
        (change("changed", "our_error", ("note", "Read again."), ("locator", "row 3")), "current"),
        (change("changed", "our_error", ("rank", "deprecated")), "retracted"),
        (change("changed", "our_error", ("rank", "normal")), "current"),
        (change("changed", "retraction", ("note", "Taken back.")), "retracted"),
        (change("withdrawn", "our_error", ("value", None)), "retracted"),
    ],
)
def test_how_a_change_weighs(made, expected):
    assert weight(made, VALUE_COLUMNS["staffing-figures"]) == expected
