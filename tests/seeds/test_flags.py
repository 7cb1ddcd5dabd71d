"""The rules for doubtful figures: what each marks, and what no rule depends on."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.quality.figures import CIVILIAN, POPULATION, RATE, SWORN, TOTAL, Agency, Figure
from seeds.quality.old import newest_old_day
from seeds.quality.rule import flags

RELEASED = date(2026, 12, 1)
BJS = {"source_id": "bjs-csllea-2018"}


def figure(metric: str, year: int, value: float, **more: Any) -> Figure:
    said = {"as_of": date(year, 10, 31), "headline_of_year": True, "source_id": "fbi", **more}
    name = "-".join([metric, str(year), said["source_id"], said.get("sex", "all")]).replace("_", "-")
    return Figure(id=name, metric=metric, value=float(value), **said)


def sworn(numbers: dict[int, float]) -> list[Figure]:
    return [figure(SWORN, year, value, **(BJS if year == 2018 else {})) for year, value in numbers.items()]


def marked(*figures: Figure, kind: str = "police_department", level: str = "municipal") -> dict[str, str]:
    """Map flags with their years to notes."""
    agency = Agency(kind=kind, level=level, published_on=RELEASED, figures=figures)  # type: ignore[arg-type]
    year = {each.id: each.as_of.year for each in figures if each.as_of}
    return {f"{mark.flag} {year[key]}": mark.note for key, marks in flags(agency).items() for mark in marks}


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ({2003: 30, 2004: 60, 2005: 31}, ["jump 2004"]),
        ({2003: 30, 2004: 20, 2005: 31}, ["jump 2004"]),
        ({2003: 30, 2004: 44, 2005: 31}, []),  # not by half
        ({2003: 30, 2004: 60, 2005: 45}, []),  # its neighbors disagree
        ({2003: 30, 2004: 60, 2005: 90}, []),  # it grew
        ({2003: 9, 2004: 18, 2005: 9}, []),  # few
        ({2003: 30, 2004: 0, 2005: 31}, ["zero_staff 2004"]),
        ({2005: 20, 2018: 19, 2025: 41}, ["jump 2025"]),
        ({2005: 20, 2018: 19, 2025: 37}, []),  # not doubled
        ({2005: 20, 2018: 30, 2025: 90}, []),  # its witnesses disagree
        ({2005: 20, 2018: 60, 2025: 21}, []),  # a survey's count is no jump
    ],
)
def test_a_count_that_leaves_its_witnesses_is_a_jump(numbers: dict[int, float], found: list[str]) -> None:
    assert [*marked(*sworn(numbers))] == found


def test_a_note_says_what_an_editor_compares() -> None:
    notes = marked(*sworn({2005: 20, 2018: 19, 2025: 41}))
    assert notes == {"jump 2025": "41 in 2025, but 19 (2018) and 20 (2005): check what was counted."}


def test_the_survey_is_no_neighbor_of_a_sheriffs_count() -> None:
    counts = sworn({2004: 50, 2005: 25, 2018: 49, 2025: 90})
    assert [*marked(*counts)] == ["jump 2005"]
    assert [*marked(*counts, kind="sheriff", level="county")] == []


def test_a_jump_that_its_residents_explain_is_none() -> None:
    counts = sworn({2005: 20, 2018: 19, 2025: 41})
    residents = [figure(POPULATION, 2005, 10_000), figure(POPULATION, 2025, 20_000)]
    assert [*marked(*counts, *residents)] == []


def test_officers_that_change_without_employees_are_recounted() -> None:
    totals = [figure(TOTAL, 2004, 140), figure(TOTAL, 2005, 142), figure(TOTAL, 2009, 140)]
    notes = marked(*sworn({2004: 40, 2005: 138, 2009: 41}), *totals)
    assert notes == {
        "recount 2005": "138 of 142 employees are officers in 2005, but 40 of 140 in 2004: "
        "check who is counted as an officer.",
        "jump 2005": "138 in 2005, but 40 (2004) and 41 (2009): check what was counted.",
    }


def test_a_report_of_2005_that_repeats_2004_is_marked_as_a_whole() -> None:
    report = [
        figure(metric, year, value, sex=sex)
        for metric, sex, value in (
            (SWORN, "all", 40), (CIVILIAN, "all", 10), (TOTAL, "all", 50), (TOTAL, "male", 38),
            (TOTAL, "female", 12),
        )
        for year in (2004, 2005)
    ]  # fmt: skip
    assert set(marked(*report)) == {"repeats_another_year 2005"}
    agency = Agency(kind="police_department", level="municipal", published_on=RELEASED, figures=tuple(report))
    assert len(flags(agency)) == len(report) / 2
    changed = [each for each in report if each.sex != "female" or each.id.startswith("total-headcount-2004")]
    assert marked(*changed) == {}


@pytest.mark.parametrize(
    ("kind", "people", "rate", "found"),
    [
        ("sheriff", 20_000, 2.5, "population_is_remainder"),
        ("police_department", 499, 2.5, "few_residents"),
        ("police_department", 20_000, 20.5, "few_residents"),
        ("police_department", 500, 20, None),
    ],
)
def test_residents_and_rates_that_compare_with_no_other(
    kind: str, people: int, rate: float, found: str | None
) -> None:
    notes = marked(figure(RATE, 2025, rate), figure(POPULATION, 2025, people), kind=kind, level="county")
    assert [*notes] == ([f"{found} 2025"] if found else [])


def test_a_headline_is_old_three_years_before_its_release() -> None:
    headline = {"headline": True}
    assert [*marked(figure(SWORN, 2023, 9, **headline))] == ["old 2023"]
    assert [*marked(figure(SWORN, 2024, 9, **headline))] == []
    assert [*marked(figure(SWORN, 2005, 9))] == []
    assert [*marked(figure("hires", 2005, 9, period="to_date", **headline))] == []
    assert newest_old_day(date(2028, 2, 29)) == date(2025, 2, 28)


def test_a_date_that_the_source_does_not_state_is_inferred_also_of_a_plan() -> None:
    plan = figure("hires", 2025, 9, modality="target", date_basis="source_date")
    assert [*marked(plan, figure("hires", 2024, 9, date_basis="stated"))] == ["inferred_date 2025"]


counts = st.lists(
    st.builds(
        figure,
        st.sampled_from([SWORN, CIVILIAN, TOTAL, POPULATION, RATE]),
        st.sampled_from([2003, 2004, 2005, 2018, 2024, 2025]),
        st.sampled_from([0, 8, 20, 21, 40, 60, 400]),
        source_id=st.sampled_from(["fbi", "bjs-csllea-2018"]),
        headline=st.booleans(),
        date_basis=st.sampled_from(["stated", "inferred"]),
    ),
    unique_by=lambda each: each.id,
    max_size=14,
)
kinds = st.sampled_from(["sheriff", "police_department", "state_police"])


@given(figures=counts, kind=kinds, data=st.data())
def test_flags_depend_on_no_order_of_rows(figures: list[Figure], kind: str, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(figures))
    assert marked(*figures, kind=kind) == marked(*shuffled, kind=kind)


@given(figures=counts, kind=kinds, later=st.dates(RELEASED, date(2040, 1, 1)))
def test_time_alone_changes_no_flag_but_old(figures: list[Figure], kind: str, later: date) -> None:
    then, now = (
        flags(Agency(kind=kind, level="county", published_on=day, figures=tuple(figures)))  # type: ignore[arg-type]
        for day in (RELEASED, later)
    )
    for key in then.keys() | now.keys():
        before, after = ({mark.flag for mark in of.get(key, [])} for of in (then, now))
        assert before <= after <= before | {"old"}
