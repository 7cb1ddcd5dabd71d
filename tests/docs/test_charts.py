"""The chart in docs/visualization.md finds its columns in the data, and draws every record."""

import json
import os
import subprocess
from typing import Any
from urllib.request import urlopen

import pytest

from tests.docs.desk import FOLDER, path
from tests.docs.pages import BASE, ROOT, fences


@pytest.fixture
def chart(site: str) -> dict[str, Any]:
    page = ROOT / "docs" / "visualization.md"
    (found,) = [block.text for block, _ in fences(page) if block.words == ("vega-lite",)]
    return json.loads(found.replace(BASE, site))


@pytest.fixture
def data(chart: dict[str, Any]) -> list[dict[str, Any]]:
    with urlopen(chart["data"]["url"], timeout=30) as answer:
        return json.load(answer)


def channels(encoding: Any) -> list[dict[str, Any]]:
    return [each for given in encoding.values() for each in (given if isinstance(given, list) else [given])]


def test_the_chart_draws_columns_of_the_data(chart: dict[str, Any], data: list[dict[str, Any]]) -> None:
    assert data
    for channel in channels(chart["encoding"]):
        assert all(channel["field"] in record for record in data), channel
        if channel.get("type") == "quantitative":
            assert {type(record[channel["field"]]) for record in data} <= {int, float}


@pytest.mark.extra
def test_vega_lite_draws_a_point_for_every_record(chart: dict[str, Any], data: list[dict[str, Any]]) -> None:
    done = subprocess.run(
        ["node", str(FOLDER / "vega.mjs")],
        env=os.environ | {"PATH": path()},
        input=json.dumps(chart),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('aria-roledescription="point"') == len(data)
