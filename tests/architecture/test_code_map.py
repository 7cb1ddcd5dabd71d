"""CONTRIBUTING describes the house as it is: paths exist, every room is drawn, the glossary is short."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"`((?:api|seeds|schemas|tests|docs|openapi)/[\w./-]*)`", TEXT)))


def section(heading: str) -> str:
    """The text under a heading, up to the next one."""
    assert f"\n{heading}\n" in TEXT, f"CONTRIBUTING.md has no section {heading!r}"
    return re.split(r"\n##+ ", TEXT.partition(f"\n{heading}\n")[2], maxsplit=1)[0]


def first_cells(heading: str) -> list[str]:
    """The first cell of each row of the table in a section."""
    lines = section(heading).splitlines()
    rows = [line for line in lines if line.startswith("|")]
    return [row.split("|")[1].strip() for row in rows[2:]]


def rooms_drawn(package: str) -> list[str]:
    [heading] = re.findall(rf"^### {package}: .*$", TEXT, re.MULTILINE)
    return [name for cell in first_cells(heading) for name in re.findall(r"`(\w+)`", cell)]


@pytest.mark.parametrize("path", PATHS)
def test_every_path_it_names_exists(path):
    assert (ROOT / path).exists(), f"CONTRIBUTING.md names {path}, which does not exist"


@pytest.mark.parametrize("package", ["api", "seeds"])
def test_every_room_is_drawn_once(package):
    files = (ROOT / package).glob("*.py")
    folders = (path.parent for path in (ROOT / package).glob("*/__init__.py"))
    rooms = {path.stem for path in (*files, *folders)} - {"__init__"}
    drawn = rooms_drawn(package)
    assert sorted(drawn) == sorted(rooms)


def test_the_walks_name_the_files_of_their_way():
    walks = re.findall(r"\*\*One (page request|seed row)\*\*.*?\n\n", TEXT, re.DOTALL)
    assert walks == ["page request", "seed row"]
    for start, end in pairwise(["**One page request**", "### seeds: data in"]):
        way = TEXT[TEXT.index(start) : TEXT.index(end)]
        assert len(set(re.findall(r"`(api/[\w/]+\.py)`", way))) <= 6


def test_it_says_where_ten_kinds_of_change_go():
    assert len(first_cells("## Where does my change go?")) >= 10


def test_the_glossary_has_at_most_thirty_words():
    words = first_cells("### Glossary")
    assert 20 <= len(words) == len(set(words)) <= 30
