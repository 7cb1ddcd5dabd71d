"""Employment and pay by occupation and area: which areas there are, and which cells are no figures."""

import csv
import gzip
import io
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from seeds.importers import IMPORTERS
from seeds.importers.areas.bls_oews import NEEDED
from tests.importers.remade import assert_as_in_the_log

DATA = Path(__file__).parents[3] / "shared" / "data" / "bls-oews-2025-police" / "oews_2025_police.csv"
CALIFORNIA = {
    "series_key": "OEUS0600000000000333051", "area_type": "S", "area_code": "0600000",
    "area_name": "California", "state_fips": "06", "industry_code": "000000", "soc": "333051",
    "employment": "78650", "employment_percent_relative_standard_error": "0.90",
    "annual_mean_wage": "122310", "wage_percent_relative_standard_error": "1.2",
    "annual_10th_percentile_wage": "80000", "annual_25th_percentile_wage": "101750",
    "annual_median_wage": "123000", "annual_75th_percentile_wage": "146000",
    "annual_90th_percentile_wage": "166000",
}  # fmt: skip


def rows(folder, name):
    text = gzip.decompress((folder / f"{name}.csv.gz").read_bytes()).decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def importing(tmp_path):
    """Imports rows that differ from California's police; returns the folder and what was printed."""

    def run(*changes, month="2025-05"):
        file = tmp_path / "oews.csv"
        with file.open("w", newline="", encoding="utf-8") as text:
            writer = csv.DictWriter(text, NEEDED)
            writer.writeheader()
            writer.writerows({**CALIFORNIA, **change} for change in changes)
        words = [str(file), "--month", month, "--out", str(tmp_path / "0016-oews")]
        result = CliRunner().invoke(IMPORTERS["bls-oews"], words)
        assert result.exit_code == 0, result.output
        return tmp_path / "0016-oews", result.output

    return run


def test_an_occupation_in_an_area_is_seven_figures_two_of_them_with_a_standard_error(importing):
    out, printed = importing({})
    figures = {row["metric"]: row for row in rows(out, "area-figures")}
    assert {metric: (row["value"], row["relative_standard_error"]) for metric, row in figures.items()} == {
        "employment": ("78650", "0.9"),
        "mean_annual_wage": ("122310", "1.2"),
        "annual_wage_p10": ("80000", ""),
        "annual_wage_p25": ("101750", ""),
        "annual_wage_p50": ("123000", ""),
        "annual_wage_p75": ("146000", ""),
        "annual_wage_p90": ("166000", ""),
    }
    assert figures["employment"] == {
        "id": "area-ca-employment-police-patrol-officers-2025-05-bls-oews",
        "area_id": "area-ca",
        "metric": "employment",
        "subset": "police_patrol_officers",
        "vintage": "",
        "value": "78650",
        "relative_standard_error": "0.9",
        "as_of": "2025-05",
        "date_basis": "stated",
        "source_id": "bls-oews-2025-05",
        "locator": "series OEUS0600000000000333051, employment",
    }
    assert "7 rows loaded, 0 skipped" in printed


@pytest.mark.parametrize(
    ("printed", "area"),
    [
        (("N", "0000000", "National", "00"), ("area-us", "United States", "nation", "", "US")),
        (("S", "0600000", "California", "06"), ("area-ca", "California", "state", "CA", "06")),
        (("S", "7200000", "Puerto Rico", "72"), ("area-pr", "Puerto Rico", "state", "PR", "72")),
        (("M", "0010180", "Abilene, TX", "48"), ("area-10180", "Abilene, TX", "metropolitan", "TX", "10180")),
        (
            ("M", "0017140", "Cincinnati, OH-KY-IN", "39"),
            ("area-17140", "Cincinnati, OH-KY-IN", "metropolitan", "OH; KY; IN", "17140"),
        ),
        (
            ("M", "0600006", "Eastern Sierra-Mother Lode Region of California nonmetropolitan area", "06"),
            (
                "area-0600006", "Eastern Sierra-Mother Lode Region of California nonmetropolitan area",
                "nonmetropolitan", "CA", "0600006",
            ),
        ),
    ],
)  # fmt: skip
def test_areas_are_the_nation_states_and_parts_of_one_or_more_states(importing, printed, area):
    names = ("area_type", "area_code", "area_name", "state_fips")
    out, _ = importing(dict(zip(names, printed, strict=True)))
    (row,) = rows(out, "areas")
    assert tuple(row.values()) == area


def test_what_is_not_released_is_no_figure_and_is_counted(importing):
    hidden = {"employment": "-", "employment_percent_relative_standard_error": "-"}
    no_error = {"soc": "333021", "wage_percent_relative_standard_error": "-"}
    out, printed = importing(hidden, no_error, {"soc": "333011", "annual_90th_percentile_wage": "#"})
    figures = {(row["subset"], row["metric"]): row for row in rows(out, "area-figures")}
    assert ("police_patrol_officers", "employment") not in figures
    assert ("bailiffs", "annual_wage_p90") not in figures
    assert figures["detectives", "mean_annual_wage"]["relative_standard_error"] == ""
    assert "2 cells that the Bureau did not release" in printed


def test_one_industry_and_unknown_occupations_are_counted_and_not_loaded(importing):
    out, printed = importing({}, {"industry_code": "999300"}, {"soc": "331099"})
    assert len(rows(out, "area-figures")) == 7
    assert "7 cells of one industry" in printed
    assert "7 cells of the unknown occupation 331099" in printed


def test_the_month_makes_another_edition(importing):
    out, _ = importing({}, month="2024-05")
    (source,) = tomllib.loads((out / "sources.toml").read_text())["sources"]
    assert (source["id"], "published_on" in source) == ("bls-oews-2024-05", False)
    assert {row["as_of"] for row in rows(out, "area-figures")} == {"2024-05"}


@pytest.mark.skipif(not DATA.exists(), reason=f"the publisher's file is not at {DATA}")
def test_the_release_in_the_log_is_what_the_importer_makes_of_the_file(tmp_path):
    out = tmp_path / "0016-bls-oews-2025"
    words = [str(DATA), "--month", "2025-05", "--out", str(out), "--retrieved-on", "2026-11-30"]
    assert CliRunner().invoke(IMPORTERS["bls-oews"], words).exit_code == 0
    assert_as_in_the_log(out, out.name)
    areas = rows(out, "areas")
    assert len(rows(out, "area-figures")) == 29466
    kinds = [row["kind"] for row in areas]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "nation": 1,
        "state": 54,
        "metropolitan": 393,
        "nonmetropolitan": 135,
    }
    assert sum(";" in row["states"] for row in areas) == 43
