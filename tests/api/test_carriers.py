"""What carriers append to a URL changes nothing, and a list means the same in every spelling."""

import pytest

from api.catalog.carriers import NAMES, is_tracking
from api.catalog.resources import CATALOG
from api.query import parameters
from tests.effort import part

APPENDED = (
    "utm_source=newsletter&utm_medium=email",
    "fbclid=IwAR0",
    "gclid=1",
    "msclkid=1",
    "mc_cid=1&mc_eid=2",
    "igshid=1",
    "_ga=2.1",
    "ref_src=twsrc",
    "_=1764540000000",
    "v=1764540000000",
    "cachebust=1",
    "fbclid",
    "v=1&v=2",
    "utm_term=%zz",
    "",
    "&",
)
ROUTES = (
    "/v1/agencies?state=CA&limit=2",
    "/v1/agencies.csv?state=CA",
    "/v1/agencies.csv.metadata.json?state=CA",
    "/v1/agencies/us-dhs-ice",
    "/v1/agencies/us-dhs-ice/history",
    "/v1/agencies/us-dhs-ice/summary",
    "/v1/agencies/us-dhs-ice/status?since_release=1",
    "/v1/status?ids=us-dhs-ice&since_release=1",
    "/v1/incentives/us-dhs-ice-nypd-2025-signing-bonus/cite",
    "/v1/corrections.atom",
    "/v1/releases/1.jsonld",
    "/data.json",
    "/llms.txt",
    "/v1/config",
    "/openapi.json",
    "/docs",
    "/docs/agencies",
    "/docs/search?q=hires",
    "/guides/grammar",
    "/health/live",
)


def appended(route: str, pair: str) -> str:
    return f"{route}{'&' if '?' in route else '?'}{pair}"


@pytest.mark.property
@pytest.mark.parametrize("route", ROUTES)
async def test_whatever_a_carrier_appends_the_response_is_the_same(route, get):
    plain = await get(route)
    assert plain.status == 200
    for pair in part(APPENDED, ROUTES.index(route)):
        carried = await get(appended(route, pair))
        assert (carried.status, carried.body) == (200, plain.body), pair
        assert carried.headers == plain.headers, pair


async def test_a_carriers_parameter_is_in_no_link_and_no_citation(get):
    page = (await get("/v1/agencies?limit=1&utm_source=x&fbclid=1")).json
    assert page["links"]["self"].partition("?")[2] == f"limit=1&release={page['meta']['release']}"
    assert "utm" not in page["links"]["next"] + page["links"]["latest"] + page["meta"]["cite_as"]


@pytest.mark.parametrize("name", ["utmsource", "vv", "gclids", "state_v", "cache_bust"])
async def test_any_other_unknown_parameter_is_an_error(name, get):
    assert (await get(f"/v1/agencies?{name}=1")).problem == "invalid-query"


def test_no_parameter_of_ours_is_a_carriers():
    ours = {name for resource in CATALOG for name in parameters.page_values(resource)}
    ours |= {name for resource in CATALOG for name in parameters.file_values(resource)}
    assert not [name for name in ours if is_tracking(name)]


async def test_the_configuration_lists_what_is_ignored(get):
    listed = (await get("/v1/config")).json["ignored_parameters"]
    assert set(listed) == {*NAMES, "utm_*"}


@pytest.mark.parametrize(
    "spelled",
    [
        "state__in=CA,NY",
        "state__in=CA%2CNY",
        "state__in=CA&state__in=NY",
        "state__in[]=CA&state__in[]=NY",
        "state__in%5B%5D=CA&state__in%5B%5D=NY",
        "state__in=CA&state__in[]=NY",
    ],
)
async def test_a_list_in_any_spelling_is_one_question_with_one_link(spelled, get):
    plain, other = (
        await get("/v1/agencies?state__in=CA,NY&limit=3"),
        await get(f"/v1/agencies?{spelled}&limit=3"),
    )
    assert (other.status, other.body) == (200, plain.body)
    assert other.headers["etag"] == plain.headers["etag"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=CA&state=NY", "one value; for several values write state__in=A,B"),
        ("kind__not=sheriff&kind__not=other", "one value; for several values write kind__in=A,B"),
        ("limit=1&limit=2", "one value; the parameter is repeated"),
    ],
)
async def test_a_repeated_value_is_an_error_that_names_the_right_spelling(query, expected, get):
    answer = await get(f"/v1/agencies?{query}")
    assert answer.problem == "invalid-query"
    assert [error["expected"] for error in answer.json["errors"]] == [expected]


async def test_too_many_values_are_counted_over_all_spellings(get):
    many = "&".join(f"id__in=a{number}" for number in range(101))
    answer = await get(f"/v1/agencies?{many}")
    assert answer.problem == "invalid-query"
    assert [error["parameter"] for error in answer.json["errors"]] == ["id__in"]
