"""The feeds of lists: what entered a list, what changed in it and what left it, an entry a change."""

import json
from pathlib import Path

import feedparser
import jsonschema
import pytest

from api.catalog.costs import Cost
from api.catalog.resources import BY_NAME, REVISED
from api.query import cost, parsing
from api.routes import list_feeds

SCHEMA = json.loads(Path(__file__).with_name("json-feed-1.1.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
BASE = "https://muster.example"
FIGURE = "test-city-police-vacancies-2026-11-gazette"
FIGURES = "/v1/staffing-figures"
FORMS = (".changes.atom", ".changes.feed.json")
QUERIES = [
    ("staffing-figures", "agency_id=test-city-police"),
    ("staffing-figures", "agency_id=test-city-police&value__lt=20&match=possible"),
    ("staffing-figures", "agency_id=test-city-police&headline=true"),
    ("incentives", "value__gt=10000"),
    ("incentives", "q=housing"),
    ("agencies", "state=WY"),
    ("sources", "kind=dataset"),
    ("citations", ""),
    ("incentive-programs", "status=ended"),
]


@pytest.mark.parametrize(("name", "query"), QUERIES)
async def test_a_feed_has_the_changes_of_records_that_match_after_or_before(name, query, get, walk, newest):
    asked = f"{query}&" if query else ""
    lists = {0: set()}
    for number in range(1, newest + 1):
        found = (
            await walk(f"/v1/{name}?{asked}release={number}&limit=1000")
            if await named(get, name, asked, number)
            else []
        )
        lists[number] = {record["id"] for record in found}
    expected = [
        (change["id"], effect(change, lists))
        for change in await walk(f"/v1/changes?resource={name}&sort=-release_number&limit=1000")
        if change["record_id"] in lists[change["release_number"]] | lists[change["release_number"] - 1]
    ]
    assert expected
    assert [
        item async for item in entries(get, f"/v1/{name}.changes.feed.json?{query}".rstrip("?"))
    ] == expected


async def named(get, name, asked, number):
    """Whether the release has the records that the filters name."""
    return (await get(f"/v1/{name}?{asked}release={number}&limit=1")).status == 200


def effect(change, lists):
    number, key = change["release_number"], change["record_id"]
    return {(True, True): None, (True, False): "left", (False, True): "entered"}[
        key in lists[number - 1], key in lists[number]
    ]


async def entries(get, address):
    while address:
        answer = await get(address)
        assert answer.status == 200, answer.body
        VALIDATOR.validate(answer.json)
        for item in answer.json["items"]:
            effects = {"left", "entered"} & {*item["tags"]}
            yield item["id"].removeprefix(f"{BASE}/v1/changes/"), effects.pop() if effects else None
        address = answer.json.get("next_url", "").removeprefix(BASE)


@pytest.mark.parametrize("resource", REVISED, ids=lambda resource: resource.name)
async def test_every_list_whose_records_change_has_both_feeds_and_links_to_them(resource, get):
    answer = await get(f"{resource.path}?limit=1&sort=-id")
    atom, feed = (f"{BASE}{resource.path}{form}" for form in FORMS)
    assert answer.json["links"]["feed"] == atom
    assert f'<{atom}>; rel="alternate"; type="application/atom+xml"' in answer.headers["link"]
    assert f'<{feed}>; rel="alternate"; type="application/feed+json"' in answer.headers["link"]
    found, items = await get(atom.removeprefix(BASE)), (await get(feed.removeprefix(BASE))).json["items"]
    read = feedparser.parse(found.body, response_headers={"content-type": found.headers["content-type"]})
    assert not read.bozo
    assert [each.id for each in read.entries] == [each["id"] for each in items]
    assert [each.title for each in read.entries] == [each["title"] for each in items]
    assert [each.content[0].value for each in read.entries] == [each["content_html"] for each in items]
    assert {each.content[0].type for each in read.entries} <= {"text/html"}
    assert {link.rel for each in read.entries for link in each.links} <= {"alternate"}
    assert len({each.id for each in read.entries}) == len(read.entries)


async def test_a_list_of_what_releases_did_has_no_feed_of_its_changes(get):
    assert (await get("/v1/releases")).json["links"]["feed"] is None
    assert (await get("/v1/changes?limit=1")).json["links"]["feed"] is None
    corrections = await get("/v1/corrections?kind=our_error&limit=1&release=20")
    assert corrections.json["links"]["feed"] == f"{BASE}/v1/corrections.atom?kind=our_error"
    assert (await get("/v1/releases.changes.atom")).status == 404


async def test_the_link_to_a_feed_has_the_filters_and_nothing_else_of_the_query(get, newest):
    query = (
        f"value__gte=5&match=possible&release={newest}&sort=-value&limit=2&count=true&include=agency&q=police"
    )
    page = await get(f"{FIGURES}?{query}&after={FIGURE}")
    feed = page.json["links"]["feed"]
    assert feed == f"{BASE}{FIGURES}.changes.atom?match=possible&q=police&value__gte=5"
    atom = await get(feed.removeprefix(BASE))
    assert atom.headers["content-location"] == feed
    assert f'href="{feed.replace("&", "&amp;")}" rel="self"' in atom.body.decode()


async def test_an_entry_says_what_changed_and_what_that_means_to_the_list(get, newest):
    feed = (await get(f"{FIGURES}.changes.feed.json?id={FIGURE}&value__lt=20")).json
    left, entered = feed["items"]
    record = f"{BASE}{FIGURES}/{FIGURE}"
    states = "Vacant positions, City of Testville Police, WY, November 2026: more than 21"
    assert left == {
        "id": f"{BASE}/v1/changes/{newest - 1}-{FIGURE}",
        "url": f"{BASE}/v1/changes/{newest - 1}-{FIGURE}",
        "external_url": record,
        "title": f"Changed (our error): {states}",
        "summary": "We had read twenty-one as twelve. It no longer matches the filters of this feed.",
        "content_html": f"<p>{states}</p>"
        "<p>We had read twenty-one as twelve. It no longer matches the filters of this feed.</p>"
        "<ul><li>value: 12 → 21</li><li>qualifier: exact → more_than</li></ul>"
        f'<p>{FIGURE}: <a href="{record}?release={newest - 2}">before</a>, '
        f'<a href="{record}?release={newest - 1}">since release {newest - 1}</a></p>',
        "date_published": left["date_published"],
        "date_modified": left["date_published"],
        "tags": ["our_error", "changed", "staffing-figures", "left"],
    }
    assert entered["title"].startswith("Added: Vacant positions")
    assert entered["tags"] == ["added", "staffing-figures", "entered"]
    assert "<li>value: 12</li>" in entered["content_html"]


async def test_a_feed_of_one_record_outlives_it(get, records):
    gone = next(each for each in records["changes"] if each["operation"] == "withdrawn")
    path = f"/v1/{gone['resource']}"
    assert (await get(f"{path}?id={gone['record_id']}")).status == 404
    items = (await get(f"{path}.changes.feed.json?id={gone['record_id']}")).json["items"]
    assert items[0]["tags"][1:] == ["withdrawn", gone["resource"], "left"]
    assert items[0]["title"].startswith("Withdrawn (")
    head = await get(f"{path}.changes.feed.json?id={gone['record_id']}", method="HEAD")
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize("form", FORMS)
async def test_a_feed_of_a_list_is_always_live_and_not_sent_twice(form, get, newest):
    answer = await get(f"{FIGURES}{form}?id={FIGURE}")
    assert answer.headers["cache-control"] == "public, max-age=60, stale-while-revalidate=60"
    assert answer.headers["muster-release"] == str(newest)
    etag = answer.headers["etag"]
    assert (await get(f"{FIGURES}{form}?id={FIGURE}", if_none_match=etag)).status == 304
    assert (await get(f"{FIGURES}{form}?id={FIGURE}", method="HEAD")).headers["etag"] == etag
    for parameter in ("release=1", "known_on=2026-11-22", "sort=id", "limit=5", "fields=id", "count=true"):
        refused = await get(f"{FIGURES}{form}?{parameter}")
        assert (refused.status, refused.problem) == (400, "invalid-query"), parameter
        assert "live" in refused.json["errors"][0]["expected"]


@pytest.mark.parametrize("form", FORMS)
async def test_a_feed_of_a_list_asks_only_for_what_was_once_there(form, get):
    for query in ("agency_id=nobody", "id__in=nobody", "after=1-nobody", "after=99999999999999999999-nobody"):
        for method in ("GET", "HEAD"):
            assert (await get(f"{FIGURES}{form}?{query}", method=method)).status == 404, query
    assert (await get(f"{FIGURES}{form}?after=1-patch-undated-ca-police-ice")).status == 404
    assert (await get(f"{FIGURES}{form}?agency=nobody")).json["errors"][0]["nearest"] == "agency_id"
    assert (await get(f"{FIGURES}{form}?after={FIGURE}")).status == 400


async def test_pages_of_a_feed_follow_one_another(get, monkeypatch):
    address = f"{FIGURES}.changes.feed.json?agency_id=test-city-police"
    whole = [item async for item in entries(get, address)]
    monkeypatch.setattr(list_feeds, "FEED_ENTRIES", 7)
    assert [item async for item in entries(get, address)] == whole
    assert len(whole) > 7


COSTS = [
    ("staffing-figures", "", Cost.INDEXED),
    ("staffing-figures", "after=1-a", Cost.INDEXED),
    ("staffing-figures", "agency_id=us-dhs-ice&q=police", Cost.INDEXED),
    ("staffing-figures", "metric=hires&year=2025", Cost.INDEXED),
    ("staffing-figures", "metric=hires", Cost.UNINDEXED),
    ("staffing-figures", "q=police", Cost.UNINDEXED),
    ("staffing-figures", "note__contains=x", Cost.UNINDEXED),
    ("agencies", "q=police", Cost.INDEXED),
]


@pytest.mark.parametrize(("name", "query", "expected"), COSTS)
def test_a_page_of_a_feed_costs(name, query, expected):
    resource = BY_NAME[name]
    read = parsing.read(query.encode(), list_feeds.filter_values(resource) | {"after": list_feeds.AFTER})
    assert cost.of_changes(resource, read) is expected


async def test_a_filter_may_have_characters_that_xml_cannot_hold(get):
    answer = await get("/v1/areas.changes.atom?name__not=%1F%0Cx")
    assert answer.status == 200
    parsed = feedparser.parse(answer.body)
    assert not parsed.bozo
    assert "\ufffd\ufffdx" in parsed.feed.title
