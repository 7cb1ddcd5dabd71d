"""Single records: the envelope, related records, aliases, and the summary of an agency."""

from urllib.parse import quote

import msgspec
import pytest

from api.catalog.resources import BY_NAME, CATALOG

PUBLIC = "https://muster.example"


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
async def test_a_record_is_what_the_list_shows(resource, records, get):
    key = resource.key
    for record in (records[resource.name][0], records[resource.name][-1]):
        listed = (await get(f"/v1/{resource.name}?{key}={record[key]}")).json["data"]
        answer = await get(f"/v1/{resource.name}/{record[key]}")
        if answer.status == 301:
            continue
        shown = {name: each for name, each in answer.json["data"].items() if name not in resource.parts}
        assert [shown] == listed
        assert (await get(f"/v1/{resource.name}/{record[key]}.json")).json["data"] == answer.json["data"]


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
async def test_every_column_is_there_in_order_and_of_its_type(resource, get):
    answer = await get(f"/v1/{resource.name}?limit=1000")
    envelope = msgspec.defstruct(
        "Envelope", [("data", list[resource.record]), ("meta", dict), ("links", dict)]
    )
    decoded = msgspec.json.decode(answer.body, type=envelope)
    assert len(decoded.data) == len(answer.json["data"]) > 0
    assert all([*row] == [*resource.columns] for row in answer.json["data"])


async def test_a_page_has_an_envelope(get, records, newest):
    answer = await get("/v1/metrics?limit=1&count=true")
    release = records["releases"][-1]
    assert answer.json == {
        "data": [(await get("/v1/metrics/academy_graduates")).json["data"]],
        "meta": {
            "release": newest,
            "published_at": release["published_at"],
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "cite_as": f"Muster, release {newest} ({release['published_at'][:10]}). "
            f"{PUBLIC}/v1/metrics?count=true&limit=1&release={newest}",
            "contact": f"{PUBLIC}/v1/config",
            "count": len(records["metrics"]),
        },
        "links": {
            "self": f"{PUBLIC}/v1/metrics?count=true&limit=1&release={newest}",
            "next": f"{PUBLIC}/v1/metrics?after=academy_graduates&limit=1&release={newest}",
            "latest": f"{PUBLIC}/v1/metrics?count=true&limit=1",
            "feed": f"{PUBLIC}/v1/metrics.changes.atom",
        },
    }


async def test_a_record_has_an_envelope(get, newest, last_day):
    answer = (await get(f"/v1/agencies/ny0303000?known_on={last_day}")).json
    assert answer["links"] == {
        "self": f"{PUBLIC}/v1/agencies/ny0303000?release={newest}",
        "latest": f"{PUBLIC}/v1/agencies/ny0303000",
    }
    assert answer["meta"]["release"] == newest
    assert answer["data"]["short_name"] == "NYPD"


async def test_the_first_article_is_served_as_the_design_shows_it(get):
    figure = (await get("/v1/staffing-figures/us-dhs-ice-applications-founding-article-000?release=1")).json[
        "data"
    ]
    assert figure["agency_short_name"] == "ICE"
    assert (figure["value"], figure["value_text"], figure["comparator"]) == (200000, "more than 200,000", ">")
    bounds = ("value_low", "low_inclusive", "value_high", "high_inclusive")
    assert [figure[name] for name in bounds] == [200000, False, None, None]
    assert figure["source_id"] == "founding-article-000"
    assert figure["headline"] is True
    assert [each["citation_id"] for each in figure["citations"]] == ["founding-article-000-02"]
    assert (figure["as_of"], figure["year"]) == (None, None)


@pytest.mark.parametrize(
    ("name", "relation", "column", "target"),
    [
        ("agencies", "parent", "parent_id", "agencies"),
        ("incentive-programs", "agency", "agency_id", "agencies"),
        ("incentives", "program", "program_id", "incentive-programs"),
        ("incentives", "source", "source_id", "sources"),
        ("staffing-figures", "agency", "agency_id", "agencies"),
        ("staffing-figures", "program", "program_id", "incentive-programs"),
        ("staffing-figures", "source", "source_id", "sources"),
        ("agreements", "agency", "agency_id", "agencies"),
        ("citations", "source", "source_id", "sources"),
    ],
)
async def test_a_related_record_comes_whole(name, relation, column, target, get):
    related = {row["id"]: row for row in await everything(get, target)}
    known = f"{column}__isnull=false&" if f"{column}__isnull" in BY_NAME[name].filters else ""
    for question in ("limit=50", f"{known}limit=300"):
        plain = (await get(f"/v1/{name}?{question}")).json["data"]
        page = (await get(f"/v1/{name}?{question}&include={relation}")).json["data"]
        assert page == [row | {relation: related.get(row[column])} for row in plain]
    whole = next(row for row in page if row[relation] and not row.get("replaced_by"))
    assert (await get(f"/v1/{name}/{whole['id']}?include={relation}")).json["data"] == whole


