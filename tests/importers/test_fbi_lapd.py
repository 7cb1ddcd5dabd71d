"""The Los Angeles Police Department's four decades: men and women by role, one empty year."""

import csv
import gzip
import io
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from seeds.importers import IMPORTERS
from tests.importers.remade import RETRIEVED, assert_as_in_the_log

DATA = Path(__file__).parents[3] / "shared" / "data" / "lapd-leoka-1975-2018" / "lapd.csv"
HEADER = (
    "year,population,female_civilians,female_officers,male_civilians,male_officers,civilians,officers,"
    "total_employees"
)


def imported(tmp_path, file):
    out = tmp_path / "0007-lapd"
    result = CliRunner().invoke(IMPORTERS["fbi-lapd"], [str(file), "--out", str(out), *RETRIEVED])
    assert result.exit_code == 0, result.output
    return out, result.output


def rows(folder, name):
    return list(csv.DictReader(io.StringIO(gzip.decompress((folder / name).read_bytes()).decode())))


def test_a_year_is_seven_counts_and_a_population_and_an_empty_one_is_none(tmp_path):
    file = tmp_path / "lapd.csv"
    file.write_text(f"{HEADER}\n2018,4029741,1773,1841,1263,8133,3036,9974,13010\n1979,,,,,,,,\n")
    out, printed = imported(tmp_path, file)
    (figure,) = rows(out, "staffing-figures.csv.gz")
    assert (figure["agency_id"], figure["as_of"], figure["male_officers"]) == (
        "ca0194200",
        "2018-10-31",
        "8133",
    )
    (population,) = rows(out, "staffing-figures-population.csv.gz")
    assert (population["as_of"], population["population"]) == ("2018", "4029741")
    assert "1 empty row" in printed
    (source,) = tomllib.loads((out / "sources.toml").read_text())["sources"]
    assert source["coverage"][0] == {"year": 1979, "loaded": 0, "skipped": 1, "reason": "1 empty row"}


@pytest.mark.skipif(not DATA.exists(), reason=f"the publisher's file is not at {DATA}")
def test_the_release_in_the_log_is_what_the_importer_makes_of_the_file(tmp_path):
    out, _ = imported(tmp_path, DATA)
    assert_as_in_the_log(out, "0007-lapd-1975-2018")
    figures = rows(out, "staffing-figures.csv.gz")
    assert len(figures) == 43
    for row in figures:
        count = {column: int(row[column]) for column in row if column.endswith(("ers", "ians", "ees"))}
        assert count["male_officers"] + count["female_officers"] == count["officers"]
        assert count["male_civilians"] + count["female_civilians"] == count["civilians"]
        assert count["officers"] + count["civilians"] == count["total_employees"]
