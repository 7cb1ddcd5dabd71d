"""What is served of every release is what its folders say, however they were published."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.effort import examples
from tests.seeds import logs
from tests.seeds.model import Model
from tests.seeds.served import publish_both_ways, served


@pytest.fixture(scope="module")
def urls(make_database: Callable[[str], Any]) -> tuple[str, str]:
    return make_database("law_singly").owner_url, make_database("law_at_once").owner_url


@settings(
    max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(releases=logs.logs)
def test_any_log_is_served_as_the_model_says(
    urls: tuple[str, str], tmp_path: Path, releases: list[logs.Rows]
) -> None:
    folders = publish_both_ways(urls, tmp_path / "log", partial(logs.write, releases=releases))
    model = Model()
    expected = [model.publish(folder) for folder in folders]
    for number, records in enumerate(expected, start=1):
        found = served(urls[0], number)
        assert found == records
        for resource in ("staffing-figures", "incentives"):
            assert_one_headline(found[resource].values())


def assert_one_headline(statements: Iterable[dict[str, Any]]) -> None:
    """A series has one, and none where all its records are deprecated."""
    series = defaultdict(list)
    for each in statements:
        series[each["series"]].append(each)
    for records in series.values():
        leading = [each["rank"] for each in records if each["headline"]]
        assert len(leading) == any(each["rank"] != "deprecated" for each in records)
        assert "deprecated" not in leading