async def everything(get, name):
    rows, address = [], f"/v1/{name}{'&' if '?' in name else '?'}limit=1000"
    while address:
        page = (await get(address)).json
        rows += page["data"]
        address = (page["links"]["next"] or "").removeprefix(PUBLIC)
    return rows


async def test_several_relations_come_together(get):
    page = (await get("/v1/incentives?include=source,agency,program&limit=1000")).json["data"]
    for row in page:
        assert row["agency"]["id"] == row["agency_id"]
        assert (row["program"] or {"id": None})["id"] == row["program_id"]
        assert (row["source"] or {"id": None})["id"] == row["source_id"]


async def test_a_relation_comes_once_and_in_its_place_however_it_was_asked_for(get):
    first = await get("/v1/incentives?include=agency,source&limit=3")
    for spelling in ("source,agency", "source,agency,source"):
        other = await get(f"/v1/incentives?include={spelling}&limit=3")
        assert (other.body, other.headers["etag"]) == (first.body, first.headers["etag"])
    assert first.body.count(b',"agency":{') == 3


async def test_what_is_related_is_of_the_same_release(get):
    address = "/v1/incentives/test-city-police-drive-2026-signing-bonus?include=agency"
    releases = (await get("/v1/releases")).json["data"]
    first = next(each["number"] for each in releases if each["title"].endswith("a-additions"))
    names = [(await get(f"{address}&release={first + n}")).json["data"]["agency"]["name"] for n in (0, 1)]
    assert names == ["Testville Police Department", "City of Testville Police"]


@pytest.mark.parametrize(
    ("alias", "query", "target"),
    [
        ("nypd", "", "ny0303000"),
        ("nypd", "?release=1&include=parent", "ny0303000?release=1&include=parent"),
        ("new-york-police-department", "", "ny0303000"),
        ("w-chter-s-hne", "?release={first}", "test-old-town-police?release={first}"),
        ("tvpd", "", "test-city-police"),
        ("ice", "", "us-dhs-ice"),
    ],
)
async def test_an_alias_leads_to_its_agency_and_keeps_the_query(alias, query, target, get, newest):
    # the first of the three made-up releases
    query, target = (each.format(first=newest - 2) for each in (query, target))
    answer = await get(f"/v1/agencies/{alias}{query}")
    assert (answer.status, answer.headers["location"]) == (302, f"{PUBLIC}/v1/agencies/{target}")
    assert answer.headers["cache-control"] == "public, max-age=60"


async def test_an_alias_leads_to_the_summary_too(get):
    answer = await get("/v1/agencies/nypd/summary?release=1")
    assert (answer.status, answer.headers["location"]) == (
        302,
        f"{PUBLIC}/v1/agencies/ny0303000/summary?release=1",
    )


async def test_an_alias_of_two_agencies_leads_nowhere(get):
    answer = await get("/v1/agencies/both-of-them")
    assert (answer.status, answer.problem) == (404, "not-found")


async def test_an_alias_of_a_later_release_leads_nowhere_before(get):
    assert (await get("/v1/agencies/tvpd?release=1")).status == 404


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("NYPD", "ny0303000"),
        ("nypd", "ny0303000"),
        ("LAPD", "ca0194200"),
        ("Secret Service", "us-dhs-usss"),
        ("ICE", "us-dhs-ice"),
    ],
)
async def test_a_search_finds_the_agency_that_is_meant_first(words, first, get):
    assert (await get(f"/v1/agencies?q={quote(words)}")).json["data"][0]["id"] == first


async def test_a_search_on_figures_knows_the_names_of_agencies(get):
    found = (await get("/v1/staffing-figures?q=NYPD&limit=1000")).json["data"]
    assert "ny0303000" in {row["agency_id"] for row in found}
    for row in found:
        assert row["agency_id"] == "ny0303000" or "nypd" in words_of(row), row["id"]


@pytest.mark.parametrize("column", ["subset", "subset_as_stated", "as_stated", "note"])
async def test_a_search_on_figures_knows_their_own_words(column, get):
    rows = await everything(get, "staffing-figures")
    row = max(rows, key=lambda row: len(row[column] or ""))
    words = row[column].replace("_", " ").replace('"', " ").replace("-", " ")
    found = (await get(f"/v1/staffing-figures?q={quote(words[:200])}&limit=1000")).json["data"]
    assert row["id"] in {each["id"] for each in found}


def words_of(row):
    """What a search on figures looks into, beside the names of the agency."""
    own = [row[name] or "" for name in ("subset", "subset_as_stated", "as_stated", "note")]
    return " ".join([*own, *(passage["quote"] or "" for passage in row["citations"])]).lower()


