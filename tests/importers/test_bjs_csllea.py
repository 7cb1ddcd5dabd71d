"""The census of agencies of 2018: whose ORI a row prints, and what its counts count."""

import csv
import gzip
import io
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from seeds.importers import IMPORTERS
from seeds.importers.bjs.matching import Row, alike
from seeds.importers.bjs.texts import COUNTS
from tests.importers.remade import LOG, assert_as_in_the_log

DATA = Path(__file__).parents[3] / "shared" / "data" / "bjs-csllea-2018" / "csllea_2018.csv"
RELEASES = ("0002-fbi-employees", "0005-fbi-leoka-2004-2005", "0006-fbi-louisiana-1960-2022")
POLICE, SHERIFF, TRIBAL, COLLEGE = (
    "(003) Local Police",
    "(001) Sheriff",
    "(091) Tribal",
    "(612) 2-year College",
)
IDENTITY = ("AGENCYNAME", "CITY", "STATE", "ORI9", "AGENCYSAMPTYPE")
ANSWER = {
    "FTSWORN": "58.0", "FTSWORN_MALE": "55.0", "FTSWORN_FEMALE": "3.0", "FTNON": "10.0", "TOTFTEMP": "81.0",
    "FTLIM": "13.0", "PTSWORN": "1.0", "PTNON": "0.0", "TOTPTEMP": "3.0", "PTLIM": "2.0",
}  # fmt: skip
REGISTER = [
    ("wa0270100", "Puyallup Police Department", "police_department", "WA0270100", ""),
    ("wa0320400", "Spokane Police Department", "police_department", "WA0320400", ""),
    ("nb0400100", "Adams Police Department", "police_department", "NB0400100", ""),
    ("in03700", "Jasper County Sheriff's Office", "sheriff", "", "IN03700; IN0370000"),
    ("akasp00", "State Troopers", "state_police", "", "AKASP00"),
    ("ca0012100", "San Francisco Bay Area Rapid Transit: Alameda County", "transit_police", "CA0012100", ""),
    ("ny0300000", "New York County Sheriff's Office", "sheriff", "NY0300000", ""),
]


def rows(folder):
    text = gzip.decompress((folder / "staffing-figures.csv.gz").read_bytes()).decode()
    return {row["agency_id"]: row for row in csv.DictReader(io.StringIO(text))}


@pytest.fixture
def importing(tmp_path):
    """Imports rows (name, city, state, ORI, type, answers); returns the folder and what was printed."""

    def run(*census):
        register = tmp_path / "0002-register"
        register.mkdir(exist_ok=True)
        columns = ["id", "name", "kind", "ori", "aliases", "replaced_by"]
        lines = [
            columns,
            *([*row, ""] for row in REGISTER),
            ["wa9", "Old", "sheriff", "WA0999900", "", "wa0270100"],
        ]
        table(register / "agencies.csv.gz", lines)
        file = tmp_path / "census.csv.gz"
        table(file, [[*IDENTITY, *COUNTS], *([*row[:5], *map(row[5].get, COUNTS)] for row in census)])
        words = [str(file), "--agencies", str(register), "--out", str(tmp_path / "0015-census")]
        result = CliRunner().invoke(IMPORTERS["bjs-csllea"], words)
        assert result.exit_code == 0, result.output
        return tmp_path / "0015-census", result.output

    return run


def table(path, lines):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(lines)
    path.write_bytes(gzip.compress(text.getvalue().encode()))


def agency(name, ori, kind=POLICE, *, answer=ANSWER, state=None):
    return (name, "A CITY", state or ori[:2].upper(), ori, kind, answer)


PUYALLUP = agency("PUYALLUP POLICE DEPARTMENT", "WA0270100")


def test_an_agency_has_ten_counts_of_june_2018(importing):
    out, printed = importing(PUYALLUP)
    assert rows(out) == {
        "wa0270100": {"agency_id": "wa0270100", "as_of": "2018-06", "ORI9": "WA0270100"}
        | {column: count.removesuffix(".0") for column, count in ANSWER.items()}
    }
    assert "1 rows loaded, 0 skipped" in printed
    (file,) = tomllib.loads((out / "release.toml").read_text())["files"].values()
    counted = {each["column"]: (each["metric"], each["fields"].get("subset")) for each in file["measures"]}
    assert counted["FTLIM"] == ("total_headcount", "limited_power_officers")
    assert counted["PTSWORN"] == ("sworn_headcount", "part_time")
    assert counted["FTSWORN"] == ("sworn_headcount", None)


def test_no_answer_is_neither_a_count_nor_zero(importing):
    silent = dict.fromkeys(COUNTS, "")
    out, printed = importing(
        agency("PUYALLUP POLICE DEPARTMENT", "WA0270100", answer=silent),
        agency("SPOKANE POLICE DEPARTMENT", "WA0320400", answer={**silent, "FTSWORN": "NaN", "FTNON": "7.0"}),
        agency("JASPER COUNTY SHERIFF'S OFFICE", "IN0370000", SHERIFF, answer={**silent, "FTSWORN": "0.0"}),
    )
    assert "1 agencies without an answer" in printed
    assert "1 agencies with nothing but zeros (did not answer)" in printed
    assert {column for column, cell in rows(out)["wa0320400"].items() if column in COUNTS and cell} == {
        "FTNON"
    }
    assert len(rows(out)) == 1


