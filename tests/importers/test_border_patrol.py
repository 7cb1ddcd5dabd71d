"""Border Patrol: 21 sectors are agencies, four totals are parts, NA is no figure."""

import csv
import gzip
import tomllib
from pathlib import Path

import pytest
from click import ClickException
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from seeds.importers.border_patrol import SECTORS, TOTALS, figures, import_border_patrol
from seeds.importers.shared.write import Tally
from tests.importers.remade import RETRIEVED, assert_as_in_the_log

SHARED = Path(__file__).parents[2].parent / "shared/data/cbp-usbp-staffing"
HEADER = "sector,fiscal_year,number_of_agents\n"


def rows(file):
    with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def read(tmp_path, text):
    tally = Tally()
    file = tmp_path / "agents.csv"
    file.write_text(HEADER + text, encoding="utf-8")
    return list(figures(file, tally)), tally


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    if not SHARED.exists():
        pytest.skip(f"the Border Patrol's file is not at {SHARED}")
    folder = tmp_path_factory.mktemp("usbp") / "0009-border-patrol"
    file = SHARED / "border_patrol_staffing_1992_2019.csv"
    answer = CliRunner().invoke(import_border_patrol, [str(file), "--out", str(folder), *RETRIEVED])
    assert answer.exit_code == 0, answer.output
    assert "685 rows loaded, 15 skipped" in answer.output
    return folder


def test_the_release_in_the_log_is_what_the_importer_makes_of_the_file(published):
    assert_as_in_the_log(published, "0009-border-patrol-staffing")


def test_the_totals_are_as_stated_and_not_the_sums(published):
    figures_2019 = [row for row in rows(published / "staffing-figures.csv.gz") if row["as_of"] == "FY2019"]
    totals = {row["subset"]: int(row["number_of_agents"]) for row in figures_2019 if row["subset"]}
    assert totals["nationwide_total"] == 19648
    assert totals["southwest_border_sectors"] == 16731
    assert sum(int(row["number_of_agents"]) for row in figures_2019 if not row["subset"]) == 18933
    assert {row["agency_id"] for row in figures_2019 if row["subset"]} == {"us-dhs-cbp-usbp"}


def test_there_are_21_sectors_and_each_is_an_agency_of_the_border_patrol(published):
    agencies = rows(published / "agencies.csv.gz")
    assert len(agencies) == 21
    assert {(row["kind"], row["parent_id"]) for row in agencies} == {("field_office", "us-dhs-cbp-usbp")}
    counted = {row["agency_id"] for row in rows(published / "staffing-figures.csv.gz")}
    assert counted == {row["id"] for row in agencies} | {"us-dhs-cbp-usbp"}


def test_fiscal_years_are_inferred_days_and_the_source_says_when_they_end(published):
    release = tomllib.loads((published / "release.toml").read_text("utf-8"))
    assert release["files"]["staffing-figures.csv.gz"]["common"]["date_basis"] == "inferred"
    (source,) = tomllib.loads((published / "sources.toml").read_text("utf-8"))["sources"]
    assert source["fiscal_year_end"] == "09-30"
    assert {row["year"] for row in source["coverage"] if row["skipped"]} == set(range(2005, 2020))


def test_na_is_no_figure_and_not_zero(tmp_path):
    loaded, tally = read(tmp_path, "livermore,2005,NA\nlivermore,2004,63\nyuma,2004,0\n")
    assert [(row["as_of"], row["number_of_agents"]) for row in loaded] == [("FY2004", 63), ("FY2004", 0)]
    assert tally.reasons() == {"rows of Livermore without a number (NA)": 1}


def test_an_unknown_sector_is_left_out_and_counted(tmp_path):
    loaded, tally = read(tmp_path, "atlantis,2004,5\nYuma ,FY2004,5\n")
    assert [(row["agency_id"], row["as_of"]) for row in loaded] == [("us-dhs-cbp-usbp-yuma", "FY2004")]
    assert tally.reasons() == {"rows of 'atlantis', which is neither a known sector nor a known total": 1}


def test_a_sector_and_year_that_stand_twice_are_one_or_refused(tmp_path):
    loaded, tally = read(tmp_path, "yuma,2004,5\nyuma,2004,5\n")
    assert (len(loaded), tally.reasons()) == (1, {"rows that the file prints twice": 1})
    said = (
        "line 3: yuma, 2004 is also on line 2, with other values: number_of_agents is '5' there and '6' here"
    )
    with pytest.raises(ClickException, match=said):
        read(tmp_path, "yuma,2004,5\nyuma,2004,6\n")


def test_every_total_has_a_listed_subset():
    text = (Path(__file__).parents[2] / "schemas/subsets.toml").read_text("utf-8")
    assert set(TOTALS.values()) <= {subset["code"] for subset in tomllib.loads(text)["subsets"]}


@given(st.lists(st.tuples(st.sampled_from([*SECTORS, *TOTALS]), st.integers(0, 30000) | st.just("NA"))))
def test_every_row_is_loaded_or_skipped(tmp_path_factory, cells):
    text = "".join(f"{sector},{year},{agents}\n" for year, (sector, agents) in enumerate(cells, 1990))
    loaded, tally = read(tmp_path_factory.mktemp("agents"), text)
    assert len(loaded) == tally.loaded == sum(agents != "NA" for _, agents in cells)
    assert tally.loaded + tally.skipped == len(cells)
