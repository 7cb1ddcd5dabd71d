"""One aggregate for each statewide police body, its figures computed from the figures that they name."""

import pytest
from click.testing import CliRunner

from seeds.importers.statewide_bodies.command import Body, by_year, command, rows_of
from tests.importers.remade import LOG, assert_as_in_the_log

KANSAS = Body(
    id="ks-kansas-highway-patrol",
    name="Kansas Highway Patrol",
    state="KS",
    in_2018=559,
    whole=["hq"],
    posts=["a", "b"],
    undecided=[2004],
)


def counted(agency, value, year=2025, metric="sworn_headcount", **fields):
    source = {2025: "fbi-lee-2026"}.get(year, "fbi-leoka-2004-2005")
    return {
        "id": f"{agency}-{metric}-{year}",
        "agency_id": agency,
        "metric": metric,
        "sex": "all",
        "subset": None,
        "value": value,
        "as_of": f"{year}-10-31",
        "source_id": source,
        **fields,
    }


def made(*figures):
    rows = rows_of(KANSAS, by_year(iter(figures)))
    return {(row["metric"], row["as_of"]): (row["value"], row["computed"], parts) for row, parts in rows}


def test_a_figure_is_computed_from_the_parts_it_names():
    found = made(counted("hq", 30), counted("a", 237), counted("b", 200))
    assert found["sworn_headcount", "2025-10-31"] == (
        467,
        "whole and posts: 30 + 437, the sum of 2",
        ["hq-sworn_headcount-2025", "a-sworn_headcount-2025", "b-sworn_headcount-2025"],
    )


def test_civilians_are_those_of_the_records_whose_officers_stand_for_the_body():
    civilians = [
        counted(each, number, metric="civilian_headcount") for each, number in (("hq", 90), ("a", 5))
    ]
    found = made(counted("hq", 530), counted("a", 100), *civilians)
    assert found["civilian_headcount", "2025-10-31"] == (90, "whole: 90", ["hq-civilian_headcount-2025"])


def test_other_sources_sexes_and_undecided_years_count_nothing():
    others = [
        counted("hq", 530, source_id="bjs-csllea-2018"),
        counted("hq", 530, sex="female"),
        counted("hq", 530, subset="part_time"),
        counted("hq", 530, year=2004),
        counted("hq", 530, year=2018, source_id="fbi-lee-2026"),
    ]
    assert made(*others) == {}


@pytest.mark.extra
def test_the_release_in_the_log_is_what_the_importer_makes_of_the_releases_before(tmp_path):
    name = next(LOG.glob("*-statewide-bodies")).name
    answer = CliRunner().invoke(command, ["--log", str(LOG), "--out", str(tmp_path / name)])
    assert answer.exit_code == 0, answer.output
    assert_as_in_the_log(tmp_path / name, name)
