"""What publishing makes of areas and their figures: served rows, changes and corrections."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from seeds.log.state import State
from seeds.publishing.publish import replay
from seeds.validation.validate import validate
from tests.seeds import factories
from tests.seeds.factories import CORRECTED, FIRST, SOURCE, UPDATED
from tests.seeds.served import empty, fetch, records

AREA = {
    "id": "area-17140",
    "name": "Cincinnati",
    "kind": "metropolitan",
    "states": ["OH", "KY"],
    "code": "17140",
}
ESTIMATE = {
    "id": "area-17140-sworn-2025",
    "area_id": "area-17140",
    "metric": "sworn_headcount",
    "subset": "police_patrol_officers",
    "value": 4300,
    "relative_standard_error": Decimal("2.3"),
    "as_of": "2025-05",
    "source_id": "table",
    "locator": "row 9",
}
GROUND = {**FIRST, "areas": [AREA], "area-figures": [ESTIMATE]}


@pytest.fixture(scope="module")
def filled_url(make_database: Callable[[str], Any]) -> str:
    return make_database("publishing_areas").owner_url


@pytest.fixture
def url(filled_url: str) -> str:
    empty(filled_url)
    return filled_url


@pytest.fixture
def log(tmp_path: Path) -> Path:
    factories.release(tmp_path / "log", 1, GROUND)
    return tmp_path / "log"


def test_a_figure_of_an_area_names_its_area_its_metric_and_its_source(url: str, log: Path):
    replay(url, log)
    served = records(url, "area-figures", 1)[ESTIMATE["id"]]
    shown = ("area_name", "area_kind", "area_states", "metric_label", "unit")
    assert {name: served[name] for name in shown} == {
        "area_name": "Cincinnati",
        "area_kind": "metropolitan",
        "area_states": ["OH", "KY"],
        "metric_label": "Sworn officers",
        "unit": "people",
    }
    assert (served["value"], served["value_text"], served["relative_standard_error"]) == (4300, "4,300", 2.3)
    assert (served["modality"], served["as_of_precision"]) == ("estimated", "month")
    assert (served["as_of"], served["year"]) == ("2025-05-31", 2025)
    assert served["series"] == "area-17140.sworn_headcount.police_patrol_officers."
    assert served["citations"][0]["locator"] == "row 9"


@pytest.mark.parametrize(
    ("resource", "row", "shown"),
    [
        ("areas", AREA | {"name": "Cincinnati, OH"}, {"area_name": "Cincinnati, OH"}),
        ("sources", SOURCE | {"publisher": "The bureau"}, {"source_publisher": "The bureau"}),
        ("metrics", FIRST["metrics"][0] | {"label": "Officers"}, {"metric_label": "Officers"}),
    ],
)
def test_it_names_what_it_names_as_of_each_release(url: str, log: Path, resource, row, shown):
    factories.release(log, 2, {resource: [{**row, "change": CORRECTED}]})
    replay(url, log)
    spans = fetch(url, "select from_release, to_release from serving.area_figures order by 1")
    assert [tuple(span) for span in spans] == [(1, 1), (2, None)]
    before, after = (records(url, "area-figures", number)[ESTIMATE["id"]] for number in (1, 2))
    assert before | shown | {"citations": after["citations"]} == after


def test_a_corrected_estimate_is_a_correction_with_its_source(url: str, log: Path):
    factories.release(log, 2, {"area-figures": [ESTIMATE | {"value": 4200, "change": CORRECTED}]})
    replay(url, log)
    (row,) = fetch(url, "select record_id, source_id, source_publisher, fields::text from api.corrections")
    assert tuple(row)[:3] == (ESTIMATE["id"], "table", "The office")
    assert row["fields"] == '[{"field":"value","old":4300,"new":4200}]'


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("value", 4200, "value (4300)"),
        ("vintage", "2024", None),
        ("area_id", "area-nowhere", "no record of areas has the id area-nowhere"),
        ("metric", "pay", "no record of metrics has the id pay"),
        ("subset", "astronauts", "unknown subset astronauts"),
        ("source_id", None, "has no citation"),
        ("as_of", date(2030, 1, 1), "is after the release"),
        ("value", Decimal("4200.5"), "must be a whole number"),
    ],
)
def test_what_an_update_may_not_do_to_an_estimate_is_refused(log: Path, field, value, said):
    folder = factories.release(log, 2, {"area-figures": [ESTIMATE | {field: value, "change": UPDATED}]})
    state = State()
    state.apply(validate(log / "0001-made", state).context.changes)
    problems = [str(problem) for problem in validate(folder, state).problems]
    assert problems == [] if said is None else any(said in problem for problem in problems)
