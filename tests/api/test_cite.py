"""`/cite`: ready text that names who said what, the release, its day and the pinned address."""

import re

import pytest

from api.catalog.resources import CATALOG
from api.cite.formats import FORMATS

CITED = [resource for resource in CATALOG if resource.cited]
SUFFIXES = ("", *(form.suffix for form in FORMATS))
OFFER = "/v1/incentives/us-dhs-ice-nypd-2025-signing-bonus"
GONE = "/v1/incentives/test-city-police-drive-2026-housing"


async def test_figures_series_offers_programs_agreements_sources_and_releases_are_cited():
    assert {resource.name for resource in CITED} == {
        "staffing-figures", "incentives", "incentive-programs", "agreements", "area-figures",
        "series", "sources", "releases",
    }  # fmt: skip


@pytest.mark.parametrize("resource", CITED, ids=lambda resource: resource.name)
async def test_every_record_is_cited_with_its_release_and_pinned_address(resource, get, records, newest):
    for record in records[resource.name][:: len(records[resource.name]) // 100 + 1]:
        path = f"/v1/{resource.name}/{record[resource.key]}"
        answer = await get(f"{path}/cite")
        assert answer.status == 200, path
        number = record["number"] if resource.name == "releases" else newest
        day = next(each["published_at"] for each in records["releases"] if each["number"] == number)[:10]
        cite = answer.json["data"]
        assert f" {int(day[8:])}, {day[:4]}" in cite["newsroom"]
        assert f" {int(day[8:])}" in cite["apa"]
        for text in (cite["apa"], cite["newsroom"]):
            assert text.endswith(f" https://muster.example{path}?release={number}"), text
            assert f"elease {number}" in text
            assert not re.search(r"None|null|\s\s|\.\.\s|\n|[ ,;(]{2}\)|\(\)", text), text
        assert (await get(f"{path}?release={number}")).status == 200


async def test_the_formats_stand_at_the_addresses_that_the_answer_names(get, newest):
    answer = await get(f"{OFFER}/cite")
    for form, named in zip(FORMATS, answer.json["data"]["formats"], strict=True):
        assert named == {
            "media_type": form.media_type,
            "url": f"https://muster.example{OFFER}/cite{form.suffix}?release={newest}",
        }
        found = await get(named["url"].removeprefix("https://muster.example"))
        assert (found.status, found.headers["content-type"]) == (200, form.content_type)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.suffix)
async def test_accept_brings_a_format_too_and_says_where_it_stands(form, get, newest):
    """As the registries of DOIs do."""
    asked = await get(f"{OFFER}/cite", accept=f"{form.media_type}, */*;q=0.1")
    plain = await get(f"{OFFER}/cite{form.suffix}")
    assert asked.body == plain.body
    assert asked.headers["content-type"] == form.content_type
    address = f"https://muster.example{OFFER}/cite{form.suffix}?release={newest}"
    assert asked.headers["content-location"] == plain.headers["content-location"] == address
    assert (asked.headers["vary"], plain.headers["vary"]) == ("Accept, Accept-Encoding", "Accept-Encoding")


async def test_what_is_not_offered_is_refused_by_name(get):
    answer = await get(f"{OFFER}/cite", accept="text/html")
    assert (answer.status, answer.problem) == (406, "not-acceptable")
    assert "application/x-bibtex" in answer.json["detail"]


@pytest.mark.parametrize("suffix", SUFFIXES)
async def test_a_live_citation_is_the_pinned_one_and_is_not_sent_twice(suffix, get, newest, last_day):
    live, fixed = await get(f"{OFFER}/cite{suffix}"), await get(f"{OFFER}/cite{suffix}?release={newest}")
    assert (live.body, live.headers["etag"]) == (fixed.body, fixed.headers["etag"])
    assert fixed.headers["cache-control"].startswith("public, max-age=86400")
    again = await get(f"{OFFER}/cite{suffix}", if_none_match=live.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    by_day = await get(f"{OFFER}/cite{suffix}?known_on={last_day}")
    assert (by_day.body, by_day.headers["etag"]) == (live.body, live.headers["etag"])


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        (OFFER, "?limit=1", 400),
        (OFFER, "?release=999", 404),
        ("/v1/incentives/nobody", "", 404),
        ("/v1/incentives/NOBODY", "", 404),
        (GONE, "?release=1", 404),
        (GONE, "", 410),
        ("/v1/releases/999", "", 404),
        ("/v1/releases/first", "", 404),
        ("/v1/agencies/us-dhs-ice", "", 404),
        ("/v1/citations/founding-article-000-01", "", 404),
    ],
)
async def test_where_there_is_no_record_there_is_no_citation(path, query, status, suffix, get):
    answer = await get(f"{path}/cite{suffix}{query}")
    assert answer.status == status
    head = await get(f"{path}/cite{suffix}{query}", method="HEAD")
    assert (head.status, head.body) == (status, b"")


async def test_a_withdrawn_record_is_still_cited_at_the_releases_that_have_it(get):
    gone = await get(f"{GONE}/cite")
    last = gone.json["last_release"]
    assert (await get(f"{GONE}/cite?release={last}")).json["data"]["newsroom"].endswith(f"?release={last}")


async def test_each_release_is_cited_as_it_stood(get, records):
    """The figure was corrected from 12 to more than 21, and then to more than 22."""
    figure = "/v1/staffing-figures/test-city-police-vacancies-2026-11-gazette"
    numbers = [each["number"] for each in records["releases"]][-3:]
    titles = [(await get(f"{figure}/cite?release={n}")).json["data"]["title"] for n in numbers]
    assert [title.rpartition(": ")[2] for title in titles] == ["12", "more than 21", "more than 22"]


async def test_passages_are_found_by_speaker_publisher_and_source(walk, records):
    by = {
        "speaker=Brian%20Marvel": ("speaker", "Brian Marvel"),
        "publisher=Patch": ("publisher", "Patch"),
        "source_id=founding-article-000": ("source_id", "founding-article-000"),
    }
    for query, (column, value) in by.items():
        found = await walk(f"/v1/citations?{query}")
        assert found == [each for each in records["citations"] if each[column] == value] != []


async def test_a_passage_of_a_page_with_an_address_is_linked_and_its_records_carry_the_link(records):
    links = {each["id"]: each["quote_url"] for each in records["citations"]}
    for each in records["citations"]:
        assert (links[each["id"]] is None) == (each["source_url"] is None)
        assert each["source_url"] is None or links[each["id"]].startswith(f"{each['source_url']}#:~:text=")
    carried = [
        (passage["citation_id"], passage["quote_url"])
        for name in ("staffing-figures", "incentives", "agreements")
        for record in records[name]
        for passage in record["citations"]
    ]
    assert {link for key, link in carried if key is None} == {None}
    assert {key: link for key, link in carried if key}.items() <= links.items()
    assert sum(link is not None for _, link in carried) > 100
