"""Figures of one series that count otherwise in later releases: what stands beside them follows."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.seeds import factories
from tests.seeds.factories import CORRECTED, FIGURE, FIRST, SOURCE
from tests.seeds.model import Model
from tests.seeds.served import empty, publish_singly, records

FIGURES, YEARS = "staffing-figures", {"table": (2023, 2024, 2025), "paper": (2024, 2025), "blog": (2025,)}
SAID = {
    f"{source}-{year}": {"source_id": source, "as_of": date(year, 10, 31)}
    for source, years in YEARS.items()
    for year in years
}
VALUES = st.sampled_from([100, 101, 102, 150])
revisions = st.lists(st.dictionaries(st.sampled_from([*SAID]), VALUES, min_size=1), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def url(make_database: Callable[[str], Any]) -> str:
    return make_database("standing").owner_url


def write(log: Path, said: list[dict[str, int]]) -> None:
    """A release for each dictionary; one that says nothing new is none."""
    shutil.rmtree(log, ignore_errors=True)
    sources = [SOURCE | {"id": source} for source in YEARS]
    figures = [FIGURE | {"id": name, "value": 100} | of for name, of in SAID.items()]
    factories.release(log, 1, {**FIRST, "sources": sources, FIGURES: figures})
    known, number = dict.fromkeys(SAID, 100), 1
    for values in said:
        if news := {name: value for name, value in values.items() if known[name] != value}:
            number += 1
            rows = [
                {"id": name, "mode": "merge", "value": value, "change": CORRECTED}
                for name, value in news.items()
            ]
            factories.release(log, number, {FIGURES: rows})
            known |= news


@settings(
    max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=revisions)
def test_disputes_and_alternatives_follow_the_numbers_and_the_headline_stays(
    url: str, tmp_path: Path, said: list[dict[str, int]]
) -> None:
    log = tmp_path / "log"
    write(log, said)
    empty(url)
    number, model = publish_singly(url, log), Model()
    for count, folder in enumerate(sorted(log.iterdir()), start=1):
        found = records(url, FIGURES, count)
        assert found == model.publish(folder)[FIGURES]
        assert headlines(found) == headlines(records(url, FIGURES, 1))
    assert number == len([*log.iterdir()])


def headlines(figures: dict[str, dict[str, Any]]) -> list[str]:
    return [name for name, figure in figures.items() if figure["headline"]]


def test_a_number_that_is_corrected_ends_a_dispute(url: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    write(log, [{"paper-2024": 150}, {"paper-2024": 100}])
    empty(url)
    publish_singly(url, log)
    disputed = [
        [name for name, figure in records(url, FIGURES, number).items() if figure["disputed"]]
        for number in (1, 2, 3)
    ]
    assert [sorted(each) for each in disputed] == [[], ["paper-2024", "table-2024"], []]
