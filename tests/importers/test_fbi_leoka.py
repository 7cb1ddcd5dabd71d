"""LEOKA 2004 and 2005: seven-character ORIs, zeros, and years that other files state."""
# ruff: noqa: E501 -- the publishers' rows stay whole

import csv
import gzip
import io
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from seeds.importers import IMPORTERS
from seeds.importers.fbi.leoka import COUNTS, Selection, count
from seeds.importers.fbi.leoka_agencies import Report, alike_names, titled
from seeds.importers.shared.release_text import write_release
from seeds.importers.shared.write import Tally, write_table
from tests.importers.remade import LOG, RETRIEVED, assert_as_in_the_log

DATA = Path(__file__).parents[3] / "shared" / "data"
HEADER = "ori7,population_group,year,population,agency_name,male_employees,female_employees,total_employees,sworn_officers,civilians"
REGISTER = [
    {"id": "al0010200", "name": "Birmingham Police Department", "ori": "AL0010200"},
    {"id": "pa0380800", "name": "Cleona Police Department", "ori": "PA0380800"},
    {"id": "pa0380800-2", "name": "State Park Rangers", "ori": "PA0380800"},
    {"id": "fl006880x", "name": "Weston Police Department", "ori": "FL006880X"},
    {"id": "tx001449e", "name": "Baylor University", "ori": "TX001449E"},
    {"id": "va1160300", "name": "Virginia Marine Resources Commission", "ori": "VA1160300"},
]


def rows(folder, name):
    return list(csv.DictReader(io.StringIO(gzip.decompress((folder / name).read_bytes()).decode())))


@pytest.fixture
def importing(tmp_path):
    """Runs the importer on rows; `stated` are the agency-years of a later release, with agencies of its own."""

    def run(*lines, names=(), registry=(), stated=(), later=()):
        register, other, out = tmp_path / "0002-first", tmp_path / "0006-later", tmp_path / "0005-leoka"
        write_table(register, "agencies.csv.gz", ["id", "name", "ori"], REGISTER)
        write_release(register, "First", "none", {})
        write_table(other, "agencies.csv.gz", ["id", "name", "ori"], later)
        measured = [{"agency_id": key, "as_of": day, "officer_ct": 1} for key, day in stated]
        write_table(other, "staffing-figures.csv.gz", ["agency_id", "as_of", "officer_ct"], measured)
        measures = {"measures": [{"column": "officer_ct", "metric": "sworn_headcount"}]}
        write_release(other, "Later", "none", {"staffing-figures.csv.gz": measures})
        files = {
            "leoka": [HEADER, *lines],
            "names": ["ori,agency_type_name,edited_flag,edited_name,pub_agency_name,icpsr_name", *names],
            "registry": [",agency_name,county_name,ori", *registry],
            "points": ['"ori","zip","lat","lng"', '"IN0090000","46947",40.75,-86.35'],
            "counties": ["SUMLEV,STATE,COUNTY,CTYNAME", "50,18,17,Cass County"],
        }
        for name, content in files.items():
            (tmp_path / f"{name}.csv").write_text("\r\n".join(content) + "\r\n", newline="")
        lists = [
            p
            for n in ("names", "registry", "points", "counties")
            for p in (f"--{n}", str(tmp_path / f"{n}.csv"))
        ]
        arguments = [
            str(tmp_path / "leoka.csv"),
            "--out",
            str(out),
            "--agencies",
            str(register),
            "--stated",
            str(other),
        ]
        result = CliRunner().invoke(IMPORTERS["fbi-leoka"], [*arguments, *lists])
        assert result.exit_code == 0, result.output
        return out, result.output

    return run


def test_a_report_becomes_five_counts_and_a_population(importing):
    out, _ = importing("AL00102,2,2004,238167,BIRMINGHAM,760,372,1132,838,294")
    (figure,) = rows(out, "staffing-figures.csv.gz")
    assert figure == {
        "agency_id": "al0010200", "as_of": "2004-10-31", "ori7": "AL00102", "year": "2004",
        "sworn_officers": "838", "civilians": "294", "total_employees": "1132",
        "male_employees": "760", "female_employees": "372",
    }  # fmt: skip
    (population,) = rows(out, "staffing-figures-population.csv.gz")
    assert (population["as_of"], population["population"]) == ("2004", "238167")
    assert rows(out, "agencies.csv.gz") == []
    release = tomllib.loads((out / "release.toml").read_text())
    measures = release["files"]["staffing-figures.csv.gz"]["measures"]
    assert [m["fields"]["sex"] for m in measures if m["metric"] == "total_headcount" and "fields" in m] == [
        "male",
        "female",
    ]
    assert release["files"]["staffing-figures.csv.gz"]["family"] == "fbi-leoka"


