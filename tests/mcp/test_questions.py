"""Questions of a newsroom, each with the records that an honest answer has, without a model.

The records are real ones of the small log, which has the releases that people wrote entirely.
"""

import csv
import json
import re
from pathlib import Path

import pytest

from tests.effort import part
from tests.mcp.connecting import called, values_of

FILE = Path(__file__).with_name("questions.csv")
QUESTIONS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
# The last real release when the questions were written; a later one may add other answers.
RELEASE = 22
LIMIT = 4096
NUMERAL = re.compile(r"\d[\d,.]*")


def plain(numeral: str) -> str:
    """A numeral as it is compared: `2025-01` and `January 1, 2025` both have 1."""
    return numeral.replace(",", "").rstrip(".").lstrip("0") or "0"


def numerals(text: str) -> set[str]:
    return {plain(each) for each in NUMERAL.findall(text)}


def stated(answer) -> set[str]:
    """The numerals of the values, dates, quotes and citations of all records in an answer, and its counts.

    Not those of sentences, which are made of the others.
    """
    if isinstance(answer, dict):
        return set().union(*(stated(each) for name, each in answer.items() if name != "sentence"))
    if isinstance(answer, list):
        return numerals(str(len(answer))).union(*map(stated, answer))
    return numerals(str(answer)) if isinstance(answer, int | str) else set()


def given(asked) -> dict:
    release = {} if asked["tool"] == "check_status" else {"release": RELEASE}
    return json.loads(asked["arguments"]) | release


def test_there_are_sixty_questions_and_every_tool_is_asked():
    assert len(QUESTIONS) >= 60
    assert len({each["question"] for each in QUESTIONS}) == len(QUESTIONS)
    assert len({each["tool"] for each in QUESTIONS}) == 9


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda each: each["question"])
async def test_the_answer_has_the_records_and_no_number_without_one(app, asked):
    result = await called(app, asked["tool"], given(asked))
    assert not result.is_error, result.text
    missing = set(asked["returns"].split()) - values_of(result.answer, {"id", "series_id"})
    assert not missing, result.text
    assert result.text.startswith(result.answer["sentence"])
    assert len(json.dumps(result.answer, ensure_ascii=False, separators=(",", ":")).encode()) <= LIMIT
    assert len(result.text.encode()) <= LIMIT
    assert numerals(result.text) <= stated(result.answer)


async def test_ice_hires_are_three_numbers_to_three_questions(app):
    """A reader of one of them alone would print that ICE hired 75 people."""
    result = await called(
        app, "get_figures", {"agency_id": "us-dhs-ice", "metric": "hires", "release": RELEASE}
    )
    first = [(each["value_text"], each["what"], each["period"]) for each in result.answer["figures"]][:3]
    assert first == [
        ("10,474", "Hires", "year"),
        ("11,751", "Hires", "to_date"),
        ("more than 12,000", "Hires (Officers)", "to_date"),
    ]
    assert result.text.splitlines()[0] == (
        f"{result.answer['found']} records about U.S. Immigration and Customs Enforcement answer, each "
        f"another question; {len(result.answer['figures'])} are shown. Say which one you print."
    )


@pytest.mark.property
async def test_no_answer_about_any_agency_has_a_number_without_a_record(app, client):
    """Of the agencies with a series in the small log, each with one of its metrics."""
    page = (await client.get("/v1/series?limit=1000&sort=agency_name")).json()
    asked = {each["agency_id"]: each["metric"] for each in page["data"]}
    assert len(asked) > 100
    for agency, metric in part(sorted(asked.items())):
        result = await called(app, "get_figures", {"agency_id": agency, "metric": metric})
        if result.is_error:  # the figures of one that was replaced are not all moved in the small log
            assert f"{agency} was replaced by " in result.text
            continue
        assert result.answer["figures"], agency
        assert numerals(result.text) <= stated(result.answer), result.text
        assert len(result.text.encode()) <= LIMIT
