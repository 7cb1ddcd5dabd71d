"""Four police departments over decades: years that are copies, zeros that are no counts, men and women."""

import csv
import gzip
import io
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from seeds.importers import IMPORTERS
from tests.importers.remade import LOG, assert_as_in_the_log

FILE = "fbi-leoka-big-cities/leoka_big_agencies.csv"
DATA = Path(__file__).parents[3] / "shared" / "data" / FILE
REGISTER = ("--agencies", str(LOG / "0002-fbi-employees"))
STATED = ("--stated", str(LOG / "0005-fbi-leoka-2004-2005"))
HEADER = (
    "ori7,agency,year,population,female_civilians,female_officers,female_total,male_civilians,male_officers,"
    "male_total,civilians,officers,total,source_path"
)
TOTALS = {"officers": "sworn_officers", "civilians": "civilians", "total": "total_employees"} | {
    f"{sex}_total": f"{sex}_employees" for sex in ("male", "female")
}


def rows(folder, name="staffing-figures.csv.gz"):
    return list(csv.DictReader(io.StringIO(gzip.decompress((folder / name).read_bytes()).decode())))


@pytest.fixture
def importing(tmp_path):
    """Imports the lines of a file; returns the folder and what the command printed."""

    def run(*lines, options=REGISTER, code=0):
        file = tmp_path / "cities.csv"
        file.write_text("\n".join([HEADER, *lines]) + "\n")
        out = tmp_path / "0014-cities"
        result = CliRunner().invoke(IMPORTERS["fbi-cities"], [str(file), "--out", str(out), *options])
        assert result.exit_code == code, result.output
        return out, result.output

    return run


def line(year, *, women=(10, 30), men=(20, 140), ori="NY03030", people=8000000):
    """A row; `women` and `men` are civilians and officers."""
    civilians, officers = women[0] + men[0], women[1] + men[1]
    numbers = (*women, sum(women), *men, sum(men), civilians, officers, civilians + officers)
    return f"{ori},New York City Police Department,{year},{people},{','.join(map(str, numbers))},ny.csv"


def test_a_year_is_nine_counts_on_31_october_and_a_population(importing):
    out, _ = importing(line(1990))
    (figures,), (people,) = rows(out), rows(out, "staffing-figures-population.csv.gz")
    assert figures == {
        "agency_id": "ny0303000", "as_of": "1990-10-31", "ori7": "NY03030", "year": "1990",
        "source_path": "ny.csv", "officers": "170", "civilians": "30", "total": "200",
        "male_officers": "140", "female_officers": "30", "male_civilians": "20", "female_civilians": "10",
        "male_total": "160", "female_total": "40",
    }  # fmt: skip
    assert (people["as_of"], people["population"]) == ("1990", "8000000")


def test_a_year_that_repeats_an_earlier_one_is_left_out_in_any_order_of_rows(importing):
    out, printed = importing(line(2013), line(1998), line(2012, men=(20, 141)))
    assert [row["year"] for row in rows(out)] == ["1998", "2012"]
    assert [row["year"] for row in rows(out, "staffing-figures-population.csv.gz")] == ["1998", "2012"]
    assert "1 agency-years that repeat every number of an earlier year" in printed


def test_small_departments_may_have_the_same_counts_twice_and_two_departments_always(importing):
    small = {"women": (1, 2), "men": (3, 4)}
    out, _ = importing(line(1990, **small), line(1991, **small), line(1992), line(1992, ori="ILCPD00"))
    assert len(rows(out)) == 4


def test_a_row_of_zeros_is_no_report(importing):
    out, printed = importing(line(2021, women=(0, 0), men=(0, 0)), line(2020))
    assert [row["year"] for row in rows(out)] == ["2020"]
    assert "1 agency-years of nothing but zeros" in printed
    (source,) = tomllib.loads((out / "sources.toml").read_text())["sources"]
    assert [(each["year"], each["loaded"], each["skipped"]) for each in source["coverage"]] == [
        (2020, 1, 0),
        (2021, 0, 1),
    ]


@pytest.mark.parametrize(
    ("women", "men", "sexes"),
    [
        ((0, 30), (120, 140), {"male_officers", "female_officers"}),
        ((110, 0), (20, 140), {"male_civilians", "female_civilians"}),
        ((0, 0), (120, 140), set()),
        ((0, 30), (9, 140), {"male_officers", "female_officers", "male_civilians", "female_civilians"}),
    ],
)
def test_a_sex_that_is_zero_in_a_large_role_was_not_told_apart(importing, women, men, sexes):
    """The total of men and women then is neither. In a small role, zero is a count."""
    (row,) = rows(importing(line(1977, women=women, men=men))[0])
    totals = {"male_total", "female_total"} if men[0] == 9 else set()
    assert {name for name in row if name.startswith(("male", "female")) and row[name]} == sexes | totals
    assert (row["officers"], row["civilians"]) == (str(women[1] + men[1]), str(women[0] + men[0]))


def test_what_an_earlier_release_states_is_not_stated_again(importing):
    out, _ = importing(line(2004), line(2003, men=(20, 141)), options=(*REGISTER, *STATED))
    before, known = rows(out)
    assert (before["officers"], before["female_officers"]) == ("171", "30")
    assert {name for name in known if name in TOTALS and known[name]} == set()
    assert (known["male_officers"], known["female_officers"]) == ("140", "30")
    assert [row["year"] for row in rows(out, "staffing-figures-population.csv.gz")] == ["2003"]


def test_a_department_that_the_register_lacks_is_named(importing):
    _, printed = importing(line(1990), line(1990, ori="ZZ99999"), code=1)
    assert "0002-fbi-employees has no agency with the ORI of ZZ99999 (New York City Police" in printed


@pytest.mark.skipif(not DATA.exists(), reason=f"the publisher's file is not at {DATA}")
def test_the_release_in_the_log_is_what_the_importer_makes_of_the_file(tmp_path):
    out = tmp_path / "0014-fbi-leoka-cities"
    words = [str(DATA), *REGISTER, *STATED, "--out", str(out), "--retrieved-on", "2026-11-30"]
    assert CliRunner().invoke(IMPORTERS["fbi-cities"], words).exit_code == 0
    assert_as_in_the_log(out, out.name)
    years = {(row["agency_id"], row["year"]) for row in rows(out)}
    assert len(years) == 140
    assert years.isdisjoint({("ilcpd0000", "2013"), ("ilcpd0000", "2015"), ("txhpd0000", "2013")})
    assert ("ilcpd0000", "1998") in years


@pytest.mark.skipif(not DATA.exists(), reason=f"the publisher's file is not at {DATA}")
def test_what_is_not_stated_again_is_equal_in_both_files():
    earlier = {
        (row["ori7"], row["year"]): [row[name] for name in TOTALS.values()]
        for row in rows(LOG / "0005-fbi-leoka-2004-2005")
    }
    with DATA.open(encoding="utf-8", newline="") as file:
        ours = {(row["ori7"], row["year"]): [row[name] for name in TOTALS] for row in csv.DictReader(file)}
    both = earlier.keys() & ours.keys()
    assert len(both) == 8
    assert {key: ours[key] for key in both} == {key: earlier[key] for key in both}