async def test_search_words_are_read_as_on_the_web(get):
    async def found(words):
        return {row["id"] for row in (await get(f"/v1/incentives?q={quote(words)}&limit=1000")).json["data"]}

    assert await found("signing bonus") <= await found("bonus")
    assert await found("bonus -signing") == await found("bonus") - await found("signing")
    assert await found("bonus OR salary") == await found("bonus") | await found("salary")
    assert await found('"signing bonus"') <= await found("signing bonus")


async def test_a_summary_gathers_what_is_known_of_an_agency(get):
    answer = await get("/v1/agencies/us-dhs-ice/summary?release=1")
    found = answer.json["data"]
    assert found["agency"] == (await get("/v1/agencies/us-dhs-ice?release=1")).json["data"]
    listed = (await get("/v1/staffing-figures?agency_id=us-dhs-ice&headline=true&release=1&limit=1000")).json[
        "data"
    ]
    assert sorted(row["id"] for row in found["figures"]) == [row["id"] for row in listed]
    listed = (await get("/v1/incentives?agency_id=us-dhs-ice&headline=true&release=1&limit=1000")).json[
        "data"
    ]
    assert sorted(row["id"] for row in found["incentives"]) == [row["id"] for row in listed]
    targeted = (await get("/v1/agencies/ny0303000/summary?release=1")).json["data"]["targeted_by"]
    assert [row["id"] for row in targeted] == ["us-dhs-ice-nypd-2025"]


@pytest.mark.parametrize("agency", ["us-dhs-ice", "test-city-police"])
@pytest.mark.parametrize(
    ("part", "question"),
    [
        ("figures", "staffing-figures?agency_id={}&headline=true"),
        ("incentives", "incentives?agency_id={}&headline=true"),
        ("disputing_figures", "staffing-figures?agency_id={}&headline=false&disputed=true"),
        ("disputing_incentives", "incentives?agency_id={}&headline=false&disputed=true"),
        ("incentive_programs", "incentive-programs?agency_id={}"),
        ("targeted_by", "incentive-programs?target_agency_ids={}"),
        ("agreements", "agreements?agency_id={}"),
    ],
)
async def test_each_part_of_a_summary_is_a_list_of_its_own(agency, part, question, get):
    found = (await get(f"/v1/agencies/{agency}/summary")).json["data"][part]
    listed = await everything(get, question.format(agency))
    assert sorted(found, key=lambda row: row["id"]) == listed


async def test_the_summaries_have_something_in_every_part(get):
    agencies = [row["agency_id"] for row in await everything(get, "agreements")][:1]
    agencies += ["us-dhs-ice", "test-city-police", "ny0303000", *await disputing(get)]
    parts = [(await get(f"/v1/agencies/{agency}/summary")).json["data"] for agency in agencies]
    lists = {name for name, rows in parts[0].items() if isinstance(rows, list)}
    assert {name for name in lists if any(part[name] for part in parts)} >= lists - {"disputing_incentives"}


async def disputing(get):
    rows = await everything(get, "staffing-figures?disputed=true&headline=false")
    return [row["agency_id"] for row in rows[:1]]


async def test_a_summary_says_which_parts_are_of_an_earlier_year_than_the_whole(get):
    found = (await get("/v1/agencies/ny0303000/summary")).json["data"]
    figures = {row["id"]: row for row in found["figures"]}
    assert found["outdated_parts"]
    for each in found["outdated_parts"]:
        part, whole = figures[each["id"]], figures[each["whole_id"]]
        assert (part["year"], whole["year"]) == (each["year"], each["whole_year"])
        assert part["year"] < whole["year"]
        assert (part["metric"], whole["sex"], whole["subset"]) == (whole["metric"], "all", None)
        assert part["sex"] != "all" or part["subset"]


async def test_a_summary_ends_with_the_latest_changes(get):
    changes = await everything(get, "changes?agency_id=test-city-police&operation__not=added")
    latest = sorted(changes, key=lambda change: -change["release_number"])
    found = (await get("/v1/agencies/test-city-police/summary")).json["data"]["latest_changes"]
    assert found == latest[:10]


async def test_a_summary_of_nobody_is_not_found(get):
    assert (await get("/v1/agencies/nobody/summary")).status == 404
    assert (await get("/v1/agencies/NOBODY/summary")).status == 404


async def test_a_withdrawn_place_in_a_list_is_not_found(get):
    answer = await get("/v1/incentives?after=test-city-police-drive-2026-housing")
    assert (answer.status, answer.problem) == (404, "not-found")


@pytest.mark.parametrize("name", [*BY_NAME])
async def test_what_no_id_can_be_is_not_found(name, get):
    for text in ("A", "a--b", "-a", "a-", "a.b", "1.5", "999999999999", "x" * 300, "-1", "0", "null"):
        answer = await get(f"/v1/{name}/{text}")
        assert (answer.status, answer.problem) == (404, "not-found"), text
