"""Queries that make no sense: every problem at once, with what is expected and the nearest real name."""

import pytest

from api.catalog.resources import CATALOG

LISTS = [f"/v1/{resource.name}" for resource in CATALOG]


def errors(answer):
    assert (answer.status, answer.problem) == (400, "invalid-query")
    assert answer.json["title"] == "Invalid query parameters"
    return answer.json["errors"]


async def test_a_misspelt_parameter_is_refused_with_the_nearest(get):
    answer = await get("/v1/staffing-figures?metrc=hires")
    assert answer.json == {
        "type": "https://muster.example/problems/invalid-query",
        "title": "Invalid query parameters",
        "status": 400,
        "detail": "Invalid parameters: metrc.",
        "errors": [
            {
                "parameter": "metrc",
                "given": "hires",
                "expected": "a parameter of this resource; see /openapi.json for the list",
                "nearest": "metric",
            }
        ],
        "nearest": None,
        "last_release": None,
        "request_id": answer.json["request_id"],
    }


async def test_all_problems_are_told_at_once_in_the_order_given(get):
    query = "limit=0&state=ca&kind=sherif&nme=x&sort=shortname&release=-1&known_on=2025-02-30"
    query += "&q=&count=yes&limit=5"
    found = {
        fault["parameter"] + "=" + fault["given"]: fault["nearest"]
        for fault in errors(await get(f"/v1/agencies?{query}"))
    }
    assert found == {
        "limit=0": None,
        "state=ca": None,
        "kind=sherif": "sheriff",
        "nme=x": "name",
        "sort=shortname": "name",
        "release=-1": None,
        "known_on=2025-02-30": None,
        "q=": None,
        "count=yes": None,
        "limit=5": None,
    }


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("/v1/staffing-figures?state=CA", "agency_state"),
        ("/v1/staffing-figures?state__in=CA,NY", "agency_state__in"),
        ("/v1/staffing-figures?level=federal", "agency_level"),
        ("/v1/staffing-figures?short_name=NYPD", "agency_short_name"),
        ("/v1/staffing-figures?publisher__contains=fbi", "source_publisher__contains"),
        ("/v1/incentives?kind=bonus", "signing_bonus"),
        ("/v1/staffing-figures?agencystate=CA", "agency_state"),
        ("/v1/staffing-figures?sort=-state", None),
        ("/v1/agencies?sttae=CA", "state"),
    ],
)
async def test_the_nearest_name_is_one_that_ends_so_before_one_that_is_spelled_so(address, nearest, get):
    [fault] = errors(await get(address))
    assert fault["nearest"] == nearest


async def test_a_query_of_nothing_but_problems_is_answered_in_bounds(get):
    """Each is named and the first hundred are described; the first ten misspellings get a suggestion."""
    names = [f"metric{a}{b}" for a in "abcdefghijklmnopqrstuvwxyz" for b in "abcdefghijklmnopqrstuvwxyz"]
    answer = await get("/v1/staffing-figures?" + "&".join(f"{name}=" for name in names))
    found = errors(answer)
    assert [fault["parameter"] for fault in found] == names[:100]
    assert [fault["nearest"] for fault in found] == ["metric"] * 10 + [None] * 90
    assert answer.json["detail"] == (
        f"Invalid parameters: {', '.join(names)}. `errors` describes the first 100 of 676. "
        "Suggestions were left out for 666 misspellings."
    )
    assert len(answer.body) < 4 * 8192


async def test_the_nearest_names_are_looked_up_ten_times_and_no_more(get, monkeypatch):
    """The count bounds the time, as one look-up is bounded by the length of the names."""
    from api.query import query_string

    looked_up = []
    monkeypatch.setattr(query_string, "nearest", lambda text, names: looked_up.append(text))
    names = "&".join(f"metrik{n}=&sort=x{n}" for n in range(300))
    errors(await get(f"/v1/staffing-figures?{names}"))
    assert len(looked_up) == 10


@pytest.mark.parametrize("query", ["x&" * 4096, "x=&" * 2730, "metric=x&" * 910, "limit=5&" * 1000])
async def test_what_is_repeated_is_told_once(query, get):
    answer = await get(f"/v1/staffing-figures?{query}")
    assert len(errors(answer)) <= 4
    assert len(answer.body) < 2000


async def test_an_unknown_order_names_the_known_ones(get):
    [fault] = errors(await get("/v1/metrics?sort=unit"))
    assert fault["expected"] == "one of id, -id, label, -label"


async def test_an_unknown_relation_names_the_known_ones(get):
    [fault] = errors(await get("/v1/staffing-figures?include=agency,sources"))
    assert (fault["nearest"], "agency, program, source" in fault["expected"]) == ("source", True)
    assert errors(await get("/v1/metrics?include=agency"))[0]["parameter"] == "include"


