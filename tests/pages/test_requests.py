"""Requests of pages: pins, ETags, bad input, records that moved or went, and hosts that frame them."""

import pytest

from api.catalog.resources import CATALOG
from tests.conftest import client_of, running, settings_for
from tests.pages.conftest import BROWSER
from tests.pages.document import Document

FIGURE = "/staffing-figures/us-dhs-ice-hires-officers-2026-01-dhs"
CORRECTED = "/staffing-figures/test-city-police-vacancies-2026-11-gazette"
GONE = "/incentives/test-city-police-drive-2026-housing"


async def test_a_pinned_page_keeps_the_value_and_its_links_the_release(read, newest):
    before = newest - 2
    page = await read(f"{CORRECTED}?release={before}")
    assert page.headings[0] == "12"
    assert f"This page shows release {before}, as published" in page.text
    assert page.links["Open the newest version"] == f"https://muster.example{CORRECTED}"
    records = [href for href in page.links.values() if href.startswith(("../agencies/", "../sources/"))]
    assert records
    assert all(href.endswith(f"?release={before}") for href in records)
    assert (await read(CORRECTED)).headings[0] == "more than 22"


async def test_known_on_chooses_the_release_of_a_day(read):
    page = await read("/metrics/hires?known_on=2026-12-01")
    assert "This page shows release" in page.text


async def test_a_page_is_confirmed_by_its_etag_and_head_has_it_too(ask, client):
    answer = await ask(FIGURE)
    etag = answer.headers["etag"]
    assert answer.headers["cache-control"].startswith("public, max-age=60,")
    assert answer.headers["vary"] == "Accept, Accept-Encoding"
    again = await ask(FIGURE, **{"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    head = await client.head(FIGURE, headers=BROWSER)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", etag)


async def test_a_pinned_page_has_an_etag_of_its_own_because_its_links_differ(ask, newest):
    live, pinned = await ask(FIGURE), await ask(f"{FIGURE}?release={newest}")
    assert live.headers["content-location"] == pinned.headers["content-location"]
    assert live.headers["etag"] != pinned.headers["etag"]
    assert pinned.headers["cache-control"].startswith("public, max-age=60,")


async def test_nothing_but_an_embed_can_be_framed(ask):
    for path in ("/", FIGURE, "/status", "/about", "/agencies", f"{FIGURE}x"):
        policy = (await ask(path)).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert policy.endswith("frame-ancestors 'none'")
    embed = await ask(f"{FIGURE}/embed")
    assert embed.headers["content-security-policy"].endswith("frame-ancestors *")
    assert "x-frame-options" not in embed.headers


async def test_every_problem_of_a_query_is_on_the_page(ask):
    answer = await ask("/agencies?state=ZZ&knid=sheriff&limit=0")
    page = Document(answer.text)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert page.headings == ["Invalid query parameters"]
    for text in ("state ZZ one of AL,", "knid sheriff", "limit 0 a whole number from 1"):
        assert text in page.text
    assert "kind" in page.text.partition("knid sheriff")[2].partition("limit")[0]


async def test_what_carriers_append_is_no_problem(ask):
    plain, carried = await ask(FIGURE), await ask(f"{FIGURE}?utm_source=x&fbclid=y")
    assert plain.content == carried.content


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
async def test_a_page_that_is_not_there_says_so_with_the_nearest(resource, ask):
    answer = await ask(f"/{resource.name}/zzz-nothing")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert Document(answer.text).headings == ["Not found"]


async def test_a_misspelled_id_leads_to_the_right_one(ask):
    page = Document((await ask("/agencies/us-dhs-icc")).text)
    assert page.links["us-dhs-ice"] == "../agencies/us-dhs-ice"


async def test_a_withdrawn_record_says_why_and_leads_to_its_last_release(ask, read, newest):
    answer = await ask(GONE)
    page = Document(answer.text)
    assert answer.status_code == 410
    assert "The Gazette took the offer of housing back." in page.text
    last = page.links[f"open it as of release {newest - 2}"]
    assert last == f"..{GONE}?release={newest - 2}"
    assert (await read(f"{GONE}?release={newest - 2}")).headings


async def test_an_alias_and_a_replaced_agency_redirect_to_the_page(ask):
    alias = await ask("/agencies/nypd")
    assert (alias.status_code, alias.headers["location"]) == (
        302,
        "https://muster.example/agencies/ny0303000",
    )
    merged = await ask("/agencies/test-old-town-police")
    assert (merged.status_code, merged.headers["location"]) == (
        301,
        "https://muster.example/agencies/test-city-police",
    )


async def test_programs_get_problems_as_json_and_a_page_is_never_json(client, ask):
    program = await client.get(f"{FIGURE}x")
    assert program.headers["content-type"] == "application/problem+json"
    refused = await client.get(FIGURE, headers={"accept": "application/json"})
    assert refused.status_code == 406
    assert (await ask(f"/v1{FIGURE}")).headers["content-type"] == "application/json"


async def test_without_a_database_a_page_says_to_come_back(database, tmp_path):
    away = "postgresql://muster_reader:s@127.0.0.1:1/away"
    settings = settings_for(type(database)(owner_url=away, reader_url=away, exporter_url=away), tmp_path)
    async with running(settings) as app, client_of(app) as asking:
        for path in (FIGURE, f"{FIGURE}/embed", "/"):
            answer = await asking.get(path, headers=BROWSER)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, answer.headers["retry-after"])
            assert Document(answer.text).headings
        about = await asking.get("/about", headers=BROWSER)
    assert about.status_code == 200
