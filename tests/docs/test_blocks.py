"""Every block of code in the documents runs, and prints what the document says it prints."""

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.docs.desk import FOLDER, RUN, Desk, is_extra, same
from tests.docs.pages import PAGES, ROOT, Block, blocks, fences

# Pictures are drawn by tests/docs/test_pictures.py.
# These are run by tests of their own; here their blocks are only read (tests/docs/test_reference.py).
TOLD_ELSEWHERE = {"operations.md", "benchmarks.md"}


def only_make(block: Block) -> bool:
    """`make serve` and its like are tried in tests/runtime."""
    return all(line.startswith("make ") for line in block.text.splitlines())


def runnable() -> list[Block]:
    found = [block for page in PAGES if page.name not in TOLD_ELSEWHERE for block in blocks(page, set(RUN))]
    return [block for block in found if not only_make(block) and not block.picture]


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


CURLS = [block for block in runnable() if "curl " in block.text]


@pytest.mark.parametrize("block", CURLS, ids=[block.name for block in CURLS])
def test_machines_without_curl_get_one_that_prints_the_same(
    block: Block, desk_of: Callable[[Path], Desk]
) -> None:
    text = re.sub(r"\bcurl ", f"{FOLDER}/bin/curl ", block.text)
    done = desk_of(block.page).run(msgspec.structs.replace(block, text=text))
    assert done.returncode == 0, done.stdout
    assert block.prints is None or same(done.stdout, block.prints), done.stdout


@pytest.mark.extra
def test_a_misspelt_code_does_not_compile(desk_of: Callable[[Path], Desk]) -> None:
    page = ROOT / "docs" / "visualization.md"
    desk = desk_of(page)
    for block in blocks(page, {"sh"}):
        desk.run(block)
    (client,) = blocks(page, {"ts"})
    done = desk.run(
        msgspec.structs.replace(client, text=client.text.replace("signing_bonus", "sining_bonus"))
    )
    assert done.returncode != 0
    assert '"sining_bonus"\' is not assignable' in done.stdout


def test_no_block_escapes() -> None:
    """An indented fence, or one in an unknown language, would not be tried."""
    for page in PAGES:
        told = {"sql"} if page.name in TOLD_ELSEWHERE else set()
        known = {*RUN, "text", "csv", "json", "toml", "ini", *told}
        opened = re.findall(r"^ *```.*$", page.read_text(encoding="utf-8"), re.MULTILINE)
        found = [block for block, _ in fences(page)]
        assert len(opened) == 2 * len(found), page.name
        assert {block.language for block in found} <= known, page.name


def write_files(block: Block, desk: Desk) -> None:
    """A toml block with a title is a file that the commands below it use; it is written once."""
    for file in blocks(block.page, {"toml"}):
        title = re.search(r'title="([^"]+)"', " ".join(file.words))
        if title and file.line < block.line and file.line not in desk.written:
            desk.written.add(file.line)
            target = desk.folder / title[1]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.text, encoding="utf-8")