OTHERS = (
    "/v1/agencies/ny0303000", "/v1/agencies/ny0303000/summary", "/v1/config", "/health/live", "/health/ready",
    "/openapi.json", "/docs", "/docs/agencies", "/docs/search", "/guides/grammar", "/problems/not-found",
)  # fmt: skip


@pytest.mark.parametrize("path", [*LISTS, *(f"{path}.csv" for path in LISTS), *OTHERS])
@pytest.mark.parametrize(
    "query", ["utmsource=x", "callback=f", "=", "x", "a=1&&b=2", "%00=1", "Limit=5", "limit[]=5"]
)
async def test_no_address_ignores_a_parameter(path, query, get):
    assert len(errors(await get(f"{path}?{query}"))) >= 1


@pytest.mark.parametrize(
    "query",
    [
        "state=CA&state=NY", "limit=5&limit=5", "state=", "state", "=CA",
        "st%61te=CA&state=NY", "name=%zz", "name=%", "name=%4", "name=%ff", "name=%C0%AF",
        "name=%ED%A0%80", "name=%F8%88%80%80%80", "name=%00", "name=a%00b", "n%FFme=x",
        "name=" + "x" * 201, "name__contains=", "q=%00", "id=NY0303000", "id=a--b", "id=-a", "id=a_b",
        "id=" + "a" * 141, "id__in=", "id__in=a,,b", "id__in=a,", "id__in=" + ",".join(["a"] * 101),
        "id__isnull=true", "kind__isnull=false", "parent_id__isnull=TRUE", "parent_id__isnull=1",
        "aggregate=yes", "aggregate__not=true", "aggregate__in=true,false", "kind=Sheriff",
        "kind__in=sheriff,", "kind__in=sheriff,nobody", "kind__contains=sher", "state=ca", "name__in=a,b",
        "name__gt=a", "ori=ny0303000", "ori=NY03", "county_geoid=06037", "aliases__not=NYPD",
        "aliases__contains=NY", "alias_slugs=nypd", "search=police", "body=x", "from_release=1",
        "match=certain", "after=", "after=NYPD", "after=a/b", "sort=", "sort=+name", "sort=name,id",
        "sort=name desc", "include=", "include=parent,parent", "include=*", "fields=id", "count=",
        "limit=", "release=null", "since=null",
    ],
)  # fmt: skip
async def test_a_malformed_parameter_is_refused(query, get):
    assert errors(await get(f"/v1/agencies?{query.replace(' ', '+')}"))


@pytest.mark.parametrize(
    "text", ["2025-11-22", "2025-13-45T99:99:99Z", "2025-11-22T24:00:00Z", "2025-11-22T10:00:00+00:00", ""]
)
async def test_a_moment_that_is_none_is_refused(text, get):
    assert errors(await get(f"/v1/releases?published_at__gte={text}"))


INTEGERS = [
    "", "0", "-1", "1001", "2147483648", "9223372036854775808", "1e2", "1.0", "+5", "%2B5", "%205", "5%20",
    "1_000", "%D9%A3", "%EF%BC%95", "05", "0x5", "null", "NaN", "true", "5,6", "%E2%88%925",
]  # fmt: skip
NUMBERS = [
    "", "NaN", "Infinity", "-Infinity", "inf", "1e999", "1e16", "1000000000000001", "0x1A", "1,5", "1_000",
    ".5", "5.", "01", "--1", "1e", "%2B1", "1%20", "%D9%A3", "½", "1/2", "null", "1.7976931348623157e308",
    "9" * 401,
]  # fmt: skip
DAYS = [
    "", "2024-02-30", "2023-02-29", "0000-01-01", "10000-01-01", "2024-1-1", "20240101",
    "2024-01-01T00:00:00Z", "2024-01-01%2001:00", "-2024-01-01", "2024-W01-1", "24-01-01", "01/02/2024",
    "epoch", "today", "now",
]  # fmt: skip


@pytest.mark.parametrize("text", INTEGERS)
async def test_a_limit_is_a_plain_whole_number_from_1_to_1000(text, get):
    [fault] = errors(await get(f"/v1/agencies?limit={text}"))
    assert fault["expected"] == "a whole number from 1 to 1000"


@pytest.mark.parametrize("text", NUMBERS)
async def test_a_number_is_written_as_in_json_and_finite(text, get):
    for path in ("/v1/staffing-figures", "/v1/incentives", "/v1/staffing-figures.csv"):
        assert errors(await get(f"{path}?value__gte={text}".encode()))


@pytest.mark.parametrize(
    "text", ["-0", "0", "1e-999", "1e15", "-1e15", "0.1", "1e2", "123456789012345", "0." + "0" * 300 + "1"]
)
async def test_a_number_in_range_is_taken_however_long(text, get):
    for match in ("stated", "certain", "possible"):
        assert (await get(f"/v1/staffing-figures?value__gt={text}&match={match}&limit=1")).status == 200


