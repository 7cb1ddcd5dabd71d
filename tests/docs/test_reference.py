"""What the documents list is what the code has: operators, formats, problems, limits, settings, commands."""

import re
from itertools import pairwise
from pathlib import Path

import click
import pytest

from api.catalog.operators import MATCHES
from api.catalog.resources import CATALOG
from api.cli import main
from api.exports.formats import FORMATS
from api.problems.kinds import KINDS
from api.routes.config import LIMITS
from api.settings import Settings
from seeds.importers import IMPORTERS
from tests.docs.pages import PAGES, ROOT, blocks, inline_code, tables

GRAMMAR = ROOT / "docs" / "grammar.md"
KIND_OF_TABLE = {
    "Ids, codes": {"id", "code", "enum"},
    "Texts": {"text"},
    "Numbers": {"integer", "number", "day", "moment"},
    "True or false": {"boolean"},
    "Lists": {"list"},
}


def operators_by_table() -> dict[str, set[str]]:
    """The tables of operators in the order of their headings, as suffixes."""
    found = [rows for header, rows in tables(GRAMMAR) if header.startswith("| parameter |")]
    said = [{row[0].strip("`").removeprefix("column").removesuffix("=") for row in rows} for rows in found]
    return dict(zip(KIND_OF_TABLE, said, strict=True))


@pytest.mark.parametrize("heading", KIND_OF_TABLE)
def test_every_operator_is_documented_and_none_besides(heading: str) -> None:
    real = {
        operator.suffix
        for resource in CATALOG
        for column, operator in resource.filters.values()
        if column.kind in KIND_OF_TABLE[heading]
    }
    assert operators_by_table()[heading] == real


def test_every_kind_of_column_has_a_table() -> None:
    kinds = {column.kind for resource in CATALOG for column, _ in resource.filters.values()}
    assert kinds <= set().union(*KIND_OF_TABLE.values())


def test_the_ways_to_match_are_documented() -> None:
    (rows,) = [rows for header, rows in tables(GRAMMAR) if header.startswith("| `match`")]
    assert tuple(row[0].split()[0].strip("`") for row in rows) == MATCHES


def test_every_format_is_documented() -> None:
    (rows,) = [rows for header, rows in tables(GRAMMAR) if header.startswith("| URL | response")]
    suffixes = {re.sub("^/v1/[a-z-]+", "", row[0].strip("`")) for row in rows if "*file*" in row[1]}
    assert suffixes == {form.suffix for form in FORMATS}


def test_every_kind_of_problem_is_documented() -> None:
    (rows,) = [rows for header, rows in tables(GRAMMAR) if header.startswith("| slug |")]
    assert {row[0].strip("`"): int(row[1]) for row in rows} == {
        slug: kind.status for slug, kind in KINDS.items()
    }


def test_the_limits_are_the_real_ones() -> None:
    text = GRAMMAR.read_text(encoding="utf-8")
    (said,) = re.findall(r"^## Limits\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)
    numbers = {int(number) for number in re.findall(r"\d+", said.replace("`/v1/config`", ""))}
    real = {LIMITS[name] for name in LIMITS if name != "limit_default" and "at_once" not in name}
    assert numbers == real
    assert f"(default {LIMITS['limit_default']})" in text


def test_every_resource_stands_in_the_readme() -> None:
    said = {code for code in inline_code(ROOT / "README.md") if code.startswith("/v1/")}
    assert {f"/v1/{resource.name}" for resource in CATALOG} <= said


def test_every_setting_is_documented_and_none_besides() -> None:
    real = {f"MUSTER_{name.upper()}" for name in Settings.__struct_fields__}
    said = {
        name for page in PAGES for name in re.findall(r"MUSTER_[A-Z_]+", page.read_text(encoding="utf-8"))
    }
    assert said == real


def test_every_command_in_the_documents_exists() -> None:
    real = set(main.list_commands(click.Context(main)))
    for page in PAGES:
        assert set(re.findall(r"\bmuster ([a-z-]+)", "\n".join(spoken(page)))) <= real, page.name


def test_every_make_target_in_the_documents_exists() -> None:
    rules = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        assert {line.split()[1] for line in spoken(page) if re.match(r"make [a-z]", line)} <= rules, page.name


def spoken(page: Path) -> list[str]:
    """What a document tells its reader to type, and whatever it sets like that."""
    return [*inline_code(page), *(line for block in blocks(page, {"sh"}) for line in block.text.splitlines())]


def test_every_importer_is_documented() -> None:
    said = set(inline_code(ROOT / "docs" / "seeds.md"))
    assert {name for name in IMPORTERS if name not in said} == set()


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_column_of_a_table_has_a_heading(page):
    """A screen reader names the column of each cell."""
    lines = page.read_text(encoding="utf-8").splitlines()
    heads = [head for head, rule in pairwise(lines) if re.fullmatch(r"\|[-:| ]+\|", rule)]
    assert [head for head in heads if "" in [cell.strip() for cell in head.strip("|").split("|")]] == []
