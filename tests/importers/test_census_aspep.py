"""The Census Bureau's survey: totals are aggregates, months follow the survey, suspect values keep a note."""

import csv
import gzip
import tomllib
from pathlib import Path

import pytest
from click import ClickException
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from seeds.importers.census_aspep import texts
from seeds.importers.census_aspep.command import (
    figures,
    import_census_aspep,
    read_governments,
    total_agency,
    with_period,
)
from seeds.importers.shared.write import Tally
from tests.importers.remade import RETRIEVED, assert_as_in_the_log

SHARED = Path(__file__).parents[2].parent / "shared/data/census-aspep-police"
HEADER = (
    "government_level,state,year,function,full_time_employees,full_time_pay_usd_month,part_time_employees,"
    "part_time_pay_usd_month,full_time_equivalent,total_pay_usd_month,pay_month,source_file\n"
)
ALASKA = "local_government,AK,1993,police protection - officers,744,3704517,16,17955,751,3722472,october,x\n"


def rows(file):
    with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def read(tmp_path, text):
    tally = Tally()
    file = tmp_path / "aspep.csv"
    file.write_text(HEADER + text, encoding="utf-8")
    return read_governments(file, tally), tally


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    if not SHARED.exists():
        pytest.skip(f"the Census Bureau's file is not at {SHARED}")
    folder = tmp_path_factory.mktemp("aspep") / "0011-census-aspep"
    file = SHARED / "aspep_police_1992_2023.csv"
    answer = CliRunner().invoke(import_census_aspep, [str(file), "--out", str(folder), *RETRIEVED])
    assert answer.exit_code == 0, answer.output
    assert "6,422 rows loaded, 4 skipped" in answer.output
    return folder


def test_the_release_in_the_log_is_what_the_importer_makes_of_the_file(published):
    assert_as_in_the_log(published, "0011-census-aspep")


def payroll(folder, agency, month):
    found = rows(folder / "staffing-figures-payroll.csv.gz")
    return [row for row in found if (row["agency_id"], row["as_of"]) == (agency, month)]


def test_new_york_paid_513535039_to_full_time_officers_in_march_2016(published):
    (row,) = payroll(published, "ny-total-local-government", "2016-03")
    assert row["police protection - officers, full_time_pay_usd_month"] == "513535039"
    assert (row["modality"], row["period"]) == ("estimated", "month")
    assert (row["period_start"], row["period_end"]) == ("2016-03-01", "2016-03-31")


def test_a_suspect_pay_is_loaded_as_printed_with_a_note_on_it_alone(published):
    plain, suspect = sorted(
        payroll(published, "al-total-state-government", "2018-03"), key=lambda row: row["note"]
    )
    assert suspect["police protection - other, full_time_pay_usd_month"] == "20613420"
    assert suspect["note"].startswith("Suspect in the source")
    assert suspect["police protection - officers, full_time_pay_usd_month"] == ""
    assert (plain["note"], plain["police protection - officers, full_time_pay_usd_month"]) == ("", "3787400")
    noted = [row["agency_id"] for row in rows(published / "staffing-figures-payroll.csv.gz") if row["note"]]
    assert noted == ["al-total-state-government", "us-total-state-government"]


def test_october_until_1995_and_march_from_1997(published):
    months = {row["as_of"] for row in rows(published / "staffing-figures-employees.csv.gz")}
    assert {month for month in months if month.endswith("-10")} == {
        f"{year}-10" for year in range(1992, 1996)
    }
    assert {month for month in months if month.endswith("-03")} == {
        f"{year}-03" for year in range(1997, 2024)
    }


def test_every_total_is_an_aggregate(published):
    agencies = rows(published / "agencies.csv.gz")
    assert len(agencies) == 103  # 50 states and the nation twice, the District of Columbia local only
    assert {(row["kind"], row["aggregate"]) for row in agencies} == {("government_total", "true")}
    assert {row["id"] for row in agencies if not row["state"]} == {
        "us-total-local-government",
        "us-total-state-government",
    }


def test_rows_without_any_number_are_no_figures(tmp_path):
    empty = "local_government,LA,2006,police protection - officers,,,,,,,,x\n"
    gathered, tally = read(tmp_path, empty + ALASKA)
    assert list(gathered) == [("local_government", "AK", "1993-10")]
    assert tally.reasons() == {"rows without any number": 1}


def test_a_zero_the_census_prints_is_a_figure(tmp_path):
    text = "state_government,HI,1999,police protection - officers,0,0,0,0,0,0,march,x\n"
    gathered, _ = read(tmp_path, text)
    (row,) = figures(gathered, texts.EMPLOYEES)
    assert row["police protection - officers, full_time_employees"] == 0
    assert row["modality"] == "observed"  # state governments are counted in full


def test_functions_become_columns_of_one_row(tmp_path):
    other = "local_government,AK,1993,police protection - other,397,1123742,99,35473,428,1159215,october,x\n"
    gathered, _ = read(tmp_path, ALASKA + other)
    (row,) = map(with_period, figures(gathered, texts.PAYROLL))
    assert row["police protection - officers, total_pay_usd_month"] == 3722472
    assert row["police protection - other, total_pay_usd_month"] == 1159215
    assert "police protection - officers, full_time_employees" not in row


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            ALASKA + ALASKA.replace("744", "745"),
            "is also on line 2, with other values: full_time_employees is",
        ),
        (ALASKA.replace("744", "7.4"), "is not a whole number"),
        (ALASKA.replace(",x\n", "\n"), "has more or fewer cells than the header"),
    ],
)
def test_what_is_not_the_surveys_form_is_refused(tmp_path, text, said):
    with pytest.raises(ClickException, match=said):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ALASKA + ALASKA, "rows that the file prints twice"),
        (ALASKA.replace("october", "june"), "rows with the unknown pay_month 'june'"),
        (
            ALASKA.replace("- officers", "- dogs"),
            "rows with the unknown function 'police protection - dogs'",
        ),
        (ALASKA.replace("AK", "AX"), "rows with the unknown state 'AX'"),
        (
            ALASKA.replace("local", "lunar"),
            "rows with the unknown government_level 'lunar_government'",
        ),
    ],
)
def test_codes_of_other_years_are_left_out_and_counted(tmp_path, text, reason):
    _, tally = read(tmp_path, text)
    assert tally.reasons() == {reason: 1}


def test_every_subset_is_listed():
    text = (Path(__file__).parents[2] / "schemas/subsets.toml").read_text("utf-8")
    listed = {subset["code"] for subset in tomllib.loads(text)["subsets"]}
    files = (texts.FILES[f"staffing-figures-{word}.csv.gz"] for word in ("employees", "payroll"))
    assert {measure["fields"]["subset"] for file in files for measure in file["measures"]} <= listed


def test_the_national_total_belongs_to_no_state():
    assert total_agency("local_government", "US")["state"] is None


@given(st.lists(st.integers(0, 10**9), min_size=6, max_size=6))
def test_every_number_of_a_row_becomes_one_cell(tmp_path_factory, numbers):
    text = f"state_government,CA,2020,police protection total,{','.join(map(str, numbers))},march,x\n"
    gathered, _ = read(tmp_path_factory.mktemp("aspep"), text)
    cells = [
        value
        for measures in (texts.EMPLOYEES, texts.PAYROLL)
        for row in figures(gathered, measures)
        for column, value in row.items()
        if column.startswith("police")
    ]
    assert sorted(cells) == sorted(numbers)