@pytest.mark.parametrize("text", DAYS)
async def test_a_day_is_a_day_of_the_calendar(text, get):
    for parameter in ("as_of", "as_of__lte", "known_on", "as_of__in"):
        [fault] = errors(await get(f"/v1/staffing-figures?{parameter}={text}"))
        assert "a day such as 2025-11-10" in fault["expected"]


async def test_the_first_and_the_last_day_of_the_calendar_are_days(get):
    for day in ("0001-01-01", "9999-12-31", "2024-02-29"):
        assert (await get(f"/v1/staffing-figures?as_of__gte={day}&limit=1")).status == 200


async def test_a_count_of_filters_has_no_other_limit_than_the_query_string(get):
    query = "&".join(f"{parameter}={value}" for parameter, value in (
        ("metric", "hires"), ("metric__in", "hires,offers"), ("sex", "all"), ("value__gte", "1"),
        ("value__lt", "5"), ("as_of__isnull", "false"), ("year__in", "2024,2025"), ("headline", "true"),
        ("agency_name__contains", "a"), ("q", "ice"), ("sort", "-value"), ("match", "possible"),
        ("count", "true"), ("include", "agency,program,source"),
    ))  # fmt: skip
    assert (await get(f"/v1/staffing-figures?{query}")).status == 200


UNKNOWN = [
    ("/v1/staffing-figures?agency_id=ny0303001", "ny0303000"),
    ("/v1/staffing-figures?agency_id=nypd", "ny0303000"),
    ("/v1/staffing-figures?metric=sworn_headcounts", "sworn_headcount"),
    ("/v1/staffing-figures?agency_id__in=ny0303001,us-dhs-icee", None),
    ("/v1/staffing-figures.csv?agency_id=ny0303001", "ny0303000"),
    ("/v1/incentives?program_id=us-dhs-ice-nypd-2026", "us-dhs-ice-nypd-2025"),
    ("/v1/agencies?id=ny0303001", "ny0303000"),
    ("/v1/agencies?parent_id=us-dhs-icee", "us-dhs-ice"),
    ("/v1/agencies/ny0303001", "ny0303000"),
    ("/v1/agencies?after=ny0303001", "ny0303000"),
    ("/v1/agencies/su-dhs-ice", "us-dhs-ice"),
    ("/v1/agencies/s-dhs-ice", "us-dhs-ice"),
    ("/v1/agencies/auss-dhs-ice", None),
    ("/v1/agencies/xs-dhs-ice", "us-dhs-ice"),
    ("/v1/citations?source_id=founding-article-00", "founding-article-000"),
    ("/v1/incentive-programs?target_agency_ids=ny0303001", "ny0303000"),
]


@pytest.mark.parametrize(("address", "nearest"), UNKNOWN)
async def test_an_id_that_names_nothing_is_not_found_with_the_nearest(address, nearest, get):
    answer = await get(address)
    assert (answer.status, answer.problem) == (404, "not-found")
    if nearest:
        assert answer.json["nearest"] == nearest


async def test_an_empty_list_of_known_ids_is_an_answer(get):
    answer = await get("/v1/staffing-figures?agency_id=ny0303000&metric=offers&year=1850")
    assert (answer.status, answer.json["data"]) == (200, [])
    answer = await get("/v1/agencies?parent_id=ny0303000&id=us-dhs-ice")
    assert (answer.status, answer.json["data"]) == (200, [])


async def test_known_ids_do_not_hide_an_unknown_one(get):
    answer = await get("/v1/agencies?id__in=ny0303000,nobody-at-all")
    assert (answer.status, answer.problem) == (404, "not-found")
    assert [each["given"] for each in answer.json["errors"]] == ["nobody-at-all"]


async def test_an_id_of_a_later_release_names_nothing_in_an_earlier(get, newest):
    answer = await get("/v1/staffing-figures?agency_id=test-city-police&release=1")
    assert (answer.status, answer.problem) == (404, "not-found")
    first = f"which first appears in release {newest - 2}."
    assert answer.json["detail"] == f"agency_id: Release 1 does not include test-city-police, {first}"


async def test_a_problem_tells_nothing_of_the_inside(get):
    for address in (
        "/v1/agencies?x=1",
        "/v1/agencies/nobody",
        "/nothing",
        "/v1/agencies?release=999",
        "/v1/agencies?after=zzz",
    ):
        text = (await get(address)).body.decode().lower()
        for word in (
            "select",
            "api.",
            "serving",
            "postgres",
            "asyncpg",
            "litestar",
            "traceback",
            "/work",
            "5432",
            "python",
        ):
            assert word not in text.replace("openapi.json", "")
