"""`muster explain` shows the SQL of an address, its arguments, and with a database the plan."""

import re

import pytest
from click.testing import CliRunner

from api.catalog.resources import CATALOG
from api.cli import main


def explain(url: str, **environment: str):
    unset = {"MUSTER_DATABASE_URL": None, "MUSTER_OWNER_URL": None, "MUSTER_EXPORTER_URL": None}
    return CliRunner().invoke(main, ["explain", url], env=unset | environment)


@pytest.mark.parametrize(
    "url",
    [
        "/v1/agencies?state=CA&sort=-name&limit=3",
        "/v1/agencies.json?q=sheriff",
        "/v1/agencies/us-dhs-ice",
        "/v1/agencies/us-dhs-ice.json?known_on=2026-11-30",
        "/v1/incentives.csv?kind=signing_bonus&value__gte=50000&match=certain&sort=-value",
        "/v1/incentives.array.json?release=1&fields=id,value",
        "http://127.0.0.1:8000/v1/releases/1",
    ],
)
def test_every_kind_of_address_has_sql_and_a_plan(url, database):
    plain, planned = explain(url), explain(url, MUSTER_DATABASE_URL=database.reader_url)
    for found in (plain, planned):
        assert found.exit_code == 0, found.output
        assert found.output.startswith(("select", "with"))
    assert "Execution Time" in planned.output
    assert "Execution Time" not in plain.output


def test_values_are_arguments_and_never_text():
    found = explain("/v1/agencies?name=O%27Brien")
    assert '-- $1 = "O\'Brien"' in found.output
    assert "O'Brien" not in found.output.partition("-- $1")[0]


VALUES = {
    "metric": "sworn_headcount",
    "agency_state": "CA",
    "series": "us-dhs-ice-hires",
    "series_id": "us-dhs-ice-hires-to-date",
    "source_id": "opm-fwd-2026",
    "agency_id": "us-dhs-ice",
    "year": "2025",
    "counted_in": "ks-kansas-highway-patrol",
    "resource": "incentives",
}
INDEXED = [(resource.name, column) for resource in CATALOG for column in sorted(resource.indexed)]


@pytest.mark.parametrize(("name", "column"), INDEXED)
def test_a_large_file_of_one_value_is_read_in_its_order(name, column, database):
    found = explain(f"/v1/{name}.csv?{column}={VALUES[column]}", MUSTER_DATABASE_URL=database.reader_url)
    assert re.search(rf"Index Cond: \(+{column} = ", found.output), found.output
    assert "Sort" not in found.output


def test_a_bad_query_is_told_fault_by_fault():
    found = explain("/v1/agencies?stat=CA&limit=0")
    assert found.exit_code == 2
    assert "stat=CA" in found.output
    assert "Nearest: state" in found.output
    assert "limit=0" in found.output


@pytest.mark.parametrize(
    "url", ["/v1/config", "/v1/sheriffs", "/v1/agencies.xml", "/v2/agencies", "/v1/agencies/A", "nonsense"]
)
def test_an_address_without_sql_is_told(url):
    found = explain(url)
    assert found.exit_code == 1
    assert found.output