def test_no_officers_is_no_report(importing):
    out, printed = importing(
        "AL00102,2,2004,238167,BIRMINGHAM,0,0,0,0,0",
        "AL00102,2,2005,238167,BIRMINGHAM,2,3,5,0,5",
    )
    assert rows(out, "staffing-figures.csv.gz") == rows(out, "staffing-figures-population.csv.gz") == []
    assert "1 agency-years of nothing but zeros" in printed
    assert "1 agency-years with civilians and no officers" in printed
    (source, _) = tomllib.loads((out / "sources.toml").read_text())["sources"]
    assert [(year["year"], year["loaded"], year["skipped"]) for year in source["coverage"]] == [
        (2004, 0, 1),
        (2005, 0, 1),
    ]


def test_agency_years_that_another_file_states_stay_with_it(importing):
    out, printed = importing(
        "AL00102,2,2004,238167,BIRMINGHAM,760,372,1132,838,294",
        "AL00102,2,2005,238167,BIRMINGHAM,761,372,1133,839,294",
        "LA00104,7,2004,1300,IOTA,3,0,3,3,0",
        "LA00104,7,2005,1300,IOTA,4,0,4,4,0",
        stated=[("al0010200", "2005-10-31"), ("la0010400", "2005-10-31")],
        later=[{"id": "la0010400", "name": "Iota Police Department", "ori": "LA0010400"}],
    )
    assert [(row["agency_id"], row["year"]) for row in rows(out, "staffing-figures.csv.gz")] == [
        ("al0010200", "2004"),
        ("la0010400", "2004"),
    ]
    # The agency is the later release's, so this one must describe it first.
    assert [(row["id"], row["ori"]) for row in rows(out, "agencies.csv.gz")] == [("la0010400", "LA0010400")]
    assert "2 agency-years that another file states" in printed


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("PA03808,7,2004,2117,CLEONA,3,1,4,4,0", "pa0380800"),  # not the rangers, who have the ORI now
        (
            "FL00688,3,2004,64968,WESTON,50,20,70,60,10",
            "fl006880x",
        ),  # the only ORI that begins so, and the name agrees
        ("TX00144,7,2004,900,SOMEWHERE,2,0,2,2,0", "tx00144"),  # the only one, but another name
        ("VA11603,7,2004,0,VA PRT AUTH-NEWPORT NEWS,9,0,9,9,0", "va11603"),  # the ORI is another agency's now
        ("DCPPD00,8D,2004,0,US PARK POLICE,616,97,713,600,113", "us-doi-nps-uspp"),
    ],
)
def test_which_agency_a_seven_character_ori_is(importing, line, agency):
    out, _ = importing(line)
    assert [row["agency_id"] for row in rows(out, "staffing-figures.csv.gz")] == [agency]
    new = {row["id"]: row for row in rows(out, "agencies.csv.gz")}
    assert set(new) == ({agency} if len(agency) == 7 else set())
    assert all(row["ori"] == "" for row in new.values())


def test_an_agency_that_no_newer_file_knows_takes_name_and_county_of_2018(importing):
    out, _ = importing(
        "IN00900,8C,2004,21183,CASS,20,7,27,18,9",
        names=["IN0090000,County,,Cass County Sheriff's Office,Cass,Cass County Sheriff's Dept"],
        registry=["0,Cass County Sheriff's Office,CASS,IN0090000"],
    )
    (agency,) = rows(out, "agencies.csv.gz")
    assert (agency["id"], agency["ori"], agency["aliases"]) == ("in00900", "", "IN00900; IN0090000")
    assert (agency["name"], agency["kind"], agency["level"]) == (
        "Cass County Sheriff's Office",
        "sheriff",
        "county",
    )
    assert (agency["state"], agency["county"], agency["county_geoid"]) == (
        "IN",
        "Cass County",
        "0500000US18017",
    )
    assert (agency["county_latitude"], agency["county_longitude"]) == ("40.75", "-86.35")


