"""Every test that the page on faults names exists, and every row has a test or a reason."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reliability.md"
ROW = re.compile(r"\| ([A-Z]\d\d) \| ([ABC]) \| ([^|]+) \| (.+) \|")
NAMED = re.compile(r"`([a-z]+/test_[a-z0-9_]+)::(test_[a-z0-9_]+)`")
ROWS = [
    match.groups() for line in PAGE.read_text(encoding="utf-8").splitlines() if (match := ROW.match(line))
]
# How many there are of each kind, and of those that every change must pass.
KINDS = {"F": 21, "R": 6, "C": 4, "L": 20, "H": 19, "Q": 20, "X": 25, "P": 13, "S": 5}
GATES = 73
# What is tested by the work that builds it.
TO_COME = {"X03", "X05", "X07"}


def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def is_covered(cell: str) -> bool:
    return cell.startswith("`")


def test_the_page_has_every_row_once():
    names = [name for name, *_ in ROWS]
    assert len(set(names)) == len(names)
    assert Counter(name[0] for name in names) == KINDS
    assert sum(gate == "A" for _, gate, *_ in ROWS) == GATES


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_test_that_a_row_names_exists(row: tuple[str, str, str, str]):
    for module, test in NAMED.findall(row[3]):
        assert test in functions_of(ROOT / "tests" / f"{module}.py"), f"{module} has no {test}"
    assert NAMED.search(row[3]) or len(row[3]) > 20, "neither a test nor a reason"


def test_every_gate_is_tested():
    assert {name for name, gate, _, cell in ROWS if gate == "A" and not is_covered(cell)} == TO_COME


def test_the_page_counts_its_rows():
    covered = sum(is_covered(cell) for *_, cell in ROWS)
    assert f"{covered} of {len(ROWS)} rows have a test." in PAGE.read_text(encoding="utf-8")