def test_men_and_women_are_loaded_as_stated_unless_both_are_zero(importing):
    odd = {**ANSWER, "FTSWORN_MALE": "13.0", "FTSWORN_FEMALE": "0.0"}
    unknown = {**ANSWER, "FTSWORN_MALE": "0.0", "FTSWORN_FEMALE": "0.0"}
    out, _ = importing(
        agency("PUYALLUP POLICE DEPARTMENT", "WA0270100", answer=odd),
        agency("SPOKANE POLICE DEPARTMENT", "WA0320400", answer=unknown),
    )
    sexes = {key: (row["FTSWORN_MALE"], row["FTSWORN_FEMALE"]) for key, row in rows(out).items()}
    assert sexes == {"wa0270100": ("13", "0"), "wa0320400": ("", "")}


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (agency("PUYALLUP POLICE DEPARTMENT", "wa0270100"), "wa0270100"),
        (agency("ADAMS POLICE DEPARTMENT", "NB0400100", state="NE"), "nb0400100"),
        (agency("JASPER COUNTY SHERIFF'S DEPARTMENT", "IN0370000", SHERIFF), "in03700"),
        (agency("ALASKA STATE TROOPERS", "AKASP0000", "(005) Primary State Police"), "akasp00"),
        (agency("BART POLICE DEPARTMENT", "CA0012100", "(633) Mass Transit"), "ca0012100"),
        (agency("PUYALLUP POLICE DEPARTMENT", "-1", state="WA"), "1 agencies without an ORI"),
        (
            agency("PUYALLUP POLICE DEPARTMENT", "WA0270100", state="OR"),
            "an ORI of another state",
        ),
        (
            agency("NOWHERE POLICE DEPARTMENT", "WA0270900"),
            "no agency of the register has",
        ),
        (agency("OLD SHERIFF", "WA0999900", SHERIFF), "no agency of the register has"),
        (agency("PUYALLUP TRIBAL POLICE", "WA0270100", TRIBAL), "belongs to an agency of another kind"),
        (agency("TACOMA POLICE DEPARTMENT", "WA0270100"), "belongs to an agency with another name"),
        (agency("NEW YORK CITY SHERIFF'S OFFICE", "NY0300000", SHERIFF), "an agency with another name"),
    ],
)
def test_a_row_is_an_agency_by_its_ori_state_kind_and_name_or_is_counted(importing, row, found):
    out, printed = importing(row)
    if " " not in found:
        assert list(rows(out)) == [found]
    else:
        assert found in printed
        assert rows(out) == {}


def test_of_several_rows_with_one_ori_the_one_that_fits_is_the_agency(importing):
    out, printed = importing(
        agency("SPOKANE POLICE DEPARTMENT", "WA0320400"),
        agency("SPOKANE TRIBAL POLICE", "WA0320400", TRIBAL, answer={**ANSWER, "FTSWORN": "13.0"}),
        PUYALLUP,
        agency("PUYALLUP CITY POLICE DEPARTMENT", "WA0270100"),
    )
    assert {key: row["FTSWORN"] for key, row in rows(out).items()} == {"wa0320400": "58"}
    assert "2 agencies with an ORI that fits several agencies of the file" in printed


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("OPEILKA POLICE DEPARTMENT", "Opelika Police Department"),
        ("AVONBYTHESEA POLICE", "Avon-by-the-Sea Police Department"),
        ("MC LOUD POLICE DEPARTMENT", "McLoud Police Department"),
        ("fdfddfsfdsfdfdsfdsSULLIVAN POLICE DEPARTMENT", "Sullivan Police Department"),
        ("HOUSTON INDEPENDENT SCHOOL DISTRICT POLICE", "Independent School District"),
        ("KENTUCKY STATE POLICE", "State Police"),
        ("SAINT STEPHENS POLICE DEPARTMENT", "St. Stephen Police Department"),
        ("STATE COLLEGE BOROUGH POLICE DEPARTMENT", "State College Police Department"),
    ],
)
def test_damaged_and_short_names_are_alike(printed, name):
    assert alike(printed, name)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("SPRINGERVILLE POLICE DEPARTMENT", "Round Valley Police Department"),
        ("TEMPLE COLLEGE POLICE DEPARTMENT", "University of Mary Hardin-Baylor"),
        ("SAINT PAUL POLICE DEPARTMENT", "St. Cloud Police Department"),
        ("NORTH COUNTY POLICE COOPERATIVE", "Vinita Park Police Department"),
    ],
)
def test_names_with_only_common_words_in_common_are_not_alike(printed, name):
    assert not alike(printed, name)


def test_an_ori_is_compared_in_capitals_and_cited_as_printed():
    row = Row(name="FAYETTE CITY", state="PA", printed="pa0013000", code="003")
    assert (row.ori, row.printed) == ("PA0013000", "pa0013000")


@pytest.mark.skipif(not DATA.exists(), reason=f"the publisher's file is not at {DATA}")
def test_the_release_in_the_log_is_what_the_importer_makes_of_the_file(tmp_path):
    out = tmp_path / "0015-bjs-csllea-2018"
    register = [word for name in RELEASES for word in ("--agencies", str(LOG / name))]
    words = [str(DATA), *register, "--out", str(out), "--retrieved-on", "2026-11-30"]
    assert CliRunner().invoke(IMPORTERS["bjs-csllea"], words).exit_code == 0
    assert_as_in_the_log(out, out.name)
    figures = rows(out)
    assert len(figures) == 14534
    assert {key: figures[key]["FTSWORN"] for key in ("ny0303000", "wa0320400", "papsp0000", "ca0349900")} == {
        "ny0303000": "36392",
        "wa0320400": "328",
        "papsp0000": "4192",
        "ca0349900": "7386",
    }
    assert {path.name for path in out.iterdir()} == {
        "release.toml",
        "sources.toml",
        "staffing-figures.csv.gz",
    }