@pytest.mark.parametrize(
    ("line", "kind", "level", "name"),
    [
        ("CA00723,4,2004,43038,DANVILLE,27,5,32,27,5", "police_department", "municipal", "Danville"),
        ("NY254UC,7,2004,0,CORNELL UNIVERSITY,40,9,49,45,4", "campus_police", "campus", "Cornell University"),
        ("DE00292,9D,2004,0,AG: NEW CASTLE COUNTY,9,9,18,9,9", "prosecutor", "state", "AG: New Castle County"),
        ("WA03710,6,2004,4260,LUMMI TRIBAL,9,9,18,9,9", "tribal_police", "tribal", "Lummi Tribal"),
        ("CA01103,8D,2004,0,UPRR: GLENN COUNTY,1,0,1,1,0", "transit_police", "special_district", "UPRR: Glenn County"),
        ("NB00100,8C,2004,15000,ADAMS,9,9,18,9,9", "sheriff", "county", "Adams"),
        ("KY00102,9D,2004,0,SOMEBODY,9,9,18,9,9", "other", "county", "Somebody"),
        ("KY00103,7,2004,0,SOMEBODY,9,9,18,9,9", "other", "municipal", "Somebody"),
    ],
)  # fmt: skip
def test_kind_and_level_are_read_from_name_and_population_group(importing, line, kind, level, name):
    out, _ = importing(line)
    (agency,) = rows(out, "agencies.csv.gz")
    assert (agency["kind"], agency["level"], agency["name"]) == (kind, level, name)
    assert agency["state"] == {"NB": "NE"}.get(line[:2], line[:2])


@pytest.mark.parametrize(
    ("printed", "name", "alike"),
    [
        ("CALHOUN COMMUNITY COLLEG", "Calhoun Community College", True),
        ("STATE POLICE", "State Police", True),
        ("SOUTHSIDE VA TRAINING CT", "Central State Hospital", False),
        ("VA PRT AUTH-NEWPORT NEWS", "Virginia Marine Resources Commission", False),
    ],
)
def test_abbreviated_names_are_compared_by_their_words(printed, name, alike):
    assert alike_names(printed, name) is alike


def test_names_in_capitals_become_readable():
    assert titled("MASS INST OF TECHNOLOGY") == "Mass Inst of Technology"
    assert titled("SAINT AUGUSTINE'S COLLEG") == "Saint Augustine's Colleg"


class Nobody:
    def agency_id(self, report):
        return report.ori7.lower()


@given(st.lists(st.tuples(st.sampled_from([2004, 2005]), st.integers(0, 2), st.integers(0, 2)), max_size=40))
def test_rows_read_are_rows_loaded_and_skipped(made):
    reports = [
        Report(ori7=f"KY{n:05}", group="7", year=year, name="X", population=0,
               counts=dict.fromkeys(COUNTS, 0) | {"sworn_officers": sworn, "civilians": civilians})
        for n, (year, sworn, civilians) in enumerate(made)
    ]  # fmt: skip
    stated = {(report.ori7.lower(), f"{report.year}-10-31"): frozenset() for report in reports[::3]}
    tally = Tally()
    count(iter(reports), Selection(Nobody(), stated), tally)
    assert tally.loaded + tally.skipped == len(reports)
    assert tally.loaded == sum(
        1 for n, report in enumerate(reports) if report.counts["sworn_officers"] and n % 3
    )


@pytest.mark.skipif(not DATA.exists(), reason=f"the publishers' files are not at {DATA}")
def test_the_release_in_the_log_is_what_the_importer_makes_of_the_file(tmp_path):
    cc0, out = DATA / "fbi-cde-agencies-cc0", tmp_path / "0005-fbi-leoka-2004-2005"
    options = {
        "--out": out,
        "--agencies": LOG / "0002-fbi-employees",
        "--names": cc0 / "agency_name_edits.csv",
        "--points": cc0 / "icpsr_2012.csv",
        "--registry": DATA / "fbi-cde-agency-registry-2018" / "agencies.csv",
        "--counties": DATA / "census-county-pop-2023" / "co-est2023-alldata.csv",
    }
    stated = [
        p
        for name in ("0006-fbi-louisiana-1960-2022", "0007-lapd-1975-2018")
        for p in ("--stated", str(LOG / name))
    ]
    file = DATA / "fbi-leoka-2004-2005" / "leoka_2004_2005.csv"
    arguments = [str(file), *(str(part) for pair in options.items() for part in pair), *stated, *RETRIEVED]
    result = CliRunner().invoke(IMPORTERS["fbi-leoka"], arguments)
    assert result.exit_code == 0, result.output
    assert_as_in_the_log(out, "0005-fbi-leoka-2004-2005")
    figures = {(row["agency_id"], row["as_of"]) for row in rows(out, "staffing-figures.csv.gz")}
    for name in ("0006-fbi-louisiana-1960-2022", "0007-lapd-1975-2018"):
        assert not figures & {
            (row["agency_id"], row["as_of"]) for row in rows(LOG / name, "staffing-figures.csv.gz")
        }
    source = tomllib.loads((out / "sources.toml").read_text())["sources"][0]
    assert sum(year["loaded"] + year["skipped"] for year in source["coverage"]) == 41_324
