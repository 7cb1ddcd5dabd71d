"""Flags follow the numbers, the kinds of agencies and the days of releases, one release after another."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seeds.publishing.publish import replay
from tests.effort import examples
from tests.seeds import factories
from tests.seeds.factories import AGENCY, CORRECTED, METRIC, SOURCE, UPDATED
from tests.seeds.model import Model
from tests.seeds.served import empty, everything, publish_singly, records

FIGURES = "staffing-figures"
METRICS = [
    METRIC | {"id": name, "unit": unit}
    for name, unit in {
        "sworn_headcount": "people",
        "civilian_headcount": "people",
        "total_headcount": "people",
        "population_covered": "residents",
        "employees_per_1000": "employees_per_1000_residents",
    }.items()
]
# The second release makes a headline of this day old.
NEARLY_OLD = date(2023, 1, 2)
VALUES = {
    "sworn_headcount": [0, 20, 21, 45, 60],
    "total_headcount": [60, 66, 120],
    "population_covered": [400, 30_000],
    "employees_per_1000": [2, 25],
}
SAID = {
    f"{agency}-{metric}-{day.year}".replace("_", "-"): {
        "agency_id": agency,
        "metric": metric,
        "as_of": day,
        "source_id": "bjs-csllea-2018" if day.year == 2018 else "table",
        "locator": "row 1",
        "date_basis": "inferred" if day.year == 2004 else "stated",
    }
    for agency in ("springfield", "shelbyville")
    for metric in VALUES
    for day in (date(2004, 10, 31), date(2005, 10, 31), date(2018, 6, 30), NEARLY_OLD)
}
changes = st.dictionaries(st.sampled_from([*SAID]), st.integers(0, 4), min_size=1, max_size=6)
logs = st.tuples(
    st.lists(changes, min_size=1, max_size=3), st.sampled_from([None, "sheriff", "police_department"])
)


@pytest.fixture(scope="module")
def urls(make_database: Callable[[str], Any]) -> tuple[str, str]:
    return make_database("flags_singly").owner_url, make_database("flags_at_once").owner_url


def value_of(name: str, choice: int) -> int:
    values = VALUES[SAID[name]["metric"]]
    return values[choice % len(values)]


def write(log: Path, said: list[dict[str, int]], kind: str | None) -> None:
    """Every figure, then a release for each dictionary with its new values, then agencies of another kind."""
    shutil.rmtree(log, ignore_errors=True)
    known = {name: value_of(name, 1) for name in SAID}
    first = {
        "metrics": METRICS,
        "agencies": [AGENCY, AGENCY | {"id": "shelbyville", "name": "Shelbyville Police"}],
        "sources": [SOURCE, SOURCE | {"id": "bjs-csllea-2018", "title": "The survey"}],
        FIGURES: [{"id": name, "value": known[name]} | of for name, of in SAID.items()],
    }
    factories.release(log, number := 1, first)
    for values in said:
        news = {name: value_of(name, choice) for name, choice in values.items()}
        if news := {name: value for name, value in news.items() if known[name] != value}:
            rows = [
                {"id": name, "mode": "merge", "value": value, "change": CORRECTED}
                for name, value in news.items()
            ]
            factories.release(log, number := number + 1, {FIGURES: rows})
            known |= news
    if kind and kind != AGENCY["kind"]:
        row = {"id": "springfield", "mode": "merge", "kind": kind, "change": UPDATED}
        factories.release(log, number + 1, {"agencies": [row]})


@settings(
    max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(log_of=logs)
def test_flags_are_those_of_the_rules_however_the_log_is_published(
    urls: tuple[str, str], tmp_path: Path, log_of: tuple[list[dict[str, int]], str | None]
) -> None:
    log, (singly, at_once) = tmp_path / "log", urls
    shutil.rmtree(tmp_path / "log-part", ignore_errors=True)  # of an example before, which may have failed
    write(log, *log_of)
    for url in urls:
        empty(url)
    assert publish_singly(singly, log) == replay(at_once, log)
    model = Model()
    for number, folder in enumerate(sorted(log.iterdir()), start=1):
        assert records(singly, FIGURES, number) == model.publish(folder)[FIGURES]
    assert everything(singly) == everything(at_once)


def test_a_release_makes_a_headline_old_that_it_does_not_touch(urls: tuple[str, str], tmp_path: Path) -> None:
    log = tmp_path / "log"
    write(log, [{"shelbyville-sworn-headcount-2004": 4}], None)
    empty(urls[0])
    publish_singly(urls[0], log)
    name = "springfield-sworn-headcount-2023"
    then, now = (records(urls[0], FIGURES, number)[name] for number in (1, 2))
    assert (then["flags"], now["flags"]) == ([], ["old"])
    assert now["flag_notes"] == ["The newest figure here is of 2023: say the year, and look for a newer one."]
    assert then["last_changed_release"] == now["last_changed_release"] == 1
