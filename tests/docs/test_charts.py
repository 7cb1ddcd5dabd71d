"""The charts in the documents find their columns in the data, draw every record, and keep every day."""

import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import msgspec
import pytest

from tests.docs.desk import FOLDER, Desk, path
from tests.docs.pages import BASE, PAGES, ROOT, Block, blocks, fences


@pytest.fixture
def chart(site: str) -> dict[str, Any]:
    page = ROOT / "docs" / "visualization.md"
    (found,) = [block.text for block, _ in fences(page) if block.words == ("vega-lite",)]
    return json.loads(found.replace(BASE, site))


@pytest.fixture
def data(chart: dict[str, Any]) -> list[dict[str, Any]]:
    with urlopen(chart["data"]["url"], timeout=300) as answer:
        return json.load(answer)


def channels(encoding: Any) -> list[dict[str, Any]]:
    return [each for given in encoding.values() for each in (given if isinstance(given, list) else [given])]


def test_the_chart_draws_columns_of_the_data(chart: dict[str, Any], data: list[dict[str, Any]]) -> None:
    assert data
    for channel in channels(chart["encoding"]):
        assert all(channel["field"] in record for record in data), channel
        if channel.get("type") == "quantitative":
            assert {type(record[channel["field"]]) for record in data} <= {int, float}


def draw(chart: dict[str, Any], zone: str) -> str:
    """The chart as SVG, drawn where the clock is that of the zone."""
    done = subprocess.run(
        ["node", str(FOLDER / "vega.mjs")],
        env=os.environ | {"PATH": path(), "TZ": zone},
        input=json.dumps(chart),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.extra
def test_vega_lite_draws_a_point_for_every_record(chart: dict[str, Any], data: list[dict[str, Any]]) -> None:
    assert draw(chart, "UTC").count('aria-roledescription="point"') == len(data)


# West and east of Greenwich. In Havana a summer day begins at one o'clock.
ZONES = ("America/Los_Angeles", "Asia/Tokyo", "America/Havana")
SPECIFICATIONS = [block for page in PAGES for block, _ in fences(page) if block.words == ("vega-lite",)]


@pytest.mark.extra
@pytest.mark.parametrize("block", SPECIFICATIONS, ids=[block.name for block in SPECIFICATIONS])
def test_a_chart_says_the_days_of_the_data_in_every_time_zone(block: Block, site: str) -> None:
    chart = json.loads(block.text.replace(BASE, site))
    with urlopen(chart["data"]["url"], timeout=300) as answer:
        days = Counter(f"{date.fromisoformat(row['as_of']):%b %d, %Y}" for row in json.load(answer))
    for zone in ZONES:
        drawn = draw(chart, zone)
        spoken = re.findall(r'aria-label="[^"]*\bas_of: (\w+ \d+, \d+)', drawn)
        assert Counter(spoken) == days, zone
        assert texts(drawn) == texts(draw(chart, "UTC")), zone


def texts(drawn: str) -> list[str]:
    """What the chart says, to the eye and to a screen reader."""
    return re.findall(r'(?:aria-label="|<text[^>]*>)([^"<]*)', drawn)


# What a script drew, and what it keeps for later.
SHOW = """
console.log(document.documentElement.outerHTML);
if (typeof chart !== "undefined") console.log(chart.outerHTML);
"""
SCRIPTS = [block for page in PAGES for block in blocks(page, {"js"}) if not block.picture]


@pytest.mark.extra
@pytest.mark.parametrize("block", SCRIPTS, ids=[block.name for block in SCRIPTS])
def test_a_script_draws_the_same_in_every_time_zone(
    block: Block, desk_of: Callable[[Path], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = set()
    for zone in ZONES:
        monkeypatch.setenv("TZ", zone)
        done = desk_of(block.page).run(msgspec.structs.replace(block, text=block.text + SHOW))
        assert done.returncode == 0, done.stdout
        drawn.add(done.stdout)
    assert len(drawn) == 1
    assert "<" in drawn.pop()
