"""/docs and /guides: what a reader finds there without a script, and what each page promises a browser."""

import html
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest

from api import openapi, routes
from api.catalog.resources import CATALOG
from api.documentation import search
from api.documentation.pages import Pages
from api.http.assets import ASSETS, NAMES
from api.pages import markdown
from api.pages.guides import GUIDES, PICTURES
from api.problems.kinds import KINDS
from tests.conftest import client_of, running, settings_for

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = openapi.document("https://muster.example")
BUILT = Pages((*routes.operations(), openapi.openapi_operation()), openapi.document, "https://muster.example")
FAMILIES = [*(resource.name for resource in CATALOG), "service"]
PATHS = [
    "/docs",
    "/docs/search?q=agency",
    *(f"/docs/{name}" for name in FAMILIES),
    *(f"/guides/{name}" for name in GUIDES),
]
# What every page but an embed loads.
SHELL = ("site.js", "site.css", "muster.svg")
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Page(HTMLParser):
    """The tags of a page with their attributes, and the texts of its headings."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: text or "" for name, text in attrs}))

    def all(self, tag: str, attribute: str) -> list[str]:
        return [found[attribute] for name, found in self.tags if name == tag and attribute in found]

    @property
    def anchors(self) -> list[str]:
        return [found["id"] for _, found in self.tags if "id" in found]


@pytest.fixture(scope="module")
async def read(client):
    """Reads a page once."""
    known: dict[str, tuple[str, Page]] = {}

    async def reading(path: str) -> tuple[str, Page]:
        if path not in known:
            answer = await client.get(path, headers=BROWSER)
            assert answer.status_code == 200, path
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            known[path] = answer.text, Page(answer.text)
        return known[path]

    return reading


async def test_the_guides_come_first_then_an_operation_of_each_resource(read):
    text, _ = await read("/docs")
    guide, operation = text.index('href="guides/tutorial"'), text.index("<code>GET /v1/agencies</code>")
    assert 0 < guide < operation
    for resource in CATALOG:
        assert f"<code>GET /v1/{resource.name}</code>" in text


async def test_every_operation_of_the_contract_is_listed_and_explained(read):
    front, _ = await read("/docs")
    pages = [await read(f"/docs/{name}") for name in FAMILIES]
    anchors = {anchor for _, page in pages for anchor in page.anchors}
    for path, methods in DOCUMENT["paths"].items():
        assert f"<code>{html.escape(path)}</code>" in front, path
        assert methods["get"]["operationId"] in anchors


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
async def test_every_column_filter_and_code_of_a_resource_is_on_its_page(resource, read):
    text, page = await read(f"/docs/{resource.name}")
    rows = dict(re.findall(r'<tr id="column-(\w+)">(.*?)</tr>', text, re.DOTALL))
    assert rows.keys() == resource.columns.keys() | resource.file_schema.keys()
    for name, (column, operator) in resource.filters.items():
        assert f"<code>{operator.suffix or '='}</code>" in rows[column.name], name
    for column in resource.columns.values():
        for code in column.codes:
            assert f"<code>{html.escape(code)}</code>" in rows[column.name]
    assert len(page.anchors) == len(set(page.anchors))


@pytest.mark.parametrize("path", PATHS)
async def test_every_link_to_another_page_leads_to_its_heading(path, read, client):
    _, page = await read(path)
    for link in page.all("a", "href"):
        target, anchor = urldefrag(urljoin(f"https://muster.example{path}", link))
        local = target.removeprefix("https://muster.example")
        if local.startswith(("/docs", "/guides/")) and not local.endswith((".conf", "/license")):
            assert not anchor or anchor in (await read(local))[1].anchors, link
        elif local.startswith(("/guides/", "/problems/", "/static/", "/openapi.json")):
            assert (await client.get(local)).status_code == 200, link


@pytest.mark.parametrize("path", PATHS)
async def test_a_page_loads_its_own_files_and_nothing_else(path, read, client):
    _, page = await read(path)
    icons = [
        found["href"] for tag, found in page.tags if tag == "link" and found["rel"] in {"icon", "stylesheet"}
    ]
    loaded = {*page.all("script", "src"), *page.all("img", "src"), *icons}
    pictures = {f"/guides/{name}" for name in PICTURES} if path == "/guides/drawing" else set()
    assert {urljoin(path, each) for each in loaded} == {f"/static/{NAMES[name]}" for name in SHELL} | pictures
    assert not [tag for tag, found in page.tags if tag == "style" or "style" in found]
    assert not [name for _, found in page.tags for name in found if name.startswith("on")]


@pytest.mark.parametrize("path", PATHS)
async def test_a_page_has_one_title_and_no_heading_skips_a_level(path, read):
    text, page = await read(path)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert "{{" not in re.sub(r"<pre.*?</pre>|<code>.*?</code>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", PATHS)
async def test_a_page_is_confirmed_by_its_tag_and_packed_for_who_asks(path, client):
    first = await client.get(path)
    assert first.headers["cache-control"].startswith("public, max-age=60,")
    again = await client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    packed = await client.get(path, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == first.text
    assert packed.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("path", ["/docs", "/docs/agencies", "/docs/search", "/guides/grammar"])
async def test_who_refuses_html_gets_no_page(path, client):
    answer = await client.get(path, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["detail"]) == (406, "This URL returns text/html.")
    for accept in ("*/*", "text/*", "text/html;q=0.1, application/json"):
        found = await client.get(path, headers={"accept": accept})
        assert (found.status_code, found.headers["vary"]) == (200, "Accept, Accept-Encoding")


@pytest.mark.parametrize("name", ASSETS)
async def test_a_file_of_the_pages_is_kept_for_ever_under_the_name_of_its_content(name, client):
    found = await client.get(f"/static/{name}")
    assert "immutable" in found.headers["cache-control"]
    assert ASSETS[name].digest in name
    assert found.content == ASSETS[name].body


async def test_a_file_under_another_name_is_not_found(client):
    assert (await client.get("/static/site.js")).status_code == 404


async def results(client, words: str) -> list[tuple[str, str, str]]:
    """The title, the kind and the URL of each result."""
    answer = await client.get("/docs/search", params={"q": words})
    assert answer.status_code == 200
    found = re.findall(r'<li><a href="([^"]*)">(.*?)</a> <span class="kind">(.*?)</span>', answer.text)
    return [(title, kind, urljoin("/docs/search", url)) for url, title, kind in found]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("hires", ("hires", "metric", "/v1/metrics/hires")),
        ("modality", ("modality", "column of Incentives", "/docs/incentives#column-modality")),
        ("agency", ("Agencies", "resource", "/docs/agencies")),
        ("Agencies", ("Agencies", "resource", "/docs/agencies")),
        ("signing_bonus", ("signing_bonus", "code of kind, Incentives", "/docs/incentives#column-kind")),
        ("invalid-query", ("400 invalid-query", "problem", "/problems/invalid-query")),
        (
            "staffing-figures.csv",
            ("/v1/staffing-figures.csv", "operation", "/docs/staffing-figures#downloadStaffingFiguresCsv"),
        ),
        ("known_on", ("known_on", "parameter of Agencies", "/docs/agencies#parameter-known_on")),
        ("headline rule", ("The headline rule", "guide", "/guides/headline-rule")),
        (
            "QUALIFIED  numbers",
            ("Qualified numbers", "guide “Query reference”", "/guides/grammar#qualified-numbers"),
        ),
    ],
)
async def test_a_search_finds_first_what_has_that_name(words, first, client):
    assert (await results(client, words))[0] == first


async def test_every_result_leads_to_what_it_names(client, read):
    for words in ("hires", "modality", "agency", "release", "pin"):
        for title, _, url in await results(client, words):
            path, anchor = urldefrag(url)
            if path.startswith(("/docs", "/guides")):
                assert not anchor or anchor in (await read(path))[1].anchors, title
            else:
                assert (await client.get(path)).status_code == 200, title


def test_a_parameter_means_the_same_on_its_whole_page():
    for family in BUILT.families.values():
        listed = [each for operation in family.operations for each in operation.parameters]
        for each in family.parameters:
            assert [other for other in listed if other.name == each.name and other != each] == []


def test_everything_that_has_a_name_can_be_found():
    named = {column.name for resource in CATALOG for column in resource.columns.values()}
    entries = {entry.title for entry in BUILT.entries}
    assert named <= entries
    assert DOCUMENT["paths"].keys() <= entries
    assert {f"{kind.status} {slug}" for slug, kind in KINDS.items()} <= entries


async def test_a_search_that_finds_nothing_says_where_to_search_the_data(client):
    text = (await client.get("/docs/search?q=zzzzzz")).text
    assert "Nothing in the documentation matches <strong>zzzzzz</strong>" in text
    assert 'href="../v1/agencies?q=sheriff"' in text


async def test_words_that_look_like_tags_stay_words(client):
    text = (await client.get("/docs/search", params={"q": '"><script>alert(1)</script>'})).text
    assert "<script>alert" not in text
    assert 'value="&#34;&gt;&lt;script&gt;' in text


async def test_a_search_without_words_asks_for_some(client):
    assert "Type a word" in (await client.get("/docs/search")).text
    assert (await client.get("/docs/search?words=hires")).status_code == 400
    assert (await client.get("/docs/search?q=")).status_code == 400


async def test_without_a_database_a_search_finds_all_but_the_metrics_and_says_so(database, tmp_path):
    away = re.sub(r"@[^/]*/", "@127.0.0.1:1/", database.reader_url)
    settings = settings_for(type(database)(owner_url=away, reader_url=away, exporter_url=away), tmp_path)
    async with running(settings) as app, client_of(app) as asking:
        assert (await asking.get("/docs")).status_code == 200
        answer = await asking.get("/docs/search?q=modality")
    assert answer.status_code == 200
    assert "column of Incentives" in answer.text
    assert "The metrics could not be searched" in answer.text


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/docs/agencie", "agencies"),
        ("/guides/gramar", "grammar"),
        ("/guides/README", None),
        ("/docs/a/b", None),
    ],
)
async def test_a_browser_gets_a_page_for_a_page_that_is_not_there(path, nearest, client):
    answer = await client.get(path, headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    links = [urljoin(path, link) for link in Page(answer.text).all("a", "href")]
    assert "/docs" in links
    assert nearest is None or f"{path.rpartition('/')[0]}/{nearest}" in links
    assert (await client.get(path)).headers["content-type"] == "application/problem+json"


async def test_a_browser_reads_every_problem_of_a_query(client):
    answer = await client.get("/docs?[a](https://evil.example)=1&b=2", headers=BROWSER)
    assert (answer.status_code, answer.headers["cache-control"]) == (400, "public, max-age=60")
    assert "<code>b</code>" in answer.text
    assert not [link for link in Page(answer.text).all("a", "href") if "evil" in link]


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.stem)
async def test_every_guide_is_served_with_all_of_its_text(path, read):
    address = "/docs" if path.stem == "README" else f"/guides/{path.stem}"
    text, page = await read(address)
    source = path.read_text(encoding="utf-8")
    outside = re.sub(r"^```.*?^```", "", source, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", outside, re.MULTILINE)
    shown = [re.sub("<.*?>", "", each) for each in re.findall(r"<h\d[^>]*>(.*?)</h\d>", text)]
    assert [html.escape(heading.replace("`", ""), quote=False) for heading in headings] == [
        html.escape(html.unescape(each), quote=False) for each in shown[: len(headings)]
    ]
    assert text.count("<pre") >= len(re.findall(r"^```\w", source, re.MULTILINE))
    assert page.all("a", "href")


async def test_commands_of_a_guide_ask_the_server_that_shows_it(read):
    text, _ = await read("/guides/grammar")
    assert "curl -sG https://muster.example/v1/incentives.csv" in text
    for name in GUIDES:
        if name not in {"operations", "benchmarks", "seeds"}:
            shown = (await read(f"/guides/{name}"))[0]
            assert not re.search(r"127\.0\.0\.1:8000/(v1|docs)", shown), name


async def test_a_url_in_the_text_of_a_guide_can_be_followed(read):
    text, _ = await read("/guides/grammar")
    assert '<a href="../v1/incentives"><code>/v1/incentives</code></a>' in text
    assert '<a href="../openapi.json"><code>/openapi.json</code></a>' in text


async def test_files_beside_the_guides_are_served_as_they_are(client):
    for name, path in (("nginx.conf", "docs/nginx.conf"), ("license", "LICENSE")):
        found = await client.get(f"/guides/{name}")
        assert found.headers["content-type"].startswith("text/plain")
        assert found.content == (ROOT / path).read_bytes()


async def test_a_guide_shows_pictures_that_this_server_has(client, read):
    pictures = re.findall(r'<img src="([^"]+)" alt="[^"]{30,}"', (await read("/guides/drawing"))[0])
    assert len(pictures) == len({*pictures}) > 10
    types = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
    for name in pictures:
        found = await client.get(f"/guides/{name}")
        assert found.headers["content-type"].startswith(types[name[-4:]])
        assert found.content == (ROOT / "docs" / name).read_bytes()


async def test_the_overview_of_the_guides_is_the_documentation(client):
    answer = await client.get("/guides")
    assert (answer.status_code, answer.headers["location"]) == (302, "https://muster.example/docs")


async def test_the_codebook_has_a_short_url(client):
    answer = await client.get("/codebook")
    assert (answer.status_code, answer.headers["location"]) == (302, "https://muster.example/guides/codebook")
    assert (await client.get("/guides/codebook")).status_code == 200


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("```sh\na<b\n```", '<pre tabindex="0"><code>a&lt;b\n</code></pre>'),
        ("`/v1/x`", '<p><a href="../v1/x"><code>/v1/x</code></a></p>'),
        ("[`/v1/x`](y)", '<p><a href="y"><code>/v1/x</code></a></p>'),
        ("`/v1/{id}`", "<p><code>/v1/{id}</code></p>"),
        ("## A `b`: C!\n\n## A b c", '<h2 id="a-b-c">A <code>b</code>: C!</h2>\n<h2 id="a-b-c-1">A b c</h2>'),
    ],
)
def test_markdown_becomes_html_without_html_of_its_own(text, made):
    assert markdown.document(text, str, "../").html.strip() == made


def test_a_word_in_a_title_counts_more_than_one_in_a_text():
    entries = [
        search.Entry(kind="k", title=title, text=text, url="u", also=also)
        for title, text, also in (("x", "the pin", ""), ("a pin", "", ""), ("pins", "", ""), ("y", "", "pin"))
    ]
    assert [entry.title for entry in search.search("PIN", entries)] == ["y", "pins", "a pin", "x"]
    assert search.search("pin nowhere", entries) == []
