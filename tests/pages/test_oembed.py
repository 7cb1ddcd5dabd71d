"""oEmbed 1.0: what a CMS gets for the URL of a figure, and the errors of the specification."""

import re
import struct
from xml.etree import ElementTree as ET

import pytest

from api.site import oembed_formats
from api.site.oembed_formats import Embedded

HOST = "https://muster.example"
FIGURE = "/staffing-figures/us-dhs-ice-hires-officers-2026-01-dhs"
GONE = "/incentives/test-city-police-drive-2026-housing"
SENTENCE = (
    "U.S. Immigration and Customs Enforcement: more than 12,000, Hires (Officers) (total to January 2026, "
    "date inferred by Muster)"
)


@pytest.fixture
def about(client):
    async def asking(url: str, **query: object):
        return await client.get("/oembed", params={"url": url, **query})

    return asking


def html_of(answer) -> str:
    if answer.headers["content-type"] == "application/json":
        return answer.json()["html"]
    return ET.fromstring(answer.content).findtext("html")


async def test_a_page_leads_to_its_answer_in_both_formats(read, client, newest):
    for page, url in ((FIGURE, FIGURE), (f"{FIGURE}?release={newest}",) * 2):
        found = [
            each
            for tag, each in (await read(page)).tags
            if tag == "link" and "oembed" in each.get("href", "")
        ]
        assert [each["type"] for each in found] == ["application/json+oembed", "text/xml+oembed"]
        assert {each["title"] for each in found} == {SENTENCE}
        for each in found:
            answer = await client.get(each["href"].removeprefix(HOST))
            assert answer.status_code == 200
            assert f'href="{HOST}{url}"' in html_of(answer)


async def test_the_answer_about_a_pinned_page_is_a_frame_with_the_figure_as_text(about, newest):
    answer = await about(f"{HOST}{FIGURE}?release={newest}", format="json", maxwidth=480, dnt=1)
    assert answer.headers["content-type"] == "application/json"
    page = f"{HOST}{FIGURE}?release={newest}"
    assert answer.json() == {
        "version": "1.0",
        "type": "rich",
        "title": SENTENCE,
        "provider_name": "Muster",
        "provider_url": HOST,
        "cache_age": 3600,
        "width": 480,
        "height": 380,
        "html": f'<blockquote><a href="{page}">{SENTENCE}</a>. “hiring more than 12,000 officers and agents '
        "in less than a year” Source: U.S. Department of Homeland Security, via Muster release "
        f"{newest} (CC BY 4.0).</blockquote>"
        f'<iframe src="{HOST}{FIGURE}/embed?release={newest}" width="480" height="380" frameborder="0" '
        f'title="{SENTENCE}"></iframe>',
    }


async def test_the_url_of_an_embed_keeps_its_mode(about, client, newest):
    url = f"{HOST}{FIGURE}/embed?release={newest}&mode=notice&childId=one"
    html = (await about(url)).json()["html"]
    assert f'href="{HOST}{FIGURE}?release={newest}"' in html
    (frame,) = re.findall(r'src="([^"]+)"', html)
    assert frame == f"{HOST}{FIGURE}/embed?release={newest}&amp;mode=notice"
    assert (await client.get(frame.removeprefix(HOST).replace("&amp;", "&"))).status_code == 200


@pytest.mark.parametrize(
    ("size", "found"),
    [
        ({}, ("rich", 600, 380)),
        ({"maxwidth": 320, "maxheight": 380}, ("rich", 320, 380)),
        ({"maxwidth": 2000}, ("rich", 600, 380)),
        ({"maxwidth": 319}, ("link", None, None)),
        ({"maxheight": 379}, ("link", None, None)),
    ],
)
async def test_the_greatest_size_is_respected(size, found, about):
    answer = (await about(f"{HOST}{FIGURE}", **size)).json()
    assert (answer["type"], answer.get("width"), answer.get("height")) == found
    assert answer["title"] == SENTENCE


async def test_xml_has_the_same_members(about):
    as_json = (await about(f"{HOST}{FIGURE}")).json()
    answer = await about(f"{HOST}{FIGURE}", format="xml")
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(answer.content)
    assert root.tag == "oembed"
    assert {each.tag: each.text for each in root} == {name: str(each) for name, each in as_json.items()}


