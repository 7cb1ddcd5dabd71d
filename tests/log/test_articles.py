"""The facts of the two founding articles, each with the words it was taken from and whose they are."""

import pytest

from tests.log.conftest import Ask

FIRST, PATCH = "founding-article-000", "patch-undated-ca-police-ice"
TIMES = "Patch > Los Angeles Times"
# Passage → whose words (the first article's outlet is unknown), and the numbers it supports, ready to print.
FACTS = {
    f"{FIRST}-01": (
        "ICE",
        {
            "incentives/us-dhs-ice-nypd-2025-signing-bonus": "$50,000",
            "incentives/us-dhs-ice-nypd-2025-student-loan-repayment": "$60,000",
            "incentives/us-dhs-ice-nypd-2025-premium-pay": "25 percent",
        },
    ),
    f"{FIRST}-02": (
        None,
        {
            "staffing-figures/us-dhs-ice-applications-founding-article-000": "more than 200,000",
            "staffing-figures/us-dhs-ice-offers-2025-09-founding-article-000": "more than 18,000",
        },
    ),
    f"{FIRST}-03": (
        "Big, Beautiful Bill",
        {
            "staffing-figures/us-dhs-ice-appropriation-founding-article-000": "nearly $30 billion",
            "staffing-figures/us-dhs-ice-hires-target-founding-article-000": "at least 10,000",
        },
    ),
    f"{PATCH}-04": (
        "Patch",
        {
            "incentives/us-dhs-ice-california-2025-salary": "six-figure salaries",
            "incentives/us-dhs-ice-california-2025-student-loan-forgiveness": None,
        },
    ),
    f"{PATCH}-05": (
        "Patch",
        {
            "incentives/ca0380100-starting-salary-patch-undated": "nearly $120,000",
            "incentives/ca0380100-job-security-patch-undated": None,
        },
    ),
    f"{PATCH}-06": (
        "Patch",
        {
            "incentives/us-dhs-ice-california-2025-signing-bonus": "$50,000",
            "staffing-figures/us-dhs-ice-headcount-multiple-patch-undated": "2 times",
        },
    ),
}
PASSAGES = {
    f"{FIRST}-04": ("ICE", "NYPD OFFICERS: Defend your family. Defend your city. Defend the Homeland."),
    f"{FIRST}-07": ("Zohran Mamdani", "called for defunding the NYPD"),
    f"{FIRST}-08": ("Zohran Mamdani", "racist, anti-queer & a major threat to public safety"),
    f"{PATCH}-01": (TIMES, "the agency is having a tough time filling positions"),
    f"{PATCH}-02": (TIMES, "airing ads aimed at police officers during an NFL game"),
    f"{PATCH}-08": (f"{TIMES} > John Sandweg", "a very good chance a future Democratic administration"),
    f"{PATCH}-09": (f"{TIMES} > Brian Marvel", "do not want to do immigration enforcement"),
    f"{PATCH}-10": (f"{TIMES} > Brian Marvel", "We want to protect the community."),
}


@pytest.mark.parametrize("key", FACTS)
def test_the_numbers_of_a_passage_are_served_with_it(ask: Ask, key: str) -> None:
    speaker, numbers = FACTS[key]
    passage = ask(f"/v1/citations/{key}")
    assert (passage["speaker"], passage["quote_check"]) == (speaker, "text")
    assert {address.partition("/")[2] for address in numbers} <= set(passage["supports"])
    for address, text in numbers.items():
        record = ask(f"/v1/{address}")
        assert (record["value_text"], record["source_id"]) == (text, passage["source_id"])
        assert record["as_stated"] in passage["quote"]
        (carried,) = [each for each in record["citations"] if each["citation_id"] == key]
        assert (carried["quote"], carried["relation"]) == (passage["quote"], "supports")


@pytest.mark.parametrize("key", PASSAGES)
def test_a_passage_says_who_said_it_to_whom(ask: Ask, key: str) -> None:
    chain, words = PASSAGES[key]
    found = ask(f"/v1/citations/{key}")
    assert words in found["quote"]
    assert found["attribution_chain"] == chain
    assert found["speaker"] == chain.rpartition(" > ")[2]
    assert found["quote_check"] == "text"


def test_nobody_guessed_what_the_articles_leave_open(ask: Ask) -> None:
    article = ask(f"/v1/sources/{FIRST}")
    assert [article[name] for name in ("publisher", "title", "author", "published_on", "url")] == [None] * 5
    assert ask("/v1/staffing-figures/us-dhs-ice-applications-founding-article-000")["as_of"] is None
    assert ask(f"/v1/sources/{PATCH}")["published_on"] is None


def test_the_drive_addresses_the_new_york_police(ask: Ask) -> None:
    assert ask("/v1/incentive-programs/us-dhs-ice-nypd-2025")["target_agency_ids"] == ["ny0303000"]
    targeted = ask("/v1/agencies/ny0303000/summary")["targeted_by"]
    assert "us-dhs-ice-nypd-2025" in {program["id"] for program in targeted}


def test_each_article_is_on_the_page_of_its_source(ask: Ask) -> None:
    assert len(ask("/v1/citations", source_id=FIRST)) == 12
    assert len(ask("/v1/citations", source_id=PATCH)) >= 16
