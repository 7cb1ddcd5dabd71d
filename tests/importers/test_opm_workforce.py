"""OPM: hires are computed from three categories, months are not years, what came late is left out."""

import csv
import gzip
import tomllib
from pathlib import Path

import pytest
from click import ClickException
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from seeds.importers.opm import codes
from seeds.importers.opm.workforce import (
    FIRST_MONTH,
    formula,
    import_opm_workforce,
    monthly_hires,
    read_flows,
    yearly_hires,
)
from seeds.importers.shared.write import Tally
from tests.importers.remade import RETRIEVED, assert_as_in_the_log

SHARED = Path(__file__).parents[2].parent / "shared/data/opm-federal-le-monthly"
FLOWS = "opm_code,agency,effective_month,flow,category_code,category,people\n"
HEADCOUNT = """opm_code,agency,month,employees_on_rolls
HSBB,U.S. Immigration and Customs Enforcement,2026-07,28861
HSAC,U.S. Coast Guard (civilian),2026-07,8687
DJ02,Federal Bureau of Investigation (name inferred from code),2026-07,35348
ZZ99,Something else,2026-07,5
"""
HISTORY = "year,agy,new_hires\n2013,HSBB,94\n"


def rows(folder, word):
    with gzip.open(folder / f"staffing-figures-{word}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def flows(tmp_path, text):
    tally = Tally()
    file = tmp_path / "flows.csv"
    file.write_text(FLOWS + text, encoding="utf-8")
    return read_flows(file, tally), tally


def run(tmp_path, flow_text):
    texts = {"headcount": HEADCOUNT, "flows": FLOWS + flow_text, "history": HISTORY}
    files = [tmp_path / f"{name}.csv" for name in texts]
    for file, text in zip(files, texts.values(), strict=True):
        file.write_text(text, encoding="utf-8")
    folder = tmp_path / "0008-opm"
    answer = CliRunner().invoke(import_opm_workforce, [*map(str, files), "--out", str(folder)])
    assert answer.exit_code == 0, answer.output
    return folder, answer.output


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    if not SHARED.exists():
        pytest.skip(f"OPM's files are not at {SHARED}")
    folder = tmp_path_factory.mktemp("opm") / "0008-opm"
    names = ("headcount_monthly.csv", "flows_monthly.csv", "ice_cbp_hires_2006_2017.csv")
    arguments = [*(str(SHARED / name) for name in names), "--out", str(folder), *RETRIEVED]
    answer = CliRunner().invoke(import_opm_workforce, arguments)
    assert answer.exit_code == 0, answer.output
    return folder


def test_the_release_in_the_log_is_what_the_importer_makes_of_the_files(published):
    assert_as_in_the_log(published, "0008-opm-federal-workforce")


def test_ice_hired_10474_in_2025_and_75_in_july_2026(published):
    hires = {row["as_of"]: row for row in rows(published, "hires") if row["agency_id"] == "us-dhs-ice"}
    assert hires["2025"]["hires"] == "10474"
    assert hires["2025"]["computed"] == (
        "sum of AC + AD + AE (9,209 + 1,255 + 10), January to December 2025; transfers in (AA, 69) left out"
    )
    assert (hires["2025"]["period"], hires["2025"]["period_end"]) == ("year", "2025-12-31")
    assert hires["2026-07"]["hires"] == "75"
    assert hires["2026-07"]["computed"] == "sum of AC + AD + AE (51 + 23 + 1)"
    assert (hires["2026-07"]["period"], hires["2026-07"]["period_end"]) == ("month", "2026-07-31")
    assert "2026" not in hires  # seven months are no year


def test_only_the_newest_months_are_provisional(published):
    noted = {row["as_of"] for row in rows(published, "hires") if row["note"].startswith("Provisional")}
    assert noted == {"2026-05", "2026-06", "2026-07"}


def test_the_years_2006_to_2017_are_years(published):
    history = rows(published, "history")
    assert len(history) == 24
    assert {row["period"] for row in history} == {"year"}
    assert {(row["as_of"], row["new_hires"]) for row in history} >= {("2006", "898"), ("2008", "9130")}


def test_every_headcount_of_the_file_is_loaded(published):
    headcounts = rows(published, "headcount")
    assert len(headcounts) == 197
    assert {row["agency_id"] for row in headcounts} == set(codes.AGENCIES.values())


def test_a_category_that_is_missing_is_not_zero(tmp_path):
    folder, _ = run(tmp_path, "HSBB,ICE,2026-07,separation,SC,quit,107\n")
    (row,) = rows(folder, "flows")
    assert (row["SC"], row["SD"], row["AA"]) == ("107", "", "")
    assert rows(folder, "hires") == []


def test_transfers_are_no_hires(tmp_path):
    text = "HSBB,ICE,2026-07,accession,AA,transfer in - individual,3\n"
    gathered, _ = flows(tmp_path, text + "HSBB,ICE,2026-07,accession,AD,new hire - excepted service,23\n")
    (row,) = monthly_hires(gathered)
    assert (row["hires"], row["computed"]) == (23, "sum of AD (23)")


def test_actions_reported_late_are_no_months_count(tmp_path):
    gathered, tally = flows(tmp_path, "HSBB,ICE,2024-12,accession,AC,new hire - competitive service,2\n")
    assert gathered == {}
    assert tally.reasons().total() == 1
    assert FIRST_MONTH in next(iter(tally.reasons()))


def test_categories_of_unknown_meaning_and_the_overlapping_flag_are_skipped_aloud(tmp_path):
    folder, output = run(
        tmp_path,
        "HSBB,ICE,2025-03,separation,DRP,deferred resignation,40\n"
        "HSBB,ICE,2025-03,separation,SX,,4\n"
        "HSBB,ICE,2025-03,separation,SC,quit,29\n",
    )
    assert "1 rows of DRP, a flag on people counted under SC, SD and SE too" in output
    assert "1 rows of the category SX, whose meaning we do not know" in output
    assert "1 rows of the code ZZ99" in output
    assert rows(folder, "flows")[0]["SC"] == "29"


def test_coast_guard_counts_are_of_civilians_and_inferred_names_are_said(tmp_path):
    folder, _ = run(tmp_path, "HSBB,ICE,2025-03,separation,SC,quit,29\n")
    figures = {row["opm_code"]: row for row in rows(folder, "headcount")}
    assert figures["HSAC"]["subset"] == "civilian_employees"
    assert "told from the code" in figures["DJ02"]["note"]
    assert figures["HSBB"]["note"] == ""


def test_an_unlisted_subset_would_be_an_error():
    text = (Path(__file__).parents[2] / "schemas/subsets.toml").read_text("utf-8")
    listed = {subset["code"] for subset in tomllib.loads(text)["subsets"]}
    wanted = {subset for _, subset, _ in codes.MEASURES.values() if subset} | {"civilian_employees"}
    assert wanted <= listed


def test_a_cell_that_stands_twice_is_one_or_refused(tmp_path):
    line = "HSBB,ICE,2026-07,separation,SC,quit,107\n"
    gathered, tally = flows(tmp_path, line + line.replace("2026-07", "202608") + line)
    assert dict(gathered) == {("HSBB", "2026-07"): {"SC": 107}, ("HSBB", "2026-08"): {"SC": 107}}
    assert tally.reasons() == {"rows that the file prints twice": 1}
    said = (
        "line 3: HSBB, 2026-07, SC is also on line 2, with other values: people is '107' there and '108' here"
    )
    with pytest.raises(ClickException, match=said):
        flows(tmp_path, line + line.replace("107", "108"))


@pytest.mark.parametrize("month", ["2026-13", "20260-1", "July"])
def test_what_is_no_month_is_told_with_its_line(tmp_path, month):
    with pytest.raises(AssertionError, match=r"flows\.csv, line 2: "):
        run(tmp_path, f"HSBB,ICE,{month},separation,SC,quit,107\n")


COUNTS = st.dictionaries(st.sampled_from(codes.CATEGORIES), st.integers(0, 9999))


@given(st.lists(COUNTS, min_size=12, max_size=12))
def test_a_years_hires_are_the_sum_of_its_months(months):
    gathered = {("HSBB", f"2025-{number:02}"): people for number, people in enumerate(months, 1)}
    (year,) = yearly_hires(gathered)
    assert year["hires"] == sum(row["hires"] for row in monthly_hires(gathered))
    assert str(year["computed"]).startswith("sum of AC + AD + AE (")


@given(st.lists(COUNTS, max_size=11))
def test_fewer_than_twelve_months_are_no_year(months):
    gathered = {("HSBB", f"2025-{number:02}"): people for number, people in enumerate(months, 1)}
    assert list(yearly_hires(gathered)) == []


@given(st.dictionaries(st.sampled_from(codes.HIRES), st.integers(0, 10**6), min_size=1))
def test_the_formula_names_its_parts(hired):
    numbers = formula(hired).split("(")[1].rstrip(")").replace(",", "").split(" + ")
    assert [int(number) for number in numbers] == list(hired.values())
