"""`/v1/check` compares the numbers of a draft with the records of a release."""

from datetime import date

import pytest

from api.check.claims import COLUMNS, PARAMETERS
from api.http.confidential import PATH
from api.routes.check import operation
from tests.api.claimed import address, claim_of
from tests.effort import part

FIGURE = "test-city-police-vacancies-2026-11-gazette"
VACANT = {"agency_id": "test-city-police", "metric": "vacancies", "as_of": "2026-11"}
OFFICERS = {
    "agency_id": "us-dhs-ice", "metric": "hires", "value": "12000", "qualifier": "more_than",
    "subset": "officers", "as_of": "2026-01", "printed_on": "2026-01-15",
}  # fmt: skip


@pytest.fixture(scope="session")
def verdicts(get):
    async def asked(*claims, **more):
        answer = await get(address(*claims, **more))
        assert answer.status == 200, answer.body
        return answer.json["data"]

    return asked


def short(found):
    return found["verdict"], found["rule"], found["match"]


def test_its_url_is_one_that_is_confidential():
    assert PATH.fullmatch(operation().path)
    assert not operation().remembered


async def test_a_number_that_a_source_states_comes_with_quote_chain_and_pinned_url(verdicts):
    (found,) = await verdicts(OFFICERS, release=12)
    assert short(found) == ("matches", "same_statement", "certain")
    assert found["sentence"] == (
        "The claim says what the source says: Hires (Officers), U.S. Immigration and Customs Enforcement, "
        "total to January 2026: more than 12,000, according to U.S. Department of Homeland Security; the "
        "claim leaves out the period; its date is inferred."
    )
    first = found["records"][0]
    assert first["quote"] == "hiring more than 12,000 officers and agents in less than a year"
    assert (first["attribution_chain"], first["release"]) == ("U.S. Department of Homeland Security", 12)
    assert (first["differs"], first["unsaid"]) == ([], ["period"])
    assert first["url"] == (
        "https://muster.example/v1/staffing-figures/us-dhs-ice-hires-officers-2026-01-dhs?release=12"
    )
    assert found["claim"] == {
        **dict.fromkeys(COLUMNS),
        "agency_id": "us-dhs-ice", "metric": "hires", "value": 12000, "qualifier": "more_than",
        "subset": "officers", "sex": "all", "modality": "observed", "as_of": "2026-01",
        "printed_on": "2026-01-15",
    }  # fmt: skip


async def test_a_number_of_officers_is_not_one_of_everybody(verdicts):
    """The number that a naive reader takes for all of ICE's hires."""
    everybody = {name: text for name, text in OFFICERS.items() if name != "subset"}
    (found,) = await verdicts(everybody, release=12)
    assert short(found)[:2] == ("different_question", "another_question")
    assert (found["records"][0]["value_text"], found["records"][0]["differs"]) == (
        "more than 12,000",
        ["subset"],
    )


async def test_a_number_of_a_part_of_the_agency_is_one_of_the_part(verdicts):
    """The department is said to have hired those whom ICE has."""
    of_department, at_another_time = await verdicts(
        OFFICERS | {"agency_id": "us-dhs"}, OFFICERS | {"agency_id": "us-dhs", "as_of": "2019"}, release=12
    )
    assert short(of_department)[:2] == ("different_question", "another_question")
    assert of_department["records"][0]["differs"] == ["agency_id"]
    assert "(agency_id: us-dhs-ice)" in of_department["sentence"]
    assert short(at_another_time)[:2] == ("cannot_verify", "nothing_held")


async def test_the_releases_before_a_correction_matched_and_the_later_ones_contradict(verdicts, newest):
    twelve = VACANT | {"value": "12"}
    (then,) = await verdicts(twelve, release=newest - 2)
    assert short(then) == ("matches", "same_statement", "certain")
    (now,) = await verdicts(twelve)
    assert short(now) == ("contradicted", "was_wrong", None)
    assert now["sentence"].startswith(
        f"Release {newest - 2} says the same, but that was wrong, and release {newest - 1} changed it "
        "(our_error): Vacant positions, Testville Police Department"
    )
    assert now["records"][0]["url"].endswith(f"/{FIGURE}?release={newest - 2}")


