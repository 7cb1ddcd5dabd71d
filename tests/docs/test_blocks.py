"""Every block of code in the documents runs, and prints what the document says it prints."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.docs.desk import RUN, Desk, is_extra, same
from tests.docs.pages import PAGES, Block, blocks

# These are run by tests of their own; here their blocks are only read (tests/docs/test_reference.py).
TOLD_ELSEWHERE = {"operations.md", "benchmarks.md"}


def only_make(block: Block) -> bool:
    """`make serve` and its like are tried in tests/runtime."""
    return all(line.startswith("make ") for line in block.text.splitlines())


def runnable() -> list[Block]:
    found = [block for page in PAGES if page.name not in TOLD_ELSEWHERE for block in blocks(page, set(RUN))]
    return [block for block in found if not only_make(block)]


def case(block: Block):
    return pytest.param(block, id=block.name, marks=[pytest.mark.extra] if is_extra(block) else [])


@pytest.mark.parametrize("block", [case(block) for block in runnable()])
def test_a_block_runs_and_prints_what_stands_below_it(block: Block, desk_of: Callable[[Path], Desk]) -> None:
    desk = desk_of(block.page)
    if block.language == "sh":
        write_files(block, desk)
    done = desk.run(block)
    assert (done.returncode != 0) == ("fails" in block.words), done.stdout
    if block.prints is not None:
        assert same(done.stdout, block.prints), f"{block.name} prints\n{done.stdout}"


def write_files(block: Block, desk: Desk) -> None:
    """A toml block with a title is a file that the commands below it use; it is written once."""
    for file in blocks(block.page, {"toml"}):
        title = re.search(r'title="([^"]+)"', " ".join(file.words))
        if title and file.line < block.line and file.line not in desk.written:
            desk.written.add(file.line)
            target = desk.folder / title[1]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.text, encoding="utf-8")
