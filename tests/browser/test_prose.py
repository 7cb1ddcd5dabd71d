"""Figures in the sentences of another site, in Chromium: under its policy, without script, without Muster."""

import socket

import pytest

from tests.small_log import ADDITIONS

pytestmark = pytest.mark.extra
FIGURE = f"/staffing-figures/us-dhs-ice-hires-officers-2026-01-dhs?release={ADDITIONS}"
CORRECTED = f"/staffing-figures/test-city-police-vacancies-2026-11-gazette?release={ADDITIONS}"
GONE = f"/incentives/test-city-police-drive-2026-housing?release={ADDITIONS}"
OFFER = "/incentives/us-dhs-ice-nypd-2025-signing-bonus"
ARTICLE = [(FIGURE, "more than 12,000"), (CORRECTED, "12"), (GONE, "housing")]
# One without a release has no status, and an id that is none hides no other.
ARTICLE += [(OFFER, "$50,000"), (f"/incentives/zzz?release={ADDITIONS}", "nothing")]
ARTICLE += [(f"{OFFER}?release={n % ADDITIONS + 1}", f"figure {n}") for n in range(45)]


@pytest.fixture(scope="module")
def met(in_browser, address):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        away = f"http://127.0.0.1:{probe.getsockname()[1]}"
    return in_browser("prose.mjs", address, away, *(word for pair in ARTICLE for word in pair))


def test_fifty_figures_need_two_requests_and_move_no_word(met):
    script, status = met["reading"]["before"]
    assert script == "/static/muster-figure.v1.js"
    assert status.startswith("/v1/status?ids=us-dhs-ice-hires-officers-2026-01-dhs@")
    assert (met["reading"]["shift"], met["reading"]["after"]) == (0, 0)
    assert met["reading"]["beyond"] <= 0
    assert met["reading"]["faults"] == []


def test_the_text_of_the_article_stays(met):
    assert met["reading"]["texts"] == met["dead"]["texts"] == [text for _, text in ARTICLE]


def test_what_no_longer_stands_is_marked_in_words(met):
    marks = met["reading"]["marks"]
    assert marks[:5] == [
        None,
        "Corrected since it was published here.",
        "Withdrawn since it was published here.",
        None,
        "This figure cannot be checked.",
    ]
    assert "There is a later figure." in marks[5:]


def test_a_keyboard_opens_the_source_and_escape_returns_to_the_sentence(met):
    opened = met["reading"]["opened"]
    assert "more than 12,000" in opened["text"]
    assert "U.S. Department of Homeland Security" in opened["text"]
    assert (opened["within"], opened["focused"], met["reading"]["expanded"]) == (True, True, "true")
    assert opened["links"][0].endswith(FIGURE)
    assert met["reading"]["closed"] == {"open": False, "focused": "muster-figure"}
    assert met["reading"]["asked"] == [f"/v1{FIGURE.replace('?', '/cite?')}"]


def test_axe_finds_nothing_beside_an_open_source(met):
    assert met["reading"]["violations"] == []


def test_a_corrected_figure_says_what_it_was_and_is_and_leads_to_the_change(met):
    text = met["clicking"]["text"]
    assert text.startswith("Corrected since it was published here. We had read twenty-one as twelve. ")
    assert "Then: 12. Now: more than 22." in text
    assert met["clicking"]["links"][0].endswith(
        f"/status?ids=test-city-police-vacancies-2026-11-gazette@{ADDITIONS}"
    )


def test_without_script_the_link_leads_to_the_page(met):
    assert met["without"] == FIGURE


def test_without_muster_the_links_stay_links(met):
    assert met["dead"]["popups"] == 0
