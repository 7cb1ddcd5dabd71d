"""The examples of docs/drawing.md draw the pictures that stand below them, each in at most ten lines.

RECORD_PICTURES=1 writes the pictures anew.
"""

import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import vl_convert

from tests.docs.desk import FOLDER, Desk, path
from tests.docs.pages import PICTURES, ROOT, Block, blocks

PAGE = ROOT / "docs" / "drawing.md"
DRAWN = [block for block in blocks(PAGE, {"js", "json", "python", "r"}) if block.picture]
MOST_LINES, MOST_BYTES = 10, 60_000
COUNTIES = "counties-albers-10m.json"
# What a script drew: the chart of Plot, or what D3 put into the page. Picture programs ask for the namespace.
SHOW = """
const drawn = typeof chart === "undefined" ? document.querySelector("svg") : chart;
drawn.setAttribute("xmlns", "http://www.w3.org/2000/svg");
drawn.setAttribute("font-family", "sans-serif");
console.log(drawn.outerHTML);
"""
MARK = re.compile(r"<(path|rect|circle|text|line|use)\b")


def committed(block: Block) -> Path:
    return PAGE.parent / str(block.picture)


def drawn(block: Block, desk: Desk) -> bytes:
    """What the block draws: a file, an element of its page, or the picture of its specification."""
    if block.language == "json":
        return specified(desk.local(block.text))
    script = block.language == "js"
    done = desk.run(msgspec.structs.replace(block, text=block.text + SHOW) if script else block)
    assert done.returncode == 0, done.stdout
    if script:
        return done.stdout.encode()
    return (desk.folder / str(block.picture)).read_bytes()


def specified(text: str) -> bytes:
    counties = (FOLDER / "node_modules" / "us-atlas" / COUNTIES).as_uri()
    done = subprocess.run(
        ["node", str(FOLDER / "vega.mjs")],
        env=os.environ | {"PATH": path()},
        input=text.replace(COUNTIES, counties),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.encode()


def as_kept(picture: bytes, suffix: str) -> bytes:
    """Counties have too many corners for a small SVG."""
    if suffix != ".jpg" or b"<svg" not in picture[:1000]:
        return picture
    white = '<rect width="100%" height="100%" fill="white"/>'
    drawing = re.sub(r"(<svg[^>]*>)", rf"\1{white}", picture.decode(), count=1)
    return vl_convert.svg_to_jpeg(drawing, scale=0.7, quality=70)


def marks(picture: bytes) -> Counter[str]:
    return Counter(MARK.findall(picture.decode()))


@pytest.mark.extra
@pytest.mark.parametrize("block", DRAWN, ids=[str(block.picture) for block in DRAWN])
def test_an_example_draws_the_picture_below_it(block: Block, desk_of: Callable[[Path], Desk]) -> None:
    picture = as_kept(drawn(block, desk_of(PAGE)), committed(block).suffix)
    if os.environ.get("RECORD_PICTURES"):
        committed(block).write_bytes(picture)
    kept = committed(block).read_bytes()
    if committed(block).suffix == ".svg":
        assert marks(picture) == marks(kept)
    else:  # fonts differ between machines
        assert len(picture) == pytest.approx(len(kept), rel=0.1)


def test_an_example_has_at_most_ten_lines_and_a_small_picture_stands_below_it() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for block in DRAWN:
        assert len(block.text.strip("\n").splitlines()) <= MOST_LINES, block.name
        assert re.search(rf"^!\[[^\]]{{30,}}\]\({re.escape(str(block.picture))}\)$", text, re.MULTILINE)
        assert committed(block).stat().st_size < MOST_BYTES, block.picture
    kept = {each.name for each in PAGE.parent.iterdir() if each.suffix in PICTURES}
    assert kept == {str(block.picture) for block in DRAWN}
