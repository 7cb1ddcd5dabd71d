"""Hostile text in names and quotes stays text: in HTML, in JSON-LD, in an embed."""

import json

import msgspec
import pytest

from api.catalog.resources import BY_NAME
from api.pages.embedding import STYLE
from api.pages.page import ENVIRONMENT, html, script_data
from api.site.fact_list import table_markup
from api.site.links import Links
from api.site.passages import passages
from api.site.rows import listed
from api.site.stated import stated
from schemas.staffing_figure import StaffingFigure
from tests.pages.document import Document

HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<!--<script>",
    "\u202egnitset\u2066 אבג",
]
LINKS = Links(root="../", release=None)


@pytest.fixture
async def figure(client, request):
    data = (await client.get("/v1/staffing-figures/us-dhs-ice-hires-officers-2026-01-dhs")).json()["data"]
    data |= {"agency_name": request.param, "value_text": request.param, "subset_as_stated": request.param}
    data["citations"][0] |= {"quote": request.param, "title": request.param, "quote_url": None}
    return msgspec.convert(data, StaffingFigure), request.param


def scripts(page: Document) -> list[str]:
    return [found.get("src", "inline") for tag, found in page.tags if tag in {"script", "img"}]


@pytest.mark.parametrize("figure", HOSTILE, indirect=True)
async def test_an_embed_shows_it_as_text(figure):
    record, words = figure
    shown = stated(record, None, LINKS)
    texts = {"quote": words, "credit": words, "notice": None, "page_url": "https://m.example/x"}
    page = Document(html("embed.html", "/a/b/embed", shown=shown, style=STYLE, **texts).decode())
    assert len(scripts(page)) == 1
    assert page.text.count(" ".join(words.split())) >= 3
    assert page.headings[0] == words.strip()


@pytest.mark.parametrize("figure", HOSTILE, indirect=True)
async def test_a_passage_and_a_table_show_it_as_text(figure):
    record, words = figure
    parts = ENVIRONMENT.get_template("parts.html").module
    quotes = Document(str(parts.passage_list(passages(record, LINKS))))  # type: ignore[attr-defined]
    table = listed(BY_NAME["staffing-figures"], msgspec.json.encode(record), LINKS)
    rows = Document(str(table_markup(table, words)))
    for page in (quotes, rows):
        assert scripts(page) == []
        assert " ".join(words.split()) in page.text
    assert not [found for _, found in (*quotes.tags, *rows.tags) if any(name[:2] == "on" for name in found)]


@pytest.mark.parametrize("words", HOSTILE)
def test_linked_data_cannot_end_its_element_and_reads_back_the_same(words):
    data = str(script_data({"name": words}))
    assert not set("<>&") & set(data)
    assert json.loads(data) == {"name": words}
