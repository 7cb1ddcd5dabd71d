"""Awkward texts in every kind of text parameter: no 5xx, and a file finds what the page finds."""

import json
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest

from api.catalog.carriers import is_tracking
from tests.api.oracle import ids
from tests.effort import part
from tests.small_log import AWKWARD

NAUGHTY = json.loads(Path(__file__).with_name("naughty.json").read_text(encoding="utf-8"))
# Each test takes a part of them in `make test`, the parameters in turn.
pytestmark = pytest.mark.property
TEXTS = [text for texts in NAUGHTY.values() for text in dict.fromkeys(texts)]
PARAMETERS = (
    "/v1/staffing-figures{}?note={}&agency_id=test-city-police",
    "/v1/staffing-figures{}?note__contains={}&agency_id=test-city-police",
    "/v1/staffing-figures{}?note__not={}&agency_id=test-city-police&sort=-value",
    "/v1/agencies{}?aliases={}",
    "/v1/agencies{}?aliases__in={}",
    "/v1/agencies{}?q={}",
    "/v1/staffing-figures{}?q={}&agency_id=test-city-police",
)


def test_there_are_about_two_hundred():
    assert len(TEXTS) >= 200
    assert max(len(text) for text in TEXTS) == 200


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda each: each.replace("{}", ""))
async def test_a_file_finds_what_the_page_finds_whatever_the_text(parameter, get):
    for text in part(TEXTS, PARAMETERS.index(parameter)):
        page = await get(parameter.format("", quote(text, safe="")) + "&limit=1000")
        lines = await get(parameter.format(".ndjson", quote(text, safe="")) + "&fields=id")
        assert page.status in (200, 400), text
        if page.status == 400:
            assert lines.status == 400, text
            assert "__in" in parameter, text
            continue
        assert lines.status == 200, text
        found = sorted(f'{{"id":"{each}"}}' for each in ids(page.json["data"]))
        assert sorted(lines.body.decode().splitlines()) == found, text


async def test_a_text_is_compared_as_it_is(records, get):
    for text in (*AWKWARD, *part(TEXTS)):
        expected = ids(record for record in records["staffing-figures"] if record["note"] == text)
        found = (await get(f"/v1/staffing-figures?note={quote(text, safe='')}&limit=1000")).json["data"]
        assert ids(found) == expected, text
        assert bool(found) == (text in AWKWARD)


async def test_a_part_of_a_text_is_no_pattern(records, get):
    for text in part(TEXTS, 1):
        if text.lower() == text and len(text.upper()) == len(text):
            notes = [
                record for record in records["staffing-figures"] if text in (record["note"] or "").lower()
            ]
            found = (
                await get(f"/v1/staffing-figures?note__contains={quote(text, safe='')}&limit=1000&count=true")
            ).json
            assert found["meta"]["count"] == len(notes), text


async def test_no_text_reaches_an_address_undone(get):
    for text in part(TEXTS, 2):
        answer = await get(f"/v1/agencies?name={quote(text, safe='')}")
        link = answer.json["links"]["self"]
        assert link.isascii()
        assert link.isprintable()
        assert " " not in link
        again = await get(link.removeprefix("https://muster.example"))
        assert (again.body, again.headers["etag"]) == (answer.body, answer.headers["etag"])


async def test_no_text_is_an_address(get):
    for text in part(TEXTS, 3):
        for path in ("/v1/agencies/{}", "/v1/releases/{}", "/{}", "/problems/{}"):
            answer = await get(path.format(quote(text, safe="").replace("%", "")))
            assert answer.status in (200, 302, 308, 404), text
            assert (await get(path.format(quote(text, safe="")))).status in (200, 302, 308, 404), text


CLOSED = (
    "id", "id__in", "kind", "state", "county_latitude", "county_latitude__gt", "first_release", "aggregate",
    "sort", "limit", "after", "release", "known_on", "include", "ori", "parent_id__isnull",
)  # fmt: skip
# and what is a list of ids
NUMBERS = ("-0", "0.1", "a,b", "1,000")


async def test_every_text_is_refused_where_no_text_may_be(get):
    for text, parameter in part(product(TEXTS, CLOSED)):
        answer = await get(f"/v1/agencies?{parameter}={quote(text, safe='')}")
        assert answer.status in (200, 400, 404), (parameter, text)
        if not (text.isascii() and text.isalnum()) and text not in NUMBERS:
            assert answer.status == 400, (parameter, text)


async def test_every_text_is_refused_as_a_name(get):
    for text in part(TEXTS, 4):
        if is_tracking(text):
            continue
        answer = await get(f"/v1/agencies?{quote(text, safe='')}=x")
        assert answer.problem == "invalid-query"
        assert answer.json["errors"][0]["parameter"] == text
