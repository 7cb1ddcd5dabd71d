"""The corrections as Atom and JSON Feed: valid, escaped, newest first, a page at a time."""

import json
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import jsonschema
import pytest

from api.routes import feeds

SCHEMA = json.loads(Path(__file__).with_name("json-feed-1.1.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
ATOM, JSON = "/v1/corrections.atom", "/v1/corrections.feed.json"
FIGURE = "test-city-police-vacancies-2026-11-gazette"
NS = {"a": "http://www.w3.org/2005/Atom"}
QUERIES = [
    "",
    "agency_id=test-city-police",
    "source_id=test-dataset-2026",
    f"record_id__in={FIGURE},test-city-police-drive-2026-housing",
    "kind=our_error",
    "operation=withdrawn&resource=incentives",
    "resource=metrics",
    "since=1",
]


def parsed(answer):
    found = feedparser.parse(answer.body, response_headers={"content-type": answer.headers["content-type"]})
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


@pytest.mark.parametrize("query", QUERIES)
async def test_entries_are_the_corrections_that_match_newest_first(query, get, walk):
    expected = await walk(
        f"/v1/corrections?{query}&sort=-release_number" if query else "/v1/corrections?sort=-release_number"
    )
    addresses = [f"https://muster.example/v1/corrections/{each['id']}" for each in expected]
    atom, feed = await get(f"{ATOM}?{query}".rstrip("?")), await get(f"{JSON}?{query}".rstrip("?"))
    assert (atom.status, feed.status) == (200, 200)
    found = parsed(atom)
    assert [each.id for each in found.entries] == addresses
    assert [each.link for each in found.entries] == addresses
    assert [each["id"] for each in feed.json["items"]] == addresses
    published = [each["published_at"] for each in expected]
    assert [each.updated for each in found.entries] == published
    assert [each["date_published"] for each in feed.json["items"]] == published


async def test_both_feeds_say_the_same_of_an_entry(get):
    atom, feed = parsed(await get(ATOM)).entries, (await get(JSON)).json["items"]
    assert [each.title for each in atom] == [each["title"] for each in feed]
    assert [each.content[0].value for each in atom] == [each["content_html"] for each in feed]
    assert [each.summary for each in atom] == [each["summary"] for each in feed]
    assert [[tag.term for tag in each.tags] for each in atom] == [each["tags"] for each in feed]


async def test_an_entry_tells_a_person_what_was_wrong(get, newest):
    (item,) = (await get(f"{JSON}?kind=our_error&agency_id=test-city-police")).json["items"]
    record = f"https://muster.example/v1/staffing-figures/{FIGURE}"
    assert item["title"] == "City of Testville Police: staffing figure changed (our error)"
    assert item["summary"] == "We had read twenty-one as twelve."
    assert item["external_url"] == record
    assert item["content_html"] == (
        "<p>We had read twenty-one as twelve.</p>"
        "<ul><li>value: 12 → 21</li><li>qualifier: exact → more_than</li></ul>"
        f'<p>{FIGURE}: <a href="{record}?release={newest - 2}">before</a>, '
        f'<a href="{record}?release={newest - 1}">since release {newest - 1}</a></p>'
    )


async def test_every_address_in_an_entry_answers(get):
    for item in (await get(JSON)).json["items"]:
        links = Links()
        links.feed(item["content_html"])
        for address in [item["url"], *links.found]:
            assert (await get(address.removeprefix("https://muster.example"))).status == 200, address


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [text for name, text in attrs if name == "href"]


async def test_the_atom_feed_has_what_rfc_4287_asks_for(get, records):
    root = ET.fromstring((await get(ATOM)).body)
    assert root.tag == f"{{{NS['a']}}}feed"
    for parent in (root, *root.findall("a:entry", NS)):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"a:{name}", NS)) == 1, name
    newest = max(each["published_at"] for each in records["corrections"])
    assert root.findtext("a:updated", None, NS) == newest
    assert root.findtext("a:author/a:name", None, NS) == "Muster"
    links = {each.get("rel"): each.get("href") for each in root.findall("a:link", NS)}
    assert links["self"] == links["first"] == f"https://muster.example{ATOM}"
    assert links["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "next" not in links


@pytest.mark.parametrize("query", QUERIES)
async def test_the_json_feed_is_valid(query, get):
    answer = await get(f"{JSON}?{query}".rstrip("?"))
    assert answer.headers["content-type"] == "application/feed+json"
    VALIDATOR.validate(answer.json)
    assert answer.json["feed_url"] == f"https://muster.example{JSON}?{query}".rstrip("?")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("version", "1.1"),
        ("items", [{"id": "1"}]),
        ("next_url", None),
        ("home_page_url", "/docs"),
        ("more", 1),
    ],
)
async def test_the_schema_refuses_what_is_no_json_feed(name, wrong, get):
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate((await get(JSON)).json | {name: wrong})