async def test_what_the_source_corrected_since_was_right_when_printed(verdicts, records, newest):
    corrected = VACANT | {"value": "21", "qualifier": "more_than"}
    (found,) = await verdicts(corrected)
    assert short(found)[:2] == ("right_when_printed", "revised_since")
    assert found["records"][0]["release"] == newest - 1
    by_number = {each["number"]: each for each in records["releases"]}
    day = date.fromisoformat(by_number[newest]["published_at"][:10]).isoformat()
    (printed_after,) = await verdicts(corrected | {"printed_on": day})
    assert short(printed_after) == ("consistent", "follows", "certain")


async def test_a_withdrawn_record_is_no_longer_held_as_true(verdicts, newest):
    gone = {"agency_id": "test-city-police", "metric": "hires", "value": "4"}
    (found,) = await verdicts(gone)
    assert short(found)[0] == "cannot_verify"
    assert (found["records"], found["match"]) == ([], None)
    assert f"/v1/coverage?metric=hires&release={newest}&state" in found["coverage_url"]


async def test_nothing_held_comes_with_the_coverage_that_its_url_lists(verdicts, get):
    asked = {"agency_id": "ny0303000", "metric": "sworn_headcount", "value": "33604", "as_of": "1901"}
    (found,) = await verdicts(asked | {"value": "1"}, release=18)
    assert short(found) == ("cannot_verify", "nothing_held", None)
    listed = (await get(found["coverage_url"].removeprefix("https://muster.example"))).json["data"]
    assert 0 < len(found["coverage"]) <= 3
    assert all(row in listed for row in found["coverage"])
    assert {row["state"] for row in found["coverage"]} == {"NY"}
    (elsewhere,) = await verdicts(asked, release=18)
    assert short(elsewhere)[0] == "different_question"
    assert (elsewhere["records"][0]["differs"], elsewhere["coverage_url"]) == (["as_of"], None)


async def test_an_offer_is_checked_by_its_kind(verdicts):
    bonus = {"agency_id": "us-dhs-ice", "kind": "signing_bonus", "value": "50000"}
    exact, capped, wrong = await verdicts(
        bonus | {"audience_kind": "lateral", "as_of": "2025-11-10"},
        bonus | {"qualifier": "up_to", "audience_kind": "lateral", "as_of": "2025-11"},
        bonus | {"value": "75000", "audience_kind": "lateral", "as_of": "2025-11-10"},
    )
    assert short(exact)[0] == short(capped)[0] == "matches"
    assert exact["records"][0]["resource"] == "incentives"
    assert exact["records"][0]["url"].startswith("https://muster.example/v1/incentives/")
    assert (exact["claim"]["modality"], exact["claim"]["sex"]) == ("offered", None)
    assert short(wrong)[0] == "contradicted"


async def test_every_record_checked_against_itself_matches(verdicts, records):
    """Of the newest release, twenty at a time; also those whose qualifiers touch one another."""
    stated = [
        each
        for name in ("staffing-figures", "incentives")
        for each in records[name]
        if each["value_text"] is not None
        and each["rank"] != "deprecated"
        and each["modality"] != "not_offered"
    ]
    qualified = [each for each in stated if each["qualifier"] != "exact"]
    chosen = [*part(stated[::9]), *part(qualified)]
    assert {each["qualifier"] for each in chosen} >= {"exact", "between", "approximately", "nearly"}
    for n in range(0, len(chosen), 20):
        batch = chosen[n : n + 20]
        for each, found in zip(batch, await verdicts(*map(claim_of, batch)), strict=True):
            assert short(found)[:2] == ("matches", "same_statement"), (each["id"], found)


async def test_other_claims_of_a_request_change_no_verdict(verdicts):
    claims = [
        OFFICERS,
        VACANT | {"value": "12"},
        {"agency_id": "us-dhs-ice", "kind": "signing_bonus", "value": "50000"},
        {"agency_id": "us-dhs-ice", "metric": "offers", "value": "12000", "as_of": "2026-01"},
        {"agency_id": "ny0303000", "metric": "sworn_headcount", "value": "1", "as_of": "2031"},
    ]
    alone = [(await verdicts(each))[0] for each in claims]
    assert await verdicts(*claims) == alone


