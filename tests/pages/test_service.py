"""The front page, the form that checks what was printed, and the pages about the service."""

import pytest

from tests.conftest import client_of, running, settings_for
from tests.pages.conftest import BROWSER
from tests.pages.document import Document

CORRECTED = "test-city-police-vacancies-2026-11-gazette"
APPLICATIONS = "us-dhs-ice-applications-founding-article-000"


async def test_the_front_page_says_what_muster_is_and_shows_figures_with_sources(read, newest):
    page = await read("/")
    assert page.headings == ["How US law-enforcement agencies recruit"]
    assert "Every number comes with its source" in page.text
    assert page.text.count("Source: ") == 3
    assert f"Release {newest} , published" in page.text
    assert "agencies" in [found.get("action") for tag, found in page.tags if tag == "form"]


async def test_an_agency_is_found_by_the_name_people_use(read):
    page = await read("/agencies?q=NYPD")
    assert page.links["New York City Police Department"] == "agencies/ny0303000"


async def test_a_list_leads_to_its_next_page(read):
    page = await read("/agencies?limit=2")
    following = await read("/" + page.links["Next page"])
    assert following.text != page.text


async def test_the_form_explains_itself_without_a_question(read, newest):
    page = await read("/status")
    assert f"newest: {newest}" in page.text
    assert "Results" not in page.text


@pytest.mark.parametrize(
    "printed",
    [
        f"{CORRECTED}@{{before}}",
        f"https://muster.example/staffing-figures/{CORRECTED}?release={{before}}",
        f"https://muster.example/v1/staffing-figures/{CORRECTED}/cite?release={{before}}",
    ],
)
async def test_what_was_printed_can_be_checked_by_id_or_link(printed, client, newest):
    query = {"ids": printed.format(before=newest - 2), "since_release": ""}
    page = Document((await client.get("/status", params=query, headers=BROWSER)).text)
    assert "Corrected" in page.text
    assert "We had read twenty-one as twelve." in page.text
    assert f"Release {newest - 2}: 12 . Release {newest}: more than 22 ." in page.text


async def test_several_are_checked_at_once_each_with_its_release(client, newest):
    printed = f"{CORRECTED}@{newest - 2}\r\n{APPLICATIONS}\r\nzzz-nothing"
    answer = await client.get("/status", params={"ids": printed, "since_release": "1"}, headers=BROWSER)
    text = Document(answer.text).text
    assert (
        text.index("Corrected test-city")
        < text.index("Current us-dhs-ice")
        < text.index("Unknown zzz-nothing")
    )


async def test_an_entry_without_a_release_is_asked_for_one(client):
    answer = await client.get("/status", params={"ids": APPLICATIONS}, headers=BROWSER)
    assert answer.status_code == 400
    assert f"the release from which you took {APPLICATIONS}" in Document(answer.text).text


PAGES = ("/about", "/corrections-policy", "/privacy", "/terms")


async def test_the_pages_about_the_service_name_its_operator_and_contact(database, tmp_path):
    settings = settings_for(database, tmp_path)
    named = type(settings)(
        **{name: getattr(settings, name) for name in settings.__struct_fields__}
        | {"operator": "Data <Desk>", "contact_email": "data@muster.example"}
    )
    async with running(named) as app, client_of(app) as asking:
        pages = [Document((await asking.get(path, headers=BROWSER)).text) for path in PAGES]
    about, corrections, privacy, terms = pages
    assert "Data <Desk> runs this server." in about.text
    assert "Data <Desk> runs this server." in terms.text
    for page in pages:
        assert page.links["data@muster.example"] == "mailto:data@muster.example"
    assert "Ask for a removal" in corrections.text
    assert "sets no cookies" in privacy.text


@pytest.mark.parametrize("path", PAGES)
async def test_without_settings_they_say_that_none_are_set(path, read):
    assert "has not set" in (await read(path)).text


@pytest.mark.parametrize("path", PAGES)
async def test_every_link_of_theirs_answers(path, read, ask):
    for href in (await read(path)).links.values():
        if not href.startswith(("http", "mailto")):
            target = "/" if href == "./" else "/" + href.removeprefix("../").partition("#")[0]
            assert (await ask(target)).status_code in {200, 302}, href