async def test_an_empty_feed_is_a_feed(get, records):
    atom = await get(f"{ATOM}?resource=metrics")
    found = parsed(atom)
    assert found.entries == []
    assert found.feed.updated == max(each["published_at"] for each in records["releases"])
    assert (await get(f"{JSON}?resource=metrics")).json["items"] == []


async def test_older_entries_are_a_page_further_on(get, newest, monkeypatch):
    monkeypatch.setitem(feeds.NEWEST_FIRST, "limit", 3)
    made_up = f"since={newest - 3}"
    whole = [each["id"] for each in (await get(f"{JSON}?{made_up}")).json["items"]]
    assert len(whole) == 3
    feed = (await get(f"{JSON}?{made_up}")).json
    rest = await get(feed["next_url"].removeprefix("https://muster.example"))
    VALIDATOR.validate(feed)
    assert len(rest.json["items"]) == 1
    assert rest.json["items"][0]["id"] not in whole
    assert "next_url" not in rest.json
    atom = await get(f"{ATOM}?{made_up}")
    (following,) = [link.href for link in parsed(atom).feed.links if link.rel == "next"]
    assert following == feed["next_url"].replace(".feed.json", ".atom")
    assert atom.headers["link"].startswith(f'<{following}>; rel="next"')
    later = parsed(await get(following.removeprefix("https://muster.example")))
    (first,) = [link.href for link in later.feed.links if link.rel == "first"]
    assert first == f"https://muster.example{ATOM}?{made_up}"
    assert later.feed.id == parsed(atom).feed.id == first


@pytest.mark.parametrize("address", [ATOM, JSON])
async def test_a_feed_is_always_live(address, get, newest):
    answer = await get(address)
    assert answer.headers["cache-control"] == "public, max-age=60, stale-while-revalidate=60"
    assert answer.headers["muster-release"] == str(newest)
    assert answer.headers["content-location"] == f"https://muster.example{address}"
    for parameter in ("release=1", "known_on=2026-11-22", "sort=id", "limit=5", "fields=id", "count=true"):
        refused = await get(f"{address}?{parameter}")
        assert (refused.status, refused.problem) == (400, "invalid-query"), parameter
        assert "live" in refused.json["errors"][0]["expected"]


@pytest.mark.parametrize("address", [ATOM, JSON])
async def test_a_feed_asks_only_for_what_is_there(address, get):
    assert (await get(f"{address}?agency_id=nobody")).status == 404
    assert (await get(f"{address}?after=1-nobody")).status == 404
    assert (await get(f"{address}?since=999")).status == 404
    assert (await get(f"{address}?agency=nobody")).json["errors"][0]["nearest"] == "agency_id"


@pytest.mark.parametrize("address", [ATOM, JSON])
async def test_an_unchanged_feed_is_not_sent_again(address, get):
    first = await get(address)
    assert (await get(address, if_none_match=first.headers["etag"])).status == 304
    assert (await get(address, if_none_match='"other"')).status == 200


def test_what_xml_cannot_hold_is_replaced():
    from api.changes.atom import allowed

    assert allowed("a\x0bb\ufffec\td\n") == "a\ufffdb\ufffdc\td\n"


def test_markup_in_the_data_stays_text():
    from api.changes import atom, json_feed
    from api.changes.feed_entries import Feed, entry
    from schemas.correction import Correction
    from schemas.field_change import FieldChange

    wild = "<script>alert('1')</script> & \"quoted\" ]]> \u202e"
    correction = Correction(
        id="2-one", release_number=2, published_at="2026-11-24T09:00:00Z", resource="sources",
        record_id="one", agency_id=None, agency_name=None, source_id="one", source_publisher=wild,
        operation="changed",
        kind="our_error", notice=wild, fields=[FieldChange(field="title", old=None, new=wild)],
    )  # fmt: skip
    about = Feed(
        title="t", about="a", url="https://x/f", home="https://x", author="m", license="https://x/l",
        updated="2026-11-24T09:00:00Z", first="https://x/f", following=None,
    )  # fmt: skip
    made = entry(correction, "https://x")
    assert "<script" not in made.html
    read = feedparser.parse(atom.write(about, [made]), sanitize_html=False)
    assert not read.bozo
    assert read.entries[0].content[0].value == made.html
    assert read.entries[0].summary == escape(wild)
    assert read.entries[0].title == f"{wild}: source changed (our error)"
    item = json.loads(json_feed.write(about, [made]))["items"][0]
    assert (item["content_html"], item["summary"]) == (made.html, wild)