async def test_one_value_holds_for_all_claims_and_lists_have_any_of_the_three_forms(get):
    url = "/v1/check?agency_id=us-dhs-ice&metric=hires,offers&qualifier=more_than&release=12&"
    spellings = [
        "value=12000,18000&as_of=2026-01,none",
        "value=12000&value=18000&as_of=2026-01&as_of=none",
        "value[]=12000&value[]=18000&as_of[]=2026-01&as_of[]=none",
    ]
    answers = [await get(url + each) for each in spellings]
    assert len({answer.body for answer in answers}) == 1
    first, second = answers[0].json["data"]
    assert (first["claim"]["metric"], first["claim"]["as_of"]) == ("hires", "2026-01")
    assert (second["claim"]["metric"], second["claim"]["as_of"]) == ("offers", None)
    assert first["claim"]["qualifier"] == second["claim"]["qualifier"] == "more_than"


async def test_a_pinned_response_is_the_same_bytes_again(get):
    pinned = address(OFFICERS, VACANT | {"value": "12", "agency_id": "us-dhs-ice"}, release=12)
    first, again = await get(pinned), await get(pinned)
    assert first.body == again.body
    assert "&release=12&" in first.json["links"]["self"]
    assert (first.json["meta"]["release"], first.headers["muster-release"]) == (12, "12")


WRONG = {
    "value=1,2,3&metric=hires,offers": {"metric"},
    "metric=hires&value=12,500": {"value"},
    "value=1": {"metric"},
    "metric=hires&kind=signing_bonus&value=1": {"metric"},
    "metric=hires": {"value"},
    "metric=hires&value=1&value_low=1&value_high=2": {"value"},
    "metric=hires&value_low=2&value_high=1": {"value_high"},
    "metric=hires&value_low=2": {"value"},
    "metric=hires&value_low=1&value_high=2&qualifier=more_than": {"qualifier"},
    "metric=hires&qualifier=between&value=1": {"value"},
    "metric=hires&value=1&audience_kind=lateral": {"audience_kind"},
    "kind=signing_bonus&value=1&subset=officers&sex=all": {"subset", "sex"},
    "metric=hires&value=-1": {"value"},
    "metric=hires&value=12,000&as_of=yesterday&subset=officer": {"value", "as_of", "subset"},
    "metric=hires&value=1&as_of=2026-13": {"as_of"},
    "metric=hires&value=1&as_of=2026-Q5&target_date=FY26&printed_on=2026": {
        "as_of",
        "target_date",
        "printed_on",
    },
    "metric=hires&value=1&qualifier=unspecified&modality=not_offered": {"qualifier", "modality"},
    "metric=hires&value=" + ",".join(map(str, range(21))): {"value"},
    "metric=hires&value=1&match=certain": {"match"},
}


@pytest.mark.parametrize("query", WRONG)
async def test_every_problem_of_the_claims_is_told_at_once(query, get):
    answer = await get(f"/v1/check?agency_id=us-dhs-ice&{query}&release=9999")
    assert (answer.status, answer.problem) == (400, "invalid-query")
    assert {each["parameter"] for each in answer.json["errors"]} == WRONG[query]


async def test_a_problem_names_the_claim_and_the_nearest_code(get):
    query = "agency_id=us-dhs-ice&metric=hires,hires&value=1,2&audience_kind=none,lateral"
    (fault,) = (await get(f"/v1/check?{query}")).json["errors"]
    assert fault["expected"] == "claim 2: nothing, because the claim is not about an offer"
    answer = await get("/v1/check?agency_id=us-dhs-ice&metric=hires&value=1&subset=officer")
    assert answer.json["errors"][0]["nearest"] == "officers"


async def test_an_agency_and_a_metric_that_nobody_knows_are_404_with_the_nearest(get):
    answer = await get("/v1/check?agency_id=us-dhs-ice,us-dhs-icee&metric=hirez&value=1")
    assert (answer.status, answer.problem) == (404, "not-found")
    assert [(each["parameter"], each["given"], each["nearest"]) for each in answer.json["errors"]] == [
        ("agency_id", "us-dhs-icee", "us-dhs-ice"), ("metric", "hirez", "hires"),
    ]  # fmt: skip
    replaced = await get("/v1/check?agency_id=test-old-town-police&metric=hires&value=1")
    assert (replaced.status, replaced.json["errors"][0]["nearest"]) == (404, "test-city-police")


def test_every_column_of_a_claim_is_a_documented_parameter():
    documented = {each["name"]: each for each in operation().also.values()}
    assert set(documented) == set(PARAMETERS)
    assert all(each["description"] for each in documented.values())
