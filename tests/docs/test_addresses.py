"""Every address in the documents answers as they say it does."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote
from urllib.request import HTTPRedirectHandler, build_opener

import pytest

from tests.docs.desk import RUN
from tests.docs.pages import BASE, PAGES, ROOT, fences, inline_code, prose, tables

PATH = re.compile(r"/(?:v1/|docs\b|guides/|openapi\.json|data\.json|llms\.txt|problems/|health/)[^\s{}…<>*]*")
LINK = re.compile(rf"{re.escape(BASE)}(/[^\s`'\"<>){{}}…]*)")


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPEN = build_opener(Stay()).open


def status(address: str) -> int:
    try:
        with OPEN(address, timeout=300) as answer:
            answer.read()
            return int(answer.status)
    except HTTPError as error:
        return error.code


def addresses(page: Path) -> Iterator[tuple[str, int]]:
    """What a document names in its text and in the blocks that are not run, with the status it promises."""
    text = prose(page)
    promised = dict(re.findall(r"`([^`]+)` → (\d{3})", text))
    for code in inline_code(page):
        if (found := PATH.fullmatch(code)) and not in_trial(page, code):
            yield found[0], int(promised.get(code, 200))
    read = [block.text for block, _ in fences(page) if block.language not in RUN]
    for found in LINK.finditer("\n".join([text, *read])):
        yield found[1] or "/", 200


def in_trial(page: Path, code: str) -> bool:
    """Whether it stands in a table with columns of its own for the status."""
    return any(f"`{code}`" in row[-1] for header, rows in tables(page) if "try it" in header for row in rows)


CASES = sorted({(str(page.relative_to(ROOT)), *each) for page in PAGES for each in addresses(page)})


@pytest.mark.parametrize(
    ("page", "path", "promised"), CASES, ids=[f"{page} {path}" for page, path, _ in CASES]
)
def test_an_address_answers(page: str, path: str, promised: int, site: str) -> None:
    assert status(site + path) == promised


EXAMPLES = [
    (row[0].strip("`"), row[-1].strip("`"))
    for page in PAGES
    for header, rows in tables(page)
    if "for example" in header
    for row in rows
]


@pytest.mark.parametrize(("operator", "path"), EXAMPLES, ids=[path for _, path in EXAMPLES])
def test_an_example_of_a_filter_keeps_some_records_and_not_all(operator: str, path: str, site: str) -> None:
    suffix = operator.removeprefix("column").removesuffix("=")
    resource, _, query = path.partition("?")
    names = [pair.partition("=")[0] for pair in query.split("&")]
    assert any(name.endswith(suffix) if suffix else "__" not in name for name in names)
    kept = count(site, f"{resource}?{query}&limit=1&count=true")
    assert 0 < kept < count(site, f"{resource}?limit=1&count=true")


@cache
def count(site: str, path: str) -> int:
    with OPEN(site + path, timeout=300) as answer:
        return int(json.load(answer)["meta"]["count"])


TRIALS = [
    row for page in PAGES for header, rows in tables(page) if "try it" in header for row in rows if row[-1]
]


@pytest.mark.parametrize("row", TRIALS, ids=[row[0] for row in TRIALS])
def test_a_wrong_question_is_refused_as_the_table_says(row: list[str], site: str) -> None:
    slug, promised = row[0].strip("`"), int(row[1])
    with pytest.raises(HTTPError) as refused:
        OPEN(site + unquote(row[-1].strip("`")), timeout=300)
    assert refused.value.code == promised
    assert json.load(refused.value)["type"].endswith(f"/problems/{slug}")


def test_every_file_a_document_links_to_exists() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", prose(page)):
            assert (page.parent / target).exists(), (page.name, target)
