"""The embed of a stated value: live, pinned, and with a notice."""

import gzip
import re

import pytest

from tests.pages.document import Document

FIGURE = "/staffing-figures/us-dhs-ice-hires-officers-2026-01-dhs"
CORRECTED = "/staffing-figures/test-city-police-vacancies-2026-11-gazette"
GONE = "/incentives/test-city-police-drive-2026-housing"


async def test_an_embed_has_the_value_what_it_counts_its_date_and_its_credit(read, newest):
    page = await read(f"{FIGURE}/embed")
    assert page.headings == ["more than 12,000", "Hires (Officers)"]
    assert (
        "U.S. Immigration and Customs Enforcement total to January 2026, date inferred by Muster" in page.text
    )
    credit = f"Source: U.S. Department of Homeland Security, via Muster release {newest} (CC BY 4.0)."
    assert credit in page.text
    assert page.links["Quote, source and history"] == f"https://muster.example{FIGURE}"


async def test_a_pinned_embed_keeps_its_value_and_does_not_speak_of_later_releases(read, newest):
    page = await read(f"{CORRECTED}/embed?release={newest - 2}")
    assert page.headings[0] == "12"
    assert "Corrected" not in page.text
    assert f"release={newest - 2}" in page.links["Quote, source and history"]


async def test_a_notice_says_that_the_value_was_corrected_and_what_it_is_now(read, ask, newest):
    path = f"{CORRECTED}/embed?release={newest - 2}&mode=notice"
    page = await read(path)
    assert page.headings[0] == "12"
    assert (
        f"Corrected in release {newest - 1}. We had read twenty-one as twelve. Now: more than 22."
        in page.text
    )
    assert (await ask(path)).headers["cache-control"] == "public, max-age=60, stale-while-revalidate=60"
    assert "Corrected" not in (await read(f"{CORRECTED}/embed?release={newest}&mode=notice")).text


async def test_a_notice_of_a_withdrawn_record_still_shows_what_was_printed(read, newest):
    page = await read(f"{GONE}/embed?release={newest - 2}&mode=notice")
    assert f"Retracted in release {newest - 1}. The Gazette took the offer of housing back." in page.text


async def test_the_three_modes_have_etags_of_their_own(ask, newest):
    urls = (
        f"{FIGURE}/embed",
        f"{FIGURE}/embed?release={newest}",
        f"{FIGURE}/embed?release={newest}&mode=notice",
    )
    answers = [await ask(url) for url in urls]
    assert len({answer.headers["etag"] for answer in answers}) == 3
    for url, answer in zip(urls, answers, strict=True):
        again = await ask(url, **{"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("?mode=notice", 400, "release : expected the release that you cite"),
        ("?mode=loud&theme=dark", 400, "theme : expected a parameter"),
        ("?release=9999", 404, "No release 9999."),
    ],
)
async def test_a_frame_says_what_is_wrong_and_is_never_empty(query, status, words, ask):
    answer = await ask(f"{FIGURE}/embed{query}")
    page = Document(answer.text)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert words in page.text
    assert answer.headers["content-security-policy"].endswith("frame-ancestors *")
    assert page.links["Open the page in Muster"] == f"https://muster.example{FIGURE}"


async def test_the_frame_of_a_withdrawn_record_says_why(ask):
    answer = await ask(f"{GONE}/embed")
    assert answer.status_code == 410
    assert "The Gazette took the offer of housing back." in answer.text


async def test_pym_may_append_its_parameters(ask):
    assert (
        await ask(f"{FIGURE}/embed?childId=x&initialWidth=320&parentUrl=https://a.example/")
    ).status_code == 200


async def test_an_embed_is_small_and_loads_one_script_of_this_server(ask, read):
    answer = await ask(f"{FIGURE}/embed")
    assert len(gzip.compress(answer.content, 5)) < 4096
    page = await read(f"{FIGURE}/embed")
    loaded = [found.get("src") for tag, found in page.tags if tag in {"script", "img", "iframe"}]
    assert len(loaded) == 1
    script = await ask("/static/" + str(loaded[0]).rpartition("/")[2])
    assert script.status_code == 200
    assert "set-cookie" not in answer.headers


async def test_the_snippets_of_a_page_contain_the_figure_as_text_and_their_frames_answer(read, ask):
    text = (await read(FIGURE)).parts["embed"]
    assert "U.S. Immigration and Customs Enforcement: more than 12,000, Hires (Officers)" in text
    frames = re.findall(r'<iframe src="https://muster\.example([^"]+)"', text)
    assert len(frames) == 3
    for frame in frames:
        assert (await ask(frame.replace("&amp;", "&"))).status_code == 200
    assert text.count("</iframe>") == 3
