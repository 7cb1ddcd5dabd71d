"""California: six columns of 38, a single space is no figure, the Highway Patrol stands under one county."""

import csv
import gzip
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from seeds.importers.ca_doj import COLUMNS, FILES, county_id, county_total, figures, import_ca_doj
from seeds.importers.shared.counties import Counties
from seeds.importers.shared.write import Tally
from tests.importers.remade import RETRIEVED, assert_as_in_the_log

DATA = Path(__file__).parents[2].parent / "shared/data"
CENSUS = "SUMLEV,STATE,COUNTY,CTYNAME\n50,6,67,Sacramento County\n50,6,1,Alameda County\n"
CENSUS += "50,6,3,Alpine County\n50,6,29,Kern County\n50,72,1,Adjuntas Municipio\n"


def rows(file):
    with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def read(tmp_path, *lines):
    """Read lines of YEAR, COUNTY, six cells as the file prints them, and ST_LE_SWORN, which repeats."""
    tally, names = Tally(), set()
    file = tmp_path / "personnel.csv"
    header = ["YEAR", "COUNTY", *COLUMNS, "ST_LE_SWORN"]
    file.write_text("\n".join([",".join(header), *lines]) + "\n", encoding="utf-8")
    return list(figures(file, census(tmp_path), tally, names)), tally, names


def census(tmp_path):
    file = tmp_path / "census.csv"
    file.write_text(CENSUS, encoding="utf-8")
    return Counties(file)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    file = DATA / "ca-doj-le-personnel/LE_and_CJ_Personnel_2003-2017.csv"
    if not file.exists():
        pytest.skip(f"California's file is not at {file}")
    (counties,) = sorted((DATA / "census-county-pop-2023").glob("*.csv"))[:1]
    folder = tmp_path_factory.mktemp("ca") / "0012-ca-doj"
    arguments = [str(file), "--counties", str(counties), "--out", str(folder), *RETRIEVED]
    answer = CliRunner().invoke(import_ca_doj, arguments)
    assert answer.exit_code == 0, answer.output
    return folder


def test_the_release_in_the_log_is_what_the_importer_makes_of_the_file(published):
    assert_as_in_the_log(published, "0012-ca-doj-personnel")


def test_los_angeles_county_in_2017(published):
    found = rows(published / "staffing-figures.csv.gz")
    (row,) = [
        row for row in found if (row["agency_id"], row["YEAR"]) == ("ca-total-los-angeles-county", "2017")
    ]
    assert (row["SO_FUNDED_SWORN"], row["PD_FUNDED_SWORN"], row["as_of"]) == ("9413", "14398", "2017")


def test_the_highway_patrol_is_the_whole_states_and_the_note_is_on_it_alone(published):
    noted = [row for row in rows(published / "staffing-figures.csv.gz") if row["note"]]
    assert {row["agency_id"] for row in noted} == {"ca-total-sacramento-county"}
    assert {row["YEAR"]: row["CHP_FUNDED_SWORN"] for row in noted}["2003"] == "7249"
    assert all(row["SO_FUNDED_SWORN"] == "" for row in noted)


def test_the_58_counties_have_their_census_codes(published):
    agencies = {row["id"]: row for row in rows(published / "agencies.csv.gz")}
    assert len(agencies) == 58
    assert agencies["ca-total-los-angeles-county"]["county_geoid"] == "0500000US06037"
    assert len({row["county_geoid"] for row in agencies.values()}) == 58
    assert {(row["kind"], row["aggregate"], row["level"]) for row in agencies.values()} == {
        ("government_total", "true", "county")
    }


def test_a_single_space_is_no_figure_and_zero_is_one(tmp_path):
    loaded, tally, _ = read(
        tmp_path, "2003,Alpine County,11,3, , , , ,11", "2004,Alpine County,11,0,5,0, , ,16"
    )
    assert [row.get("PD_FUNDED_SWORN") for row in loaded] == [None, 5]
    assert loaded[1]["SO_FUNDED_NONSWORN"] == 0
    assert tally.reasons() == {"blank cells of the columns read": 6}


def test_columns_that_repeat_are_not_loaded(tmp_path):
    loaded, _, _ = read(tmp_path, "2003,Alpine County,11,3, , , , ,11")
    assert set(loaded[0]) == {
        "agency_id", "as_of", "note", "COUNTY", "YEAR", "SO_FUNDED_SWORN", "SO_FUNDED_NONSWORN",
    }  # fmt: skip


def test_a_name_that_is_no_county_is_left_out_and_counted(tmp_path):
    assert county_total("Sacramento County", census(tmp_path))["county_geoid"] == "0500000US06067"
    loaded, tally, names = read(
        tmp_path, "2003,Statewide,11,3,1,1,1,1,11", "2003,KERN,11,3,1,1,1,1,11", "2003,KERN,11,3,1,1,1,1,12"
    )
    assert ({row["agency_id"] for row in loaded}, names) == ({"ca-total-kern-county"}, {"Kern County"})
    assert tally.reasons() == {
        "cells of rows of 'Statewide', which is not a county of California": 6,
        "cells of rows that the file prints twice": 6,
    }


def test_every_subset_is_listed():
    text = (Path(__file__).parents[2] / "schemas/subsets.toml").read_text("utf-8")
    listed = {subset["code"] for subset in tomllib.loads(text)["subsets"]}
    assert {measure["fields"]["subset"] for measure in FILES["staffing-figures.csv.gz"]["measures"]} <= listed


CELL = st.integers(0, 99999).map(str) | st.just(" ")


@given(st.lists(CELL, min_size=6, max_size=6))
def test_every_cell_is_loaded_or_skipped(tmp_path_factory, cells):
    loaded, tally, _ = read(tmp_path_factory.mktemp("ca"), f"2003,Kern County,{','.join(cells)},1")
    values = [value for row in loaded for column, value in row.items() if column in COLUMNS]
    assert sorted(values) == sorted(int(cell) for cell in cells if cell != " ")
    assert (tally.loaded, tally.skipped) == (len(values), cells.count(" "))
    assert {row["agency_id"] for row in loaded} <= {county_id("Kern County")}
