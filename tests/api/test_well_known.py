"""What programs look for at fixed URLs: robots.txt, sitemap, API catalog, security.txt, favicon.ico."""

from datetime import datetime, timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import asyncpg
import msgspec
import pytest

from api.catalog.resources import BY_NAME
from api.documentation import operations as documentation
from api.documentation import sitemap
from api.problems import ProblemError
from api.routes.entry import API_CATALOG
from tests.conftest import client_of, running

BASE = "https://muster.example"
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
PATHS = ["/robots.txt", "/favicon.ico", API_CATALOG, "/sitemap.xml"]


async def test_every_program_may_read_everything(get):
    answer = await get("/robots.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    robots = RobotFileParser()
    robots.parse(answer.body.decode().splitlines())
    assert robots.can_fetch("GPTBot", f"{BASE}/v1/staffing-figures?metric=hires")
    assert robots.site_maps() == [f"{BASE}/sitemap.xml"]
    assert (await get("/llms.txt")).status == 200


async def test_a_browser_finds_the_icon(get):
    answer = await get("/favicon.ico")
    assert answer.headers["content-type"] == "image/x-icon"
    assert answer.body.startswith(b"\x00\x00\x01\x00")
    assert (await get("/favicon.ico", if_none_match=answer.headers["etag"])).status == 304


async def test_the_api_catalog_is_a_linkset_of_urls_that_answer(get):
    answer = await get(API_CATALOG)
    profile = "https://www.rfc-editor.org/info/rfc9727"
    assert answer.headers["content-type"] == f'application/linkset+json; profile="{profile}"'
    assert answer.headers["link"] == f'<{BASE}{API_CATALOG}>; rel="api-catalog"'
    api, assistants = answer.json["linkset"]
    assert assistants["anchor"] == f"{BASE}/mcp"
    assert [each["href"] for each in assistants["service-doc"]] == [f"{BASE}/guides/mcp"]
    assert (await get("/guides/mcp")).status == 200
    assert api["anchor"] == f"{BASE}/v1"
    relations = {"service-desc", "service-doc", "service-meta", "status", "license"}
    assert api.keys() == relations | {"anchor"}
    for relation in relations:
        for link in api[relation]:
            if link["href"].startswith(BASE):
                found = await get(link["href"].removeprefix(BASE))
                assert found.status == 200, link
                assert found.headers["content-type"].partition(";")[0] in {
                    link["type"].partition(";")[0],
                    "application/json",
                }
    assert (await get(API_CATALOG, method="HEAD")).headers["link"] == answer.headers["link"]
    assert f'<{BASE}{API_CATALOG}>; rel="api-catalog"' in (await get("/v1")).headers["link"]


async def test_security_txt_names_the_contact_until_a_year_after_the_newest_release(settings, get, records):
    assert (await get("/.well-known/security.txt")).status == 404
    reached = msgspec.structs.replace(settings, contact_email="press@muster.example")
    async with running(reached) as app, client_of(app) as client:
        assert 200 in {(await client.get("/health/ready")).status_code for _ in range(10)}
        answer = await client.get("/.well-known/security.txt")
        head = await client.head("/.well-known/security.txt")
    assert (head.status_code, head.headers["etag"]) == (200, answer.headers["etag"])
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    newest = max(each["published_at"] for each in records["releases"])
    expires = datetime.fromisoformat(fields["Expires"])
    assert expires - datetime.fromisoformat(newest) == timedelta(days=365)
    assert fields["Contact"] == "mailto:press@muster.example"
    assert fields["Canonical"] == f"{BASE}/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "en"


def locations(body):
    root = ET.fromstring(body)
    return root.tag.partition("}")[2], [each.text for each in root.iterfind(".//s:loc", NS)]


async def test_the_sitemap_lists_pages_that_answer(get):
    answer = await get("/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml"
    kind, found = locations(answer.body)
    assert kind == "urlset"
    assert f"{BASE}/guides/tutorial" in found
    assert len(found) == len({*found})
    for url in found[:: len(found) // 10]:
        path = url.removeprefix(BASE)
        assert (await get(path, accept="text/html")).status == 200, url
    assert (await get("/sitemap.xml?part=2")).status == 404
    assert (await get("/sitemap.xml", if_none_match=answer.headers["etag"])).status == 304


def test_records_are_listed_whose_pages_the_server_has_but_not_every_figure():
    names = ("agencies", "sources", "staffing-figures", "releases")
    shown = [page(sitemap.page_path(BY_NAME[name])) for name in names] + [page("/areas")]
    assert [each.name for each in sitemap.kinds(shown)] == ["agencies", "sources"]


def page(path):
    return documentation.html_page(path, "getPage", documentation.redirect_to_docs)


async def test_a_record_is_listed_with_the_day_of_its_latest_change(database, records, newest):
    chosen = [BY_NAME[name] for name in ("agencies", "citations")]
    connection = await asyncpg.connect(database.reader_url)
    sql, args = sitemap.statement(chosen, newest)
    found = [(row["name"], row["key"], row["changed"]) for row in await connection.fetch(sql, *args)]
    await connection.close()
    published = {each["number"]: each["published_at"][:10] for each in records["releases"]}
    assert found == [
        (resource.name, each["id"], published[each["last_changed_release"]])
        for resource in chosen
        for each in records[resource.name]
    ]


def test_more_urls_than_a_sitemap_may_hold_are_in_parts():
    entries = [sitemap.url(f"{BASE}/agencies/{n}", "2026-11-22") for n in range(2 * sitemap.MOST + 1)]
    kind, parts = locations(sitemap.part(entries, None, BASE))
    assert (kind, parts) == ("sitemapindex", [f"{BASE}/sitemap.xml?part={n}" for n in (1, 2, 3)])
    bodies = [sitemap.part(entries, n, BASE) for n in (1, 2, 3)]
    found = [url for body in bodies for url in locations(body)[1]]
    assert found == [f"{BASE}/agencies/{n}" for n in range(len(entries))]
    with pytest.raises(ProblemError):
        sitemap.part(entries, 4, BASE)


@pytest.mark.parametrize("path", PATHS)
async def test_no_such_url_takes_a_parameter_that_it_does_not_know(path, get):
    assert (await get(f"{path}?x=1")).status == 400
    assert (await get(path, method="HEAD")).body == b""
