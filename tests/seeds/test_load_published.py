"""A published folder is read again without looking for problems, and leaves what checking it left."""

from pathlib import Path

import pytest

from seeds.log.state import FIGURES, State
from seeds.validation.validate import load_published, validate
from tests.effort import part
from tests.seeds import factories
from tests.seeds.factories import CORRECTED, FIRST


def rows(officers: int, hired: int | None) -> list[dict[str, object]]:
    return [
        {
            "agency_id": "springfield",
            "as_of": f"{year}-10-31",
            "row": year,
            "officers": officers + year % 7,
            "hired": hired,
        }
        for year in range(2015, 2025)
    ]


@pytest.fixture
def editions(tmp_path: Path) -> Path:
    """A table, a correction of one of its figures by hand, a withdrawal, and the table's next edition."""
    log = tmp_path / "log"
    factories.release(log, 1, FIRST)
    factories.wide_release(log, 2, rows(100, None))
    named = "springfield-sworn-headcount-{}-10-31-office"
    corrected = {"id": named.format(2020), "mode": "merge", "value": 7, "change": CORRECTED}
    gone = {"id": named.format(2021), "mode": "withdraw", "change": CORRECTED}
    factories.release(log, 3, {FIGURES: [corrected, gone]})
    later = [row for row in rows(200, 3) if row["row"] != 2021]
    factories.wide_release(log, 4, later, change={"kind": "source_revision", "notice": "A new edition."})
    return log


@pytest.fixture
def taken_over(tmp_path: Path) -> Path:
    """A publisher's figure with a row of its own, then two editions of a table that holds it."""
    log = tmp_path / "log"
    folder = factories.release(log, 1, FIRST)
    row = {
        "id": "springfield-sworn-headcount-2020-10-31-office",
        "agency_id": "springfield",
        "metric": "sworn_headcount",
        "sex": "all",
        "value": 1,
        "qualifier": "exact",
        "modality": "observed",
        "as_of": "2020-10-31",
        "date_basis": "stated",
        "source_id": "table",
    }
    factories.table(folder, "staffing-figures-rows.csv.gz", [row])
    for number in (2, 3):
        change = {"kind": "source_revision", "notice": "A new edition."}
        factories.wide_release(log, number, rows(100 * number, None), change=change)
    return log


@pytest.mark.property
@pytest.mark.parametrize("name", ["editions", "taken_over", "small_log"])
def test_reading_again_leaves_what_checking_left(name: str, request: pytest.FixtureRequest):
    checked, again = State(), State()
    folders = sorted(request.getfixturevalue(name).iterdir())
    compared = {*(folders if len(folders) < 5 else part(folders, 2)), folders[-1]}
    for folder in folders:
        found = validate(folder, checked)
        assert found.problems == []
        checked.apply(found.changes)
        again.apply(load_published(folder, again))
        if folder not in compared:
            continue
        assert again.release == checked.release
        for record_id in checked.locations:
            assert again.resource_of(record_id) == checked.resource_of(record_id)
            assert again.is_live(record_id) == checked.is_live(record_id)
        assert again.resource_of("nowhere-sworn-headcount-2019-10-31-office") is None
        assert again.withdrawn == checked.withdrawn
        assert again.records == checked.records
        assert list(again.table_figures()) == list(checked.table_figures())


def test_a_figure_of_a_table_is_found_by_its_id(editions: Path):
    state = State()
    for folder in sorted(editions.iterdir()):
        state.apply(load_published(folder, state))
    for fields in state.table_figures():
        record = state.record(FIGURES, fields["id"])
        assert record
        assert record.fields == fields
    assert state.record(FIGURES, "springfield-sworn-headcount-2019-10-31-else") is None
    assert state.record(FIGURES, "springfield-sworn-headcount-2021-10-31-office") is None
    table = state.tables[-1]
    assert table.find("springfield-sworn-headcount-2021-10-31-office") is None
    assert table.find("nowhere-sworn-headcount-2019-10-31-office") is None
