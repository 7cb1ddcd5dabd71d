"""A series as SVG, PNG and Vega-Lite over HTTP, and on its page and embed."""

import re
import struct
import zlib
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from msgspec.structs import replace

from api.charts import marking
from api.charts.look import LIGHT, Look
from api.charts.marking import Marking
from tests.conftest import client_of, running
from tests.pages.document import Document
from tests.small_log import ADDITIONS

SERIES = "/v1/series/ny0303000-sworn-headcount"
UNDATED = "/v1/series/mo0950000-sworn-headcount"
SVG = "{http://www.w3.org/2000/svg}"
TITLE = "New York City Police Department, NY: Sworn officers"


def chunks(png: bytes):
    """The chunks of a PNG: type and data. Checks their checksums."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + data)
        yield kind, data
        at += 12 + length


def pixels(png: bytes, first: int) -> np.ndarray:
    """The first rows of an RGBA picture, by the five filters of PNG."""
    parts = list(chunks(png))
    width, height, depth, color = struct.unpack(">IIBB", parts[0][1][:10])
    assert (depth, color) == (8, 6)
    data = zlib.decompress(b"".join(data for kind, data in parts if kind == b"IDAT"))
    rows = np.frombuffer(data, np.uint8).reshape(height, 1 + 4 * width)[:first]
    done = np.zeros((first + 1, width, 4), np.int64)
    for n, row in enumerate(rows):
        raw, above = row[1:].reshape(width, 4).astype(np.int64), done[n]
        left = upper = np.zeros(4, np.int64)
        for x in range(width):
            ahead = left + above[x] - upper
            near = [abs(ahead - each) for each in (left, above[x], upper)]
            paeth = np.where(
                (near[0] <= near[1]) & (near[0] <= near[2]),
                left,
                np.where(near[1] <= near[2], above[x], upper),
            )
            add = (0, left, above[x], (left + above[x]) // 2, paeth)[row[0]]
            upper, left = above[x], (raw[x] + add) % 256
            done[n + 1, x] = left
    return done[1:]


async def test_an_svg_is_one_image_with_a_name_a_description_and_its_source(client):
    answer = await client.get(f"{SERIES}.svg?release=13")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["cache-control"].startswith("public, max-age=86400")
    root = ET.fromstring(answer.content)
    assert (root.get("role"), root.get("width")) == ("img", "600")
    named = [root.find(f"*[@id='{each}']").text for each in root.get("aria-labelledby").split()]
    assert named[0] == TITLE
    assert re.match(rf"Line chart\. {TITLE}\. \d+ figures, from 35,513 \(Oct\. 31, 2004\) to ", named[1])
    assert "via Muster release 13 (CC BY 4.0)." in named[1]
    text = answer.text
    assert f'<dc:source rdf:resource="https://muster.example{SERIES}.svg?release=13"/>' in text
    assert '<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>' in text
    assert "aria-roledescription" not in "".join(re.findall(r"<text[^>]*>", text))
    assert len(answer.content) <= 30_000


async def test_a_chart_is_the_same_each_time_and_is_confirmed_without_drawing(client, app):
    url = f"{SERIES}.svg?release=12&width=320"
    first = await client.get(url)
    app.state.renderer.end()
    assert (await client.get(f"{url}&utm_source=x")).content == first.content
    app.state.renderer.end()
    again = await client.get(url, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, app.state.renderer.process) == (304, None)


async def test_a_chart_is_drawn_once_and_remembered(settings):
    async with running(replace(settings, memory_mb=8)) as app, client_of(app) as client:
        assert await app.asgi_handler.newest.confirm()
        first = await client.get(f"{SERIES}.png?release=12&width=320")
        app.state.renderer.end()
        assert (await client.get(f"{SERIES}.png?release=12&width=320")).content == first.content
        assert app.state.renderer.process is None


async def test_a_png_carries_its_source_and_shows_words(client):
    answer = await client.get(f"{SERIES}.png?release=13&width=320")
    assert answer.headers["content-type"] == "image/png"
    said = {}
    for kind, data in chunks(answer.content):
        if kind == b"iTXt":
            keyword, _, words = data.partition(b"\x00\x00\x00\x00\x00")
            said[keyword.decode()] = words.decode()
    assert (said["Title"], said["Software"]) == (TITLE, "Muster")
    assert said["Source"] == f"https://muster.example{SERIES}.png?release=13&width=320"
    assert said["Copyright"].endswith("(CC BY 4.0) https://creativecommons.org/licenses/by/4.0/")
    picture = pixels(answer.content, 44)
    assert picture.shape[1] == 320
    ink = np.array([int(LIGHT.ink[n : n + 2], 16) for n in (1, 3, 5)])
    title = picture[8:44, 8:300, :3]
    assert (np.abs(title - ink).sum(axis=2) < 60).sum() > 300, "no font: a picture without words"


async def test_a_scale_of_two_has_twice_the_pixels(client):
    sizes = []
    for scale in (1, 2):
        answer = await client.get(f"{SERIES}.png?release=13&width=320&scale={scale}")
        sizes.append(struct.unpack(">II", next(chunks(answer.content))[1][:8]))
    assert sizes[1] == tuple(2 * each for each in sizes[0])


async def test_the_specification_is_what_is_drawn(client):
    answer = await client.get(f"{SERIES}.vl.json?release=13&theme=dark")
    assert answer.headers["content-type"] == "application/json"
    found = answer.json()
    assert found["$schema"] == "https://vega.github.io/schema/vega-lite/v6.json"
    assert found["background"] == "#11161c"
    assert found["data"]["values"][0] | {"figure_id": ""} == {
        "as_of": "2004-10-31", "date": "Oct. 31, 2004", "value": 35513, "low": None, "high": None,
        "stated": "35,513", "kind": "as stated", "headline": True, "segment": 1,
        "publisher": "Federal Bureau of Investigation", "figure_id": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("url", "status", "said"),
    [
        (f"{SERIES}.svg?width=601&theme=blue", 400, "Invalid parameters: width, theme."),
        (f"{SERIES}.svg?scale=2", 400, "Invalid parameters: scale."),
        (f"{UNDATED}.svg", 400, "No figure of this series has a date and a number"),
        (f"{UNDATED}.vl.json", 400, "No figure of this series has a date and a number"),
        ("/v1/series/zzz.png", 404, "no record zzz"),
        (f"{SERIES}.svg?release=9999", 404, "No release 9999."),
    ],
)
async def test_what_cannot_be_drawn_is_told(url, status, said, client):
    answer = await client.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    "words", ["</title><script>alert(1)</script>", '"><image href="x"/>', "]]>&", "a\x00b", "\u202eאבג"]
)
def test_hostile_text_stays_text_in_a_picture(words):
    said = Marking(title=words, description=words, credit=words, url=words)
    made = ET.fromstring(marking.svg('<svg xmlns="http://www.w3.org/2000/svg" ><g/></svg>', said, Look()))
    assert [each.tag for each in made] == [f"{SVG}{name}" for name in ("title", "desc", "metadata", "g")]
    assert made[0].text == made[1].text == words.replace("\x00", "\ufffd")


def test_ids_are_numbered_anew_so_that_two_drawings_are_the_same():
    drawn = '<svg a="b"><clipPath id="clip{0}"/><g clip-path="url(#clip{0})"/><clipPath id="clip{1}"/></svg>'
    said = Marking(title="t", description="d", credit="c", url="u")
    first, second = (marking.svg(drawn.format(n, n + 1), said, Look()) for n in (1, 7))
    assert first == second
    assert "url(#clip1)" in first


async def test_an_automatic_theme_replaces_each_color_in_a_dark_system(client):
    text = (await client.get(f"{SERIES}.svg?release=13&theme=auto&width=320")).text
    assert '@media (prefers-color-scheme:dark){[fill="#ffffff"]{fill:#11161c}' in text


async def test_the_page_and_the_embed_have_the_chart_its_trend_and_its_numbers(client):
    html = {"accept": "text/html"}
    for path in (SERIES.removeprefix("/v1"), f"{SERIES.removeprefix('/v1')}/embed"):
        answer = await client.get(f"{path}?release=13", headers=html)
        page = Document(answer.text)
        (image,) = (each for tag, each in page.tags if tag == "img" and "series" in each["src"])
        assert image["alt"].startswith(f"Line chart. {TITLE}. ")
        picture = re.sub(r"^(\.\./)+", "/", image["src"])
        assert (await client.get(picture)).status_code == 200
        assert "figures, from 35,513 (Oct. 31, 2004) to " in page.text
        assert f"The numbers as a table {TITLE} Date As stated Publisher" in page.text
        assert "Oct. 31, 2004 35,513 Federal Bureau of Investigation" in page.text
        assert "via Muster release 13 (CC BY 4.0)" in page.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("img-src 'self' https://muster.example/v1/; default-src 'none'; ")
    assert policy.endswith("frame-ancestors *")


async def test_a_series_without_a_chart_shows_its_table_and_why(client):
    for part in ("", "/embed"):
        answer = await client.get(UNDATED.removeprefix("/v1") + part, headers={"accept": "text/html"})
        page = Document(answer.text)
        assert answer.status_code == 200
        assert "No figure of this series has a date and a number" in page.text
        assert "no date" in page.text
        assert not [each for tag, each in page.tags if tag == "img" and "series" in each["src"]]


async def test_a_notice_says_that_a_figure_was_corrected_and_a_pinned_embed_does_not(client):
    newest = ADDITIONS + 2
    figure = (await client.get("/v1/staffing-figures/test-city-police-vacancies-2026-11-gazette")).json()
    path = f"/series/{figure['data']['series_id']}/embed"
    html = {"accept": "text/html"}
    pinned = await client.get(f"{path}?release={newest - 2}", headers=html)
    told = await client.get(f"{path}?release={newest - 2}&mode=notice", headers=html)
    words = f"Corrected in release {newest - 1}: a figure of this chart. It was 12, now more than 22."
    assert words in Document(told.text).text
    assert words not in Document(pinned.text).text
    assert told.headers["cache-control"] == "public, max-age=60, stale-while-revalidate=60"
    assert told.headers["etag"] != pinned.headers["etag"]
    after = await client.get(f"{path}?release={newest}&mode=notice", headers=html)
    assert "a figure of this chart" not in Document(after.text).text
    assert (await client.get(f"{path}?mode=notice", headers=html)).status_code == 400


async def test_a_notice_says_that_there_are_later_figures(client):
    path = "/series/us-dhs-ice-agreements-287g/embed?release=13&mode=notice"
    text = Document((await client.get(path, headers={"accept": "text/html"})).text).text
    assert "There are later figures. The newest is of Sept. 30, 2026." in text