@pytest.mark.parametrize(
    "words", ["</title><script>alert(1)</script>", "]]>&<", "a\x00b\x0bc\x1f", "\ufffe\uffff", "\u202eאבג"]
)
def test_hostile_text_stays_text_in_xml(words):
    made = oembed_formats.xml(
        Embedded(type="link", title=words, provider_name=words, provider_url=words, html=words)
    )
    root = ET.fromstring(made)
    expected = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", words)
    assert [each.text for each in root if each.tag in {"title", "html"}] == [expected] * 2


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({}, 400, "Invalid parameters: url."),
        ({"url": f"{HOST}{FIGURE}", "maxwidth": 0}, 400, "Invalid parameters: maxwidth."),
        ({"url": f"{HOST}{FIGURE}", "width": 5}, 400, "Invalid parameters: width."),
        ({"url": f"{HOST}{FIGURE}", "format": "yaml"}, 501, "There is no format yaml. Use json or xml."),
        ({"url": f"https://other.example{FIGURE}"}, 404, "page of this server"),
        ({"url": f"{HOST}.evil.example{FIGURE}"}, 404, "page of this server"),
        ({"url": f"{HOST}/agencies/us-dhs-ice"}, 404, "page of this server"),
        ({"url": f"{HOST}{FIGURE}/../x"}, 404, "page of this server"),
        ({"url": f"{HOST}//[{FIGURE}"}, 404, "page of this server"),
        ({"url": f"{HOST}{FIGURE}?relese=1"}, 404, "Invalid parameters: relese."),
        ({"url": f"{HOST}{FIGURE}/embed?mode=notice"}, 404, "mode=notice, which needs the release"),
        ({"url": f"{HOST}{FIGURE}?release=9999"}, 404, "No release 9999."),
        ({"url": f"{HOST}/staffing-figures/zzz"}, 404, "no record zzz"),
        ({"url": f"{HOST}{GONE}"}, 410, "The Gazette took the offer of housing back."),
    ],
)
async def test_errors_are_those_of_the_specification(query, status, said, client):
    answer = await client.get("/oembed", params=query)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert said in answer.json()["detail"]


async def test_an_answer_is_confirmed_by_its_etag_and_each_format_has_its_own(about):
    url = f"{HOST}{FIGURE}"
    answers = [await about(url, format=name) for name in ("json", "xml")]
    assert len({each.headers["etag"] for each in answers}) == 2
    assert answers[0].headers["cache-control"].startswith("public, max-age=60,")


async def test_a_series_is_a_frame_with_its_trend_as_text(about, read, client):
    url = f"{HOST}/series/ny0303000-sworn-headcount?release=13"
    answer = (await about(url)).json()
    assert (answer["type"], answer["width"], answer["height"]) == ("rich", 600, 640)
    assert answer["title"] == "New York City Police Department, NY: Sworn officers"
    assert "figures, from 35,513 (Oct. 31, 2004) to " in answer["html"]
    (frame,) = re.findall(r'src="([^"]+)"', answer["html"])
    assert (await client.get(frame.removeprefix(HOST))).status_code == 200
    page = await read("/series/ny0303000-sworn-headcount?release=13")
    found = [each["href"] for tag, each in page.tags if tag == "link" and "oembed" in each.get("href", "")]
    assert (await client.get(found[0].removeprefix(HOST))).json() == answer


@pytest.mark.parametrize(
    ("suffix", "size", "found"),
    [
        (".png?release=13", {}, ("photo", 600, "release=13&width=600")),
        (".png?release=13&scale=2", {"maxwidth": 700}, ("photo", 640, "release=13&scale=2&width=320")),
        (".svg?width=900", {"maxwidth": 899}, ("photo", 600, "width=600")),
        (".png?release=13", {"maxwidth": 319}, ("link", None, None)),
        (".png?release=13", {"maxheight": 100}, ("link", None, None)),
    ],
)
async def test_the_picture_of_a_chart_is_a_photo_in_the_largest_size_that_fits(
    suffix, size, found, about, client
):
    answer = (await about(f"{HOST}/v1/series/ny0303000-sworn-headcount{suffix}", **size)).json()
    assert answer["title"].startswith("Line chart. New York City Police Department, NY: Sworn officers. ")
    query = answer.get("url", "").partition("?")[2] or None
    assert (answer["type"], answer.get("width"), query) == found
    if answer["type"] == "photo" and ".png" in suffix:
        picture = (await client.get(answer["url"].removeprefix(HOST))).content
        assert struct.unpack(">II", picture[16:24]) == (answer["width"], answer["height"])


async def test_a_picture_that_takes_no_such_parameter_is_unknown(about):
    answer = await about(f"{HOST}/v1/series/ny0303000-sworn-headcount.svg?scale=2")
    assert (answer.status_code, answer.json()["detail"]) == (
        404,
        "The url has invalid parameters. Invalid parameters: scale.",
    )
