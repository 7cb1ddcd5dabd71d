"""What is served of every release is what its folders say, however they were published."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from seeds.publishing.publish import replay
from tests.effort import examples
from tests.seeds import logs
from tests.seeds.model import Model
from tests.seeds.served import empty, everything, publish_singly, served


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
    log, (singly, at_once) = tmp_path / "log", urls
    for folder in (log, tmp_path / "log-part"):  # of an example before, which may have failed
        shutil.rmtree(folder, ignore_errors=True)
    logs.write(log, releases)
    for url in urls:
        empty(url)
    model, folders = Model(), sorted(log.iterdir())
    assert publish_singly(singly, log) == replay(at_once, log) == len(folders)
    expected = [model.publish(folder) for folder in folders]
    for number, records in enumerate(expected, start=1):
        found = served(singly, number)
        assert found == records
        for resource in ("staffing-figures", "incentives"):
            assert_one_headline(found[resource].values())
    assert everything(singly) == everything(at_once)


def assert_one_headline(statements: Iterable[dict[str, Any]]) -> None:
    """A series has one, and none where all its records are deprecated."""
    series = defaultdict(list)
    for each in statements:
        series[each["series"]].append(each)
    for records in series.values():
        leading = [each["rank"] for each in records if each["headline"]]
        assert len(leading) == any(each["rank"] != "deprecated" for each in records)
        assert "deprecated" not in leading
