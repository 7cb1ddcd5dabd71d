"""The columns of the files are frozen: within v1 they are only appended.

tests/api/headers.json is what readers rely on. RECORD_HEADERS=1 appends what is new, and changes nothing.
"""

import json
import os
import re
from pathlib import Path

import pytest

from api import about
from api.catalog.resources import CATALOG

PATH = Path(__file__).with_name("headers.json")
FROZEN = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() else {}


@pytest.fixture(scope="module", autouse=True)
def recorded():
    if os.environ.get("RECORD_HEADERS"):
        for resource in CATALOG:
            known = FROZEN.setdefault(resource.name, [])
            known += resource.file_columns[len(known) :]
        PATH.write_text(json.dumps(FROZEN, indent=1) + "\n", encoding="utf-8")


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
async def test_the_header_is_the_frozen_one(resource, get):
    header = (await get(f"/v1/{resource.name}.csv")).body.splitlines()[0].decode()
    assert header.split(",") == FROZEN.get(resource.name), (
        "columns are only appended: declare a new one behind last_changed_release, then RECORD_HEADERS=1"
    )


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
def test_no_column_stands_before_one_that_is_older(resource):
    """Nor is any from a contract that is still to come."""
    added = [column.added_in for column in resource.file_schema.values()]
    assert added == sorted(added)
    assert set(added) <= {*range(1, about.CONTRACT + 1)}
    ended = [column.deprecated_in for column in resource.file_schema.values() if column.deprecated_in]
    assert all(version <= about.CONTRACT for version in ended)


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
def test_a_name_of_a_column_is_one_for_every_program(resource):
    """For SQL, R and Stata, whose limit is 32 characters."""
    for name in resource.file_columns:
        assert re.fullmatch("[a-z][a-z0-9_]{0,31}", name), name
    assert len(set(resource.file_columns)) == len(resource.file_columns)


# An id of a record that has no name: the record it is part of, its series, lists of ids. Nor has any figure.
NAMELESS = {"id", "part_of", "metric", "series_id"}
# A source goes by its title; a correction names who published it.
NAMED_OTHERWISE = {"source_id": {"source_title", "source_publisher"}, "sworn_source_id": {"sworn_publisher"}}


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
def test_a_name_stands_beside_every_id(resource):
    for column in resource.columns.values():
        if column.kind == "id" and column.name not in NAMELESS and not column.name.endswith("figure_id"):
            stem = column.name.removesuffix("_id")
            names = NAMED_OTHERWISE.get(column.name, {f"{stem}_name"})
            assert names & {*resource.file_columns}, column.name
    if "metric" in resource.columns:
        assert "metric_label" in resource.file_columns
    if any(column.name.endswith("county") for column in resource.columns.values()):
        assert any(name.endswith("county_geoid") for name in resource.file_columns)


def test_a_column_that_is_declared_last_stands_last():
    from msgspec import defstruct, structs

    [figures] = [resource for resource in CATALOG if resource.name == "staffing-figures"]
    hint = {field.name: field.type for field in structs.fields(figures.record)}["note"]
    grown = defstruct("Grown", [("later", hint)], bases=(figures.record,), kw_only=True, frozen=True)
    found = structs.replace(figures, record=grown).file_columns
    assert found == (*figures.file_columns, "later")
