"""The population of states: two vintages that never make one series, and rows that are no state."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from seeds.importers import IMPORTERS
from tests.importers.remade import assert_as_in_the_log

DATA = Path(__file__).parents[3] / "shared" / "data" / "state-population-1900-2025"
HISTORY = DATA / "historical_state_population_by_year.csv"
ESTIMATES = (
    "SUMLEV,STATE,NAME,ESTIMATESBASE2020,POPESTIMATE2023,POPESTIMATE2024\n"
    "10,0,United States,331515736,336806231,340110988\n"
    "20,0,West Region,78000000,79000000,80000000\n"
    "40,11,District of Columbia,689000,687324,702250\n"
)


def rows(folder, name="area-figures"):
    text = gzip.decompress((folder / f"{name}.csv.gz").read_bytes()).decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def importing(tmp_path):
    """Imports the lines of the file without a header; returns the folder and what was printed."""

    def run(*lines, name="NST-EST2024-ALLDATA.csv", code=0):
        (tmp_path / "history.csv").write_text("\n".join(lines) + "\n")
        (tmp_path / name).write_text(ESTIMATES)
        words = [tmp_path / "history.csv", "--estimates", tmp_path / name, "--out", tmp_path / "0017-people"]
        result = CliRunner().invoke(IMPORTERS["census-population"], [str(word) for word in words])
        assert result.exit_code == code, result.output
        return tmp_path / "0017-people", result.output

    return run


def test_the_same_year_of_two_vintages_is_two_figures_with_two_sources(importing):
    out, _ = importing("DC,2024,691310")
    figures = {
        row["id"]: row for row in rows(out) if row["area_id"] == "area-dc" and row["as_of"][:4] == "2024"
    }
    assert {key: (row["vintage"], row["as_of"], row["value"]) for key, row in figures.items()} == {
        "area-dc-resident-population-2024-fred-2026-03": ("FRED 2026-03", "2024", "691310"),
        "area-dc-resident-population-2024-07-01-census-2024": ("2024", "2024-07-01", "702250"),
    }
    assert len({row["source_id"] for row in figures.values()}) == 2


def test_the_first_line_of_the_file_without_a_header_is_a_figure(importing):
    out, _ = importing("DC,1900,279000", "DC,1901,285000")
    assert [row["value"] for row in rows(out) if row["as_of"] < "1950"] == ["279000", "285000"]


def test_regions_and_unknown_states_are_counted_and_not_loaded(importing):
    out, printed = importing("DC,2024,691310", "ZZ,2024,1")
    assert {row["id"] for row in rows(out, "areas")} == {"area-us", "area-dc"}
    assert "1 rows of 'ZZ', which is no state" in printed
    assert "2 cells of regions and divisions" in printed
    assert not any("689000" in row.values() for row in rows(out))


def test_a_file_whose_name_does_not_say_the_vintage_is_refused(importing):
    _, printed = importing("DC,2024,691310", name="population.csv", code=1)
    assert "population.csv: the name does not say the vintage" in printed


@pytest.mark.skipif(not HISTORY.exists(), reason=f"the publisher's file is not at {HISTORY}")
def test_the_release_in_the_log_is_what_the_importer_makes_of_the_files(tmp_path):
    out = tmp_path / "0017-state-population"
    words = [str(HISTORY), "--out", str(out), "--retrieved-on", "2026-11-30"]
    assert CliRunner().invoke(IMPORTERS["census-population"], words).exit_code == 0
    assert_as_in_the_log(out, out.name)
    figures = rows(out)
    assert len(figures) == 6326 + 265
    first = {}
    for row in figures:
        first[row["area_id"]] = min(row["as_of"][:4], first.get(row["area_id"], "9999"))
    assert {area for area, year in first.items() if year == "1950"} == {"area-ak", "area-hi"}
    assert {area for area, year in first.items() if year == "2020"} == {"area-us", "area-pr"}
