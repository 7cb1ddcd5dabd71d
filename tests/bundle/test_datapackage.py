"""The data package by Frictionless' own validator, and beside the structs that it is made from."""

import json
import shutil
from typing import get_args

import msgspec
import pytest

from api.bundle import datapackage
from api.bundle.contents import Contents
from api.catalog.resources import BY_NAME, CATALOG
from schemas import vocabularies as v
from schemas.release import Release

KINDS = {
    **dict.fromkeys(("id", "code", "enum", "text"), "string"),
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "day": "date",
    "moment": "datetime",
    "list": "list",
    "nested": "array",
}

# Of the tables that the catalogue does not know.
KEYS = {"staffing-figures-wide": ["agency_id", "as_of"], "attribution-steps": ["citation_id", "step"]}


def validated(folder):
    from frictionless import validate

    return validate(str(folder / "datapackage.json"))


def wrong(report):
    return {(task.name, error.type) for task in report.tasks for error in task.errors} | {
        ("", error.type) for error in report.errors
    }


def test_frictionless_finds_nothing_wrong(folder, tables):
    report = validated(folder)
    assert wrong(report) == set()
    assert report.valid
    assert [task.name for task in report.tasks] == [*tables]
    assert report.stats["warnings"] == 0, [
        (task.name, task.warnings) for task in report.tasks if task.warnings
    ]


@pytest.fixture
def copied(folder, tmp_path):
    return shutil.copytree(folder, tmp_path / "copied")


def narrow(package, table, column=None):
    """Leave only the table, and the tables that this column refers to: the others take most of the time."""
    keys = [key for key in table["schema"].pop("foreignKeys", []) if key["fields"] == [column]]
    named = {table["name"], *(key["reference"].get("resource") for key in keys)}
    package["resources"] = [each for each in package["resources"] if each["name"] in named]
    for other in package["resources"]:
        other["schema"].pop("foreignKeys", None)
    if keys:
        table["schema"]["foreignKeys"] = keys


SPOILT = {
    "a number": ("staffing-figures", "value", "many"),
    "a code": ("staffing-figures", "modality", "guessed"),
    "a key that names nothing": ("staffing-figures", "metric", "arrests"),
    "an id of another shape": ("agencies", "id", "US DHS"),
    "a day": ("sources", "published_on", "2025-09"),
}


@pytest.mark.parametrize(("name", "column", "cell"), SPOILT.values(), ids=SPOILT)
def test_it_sees_what_is_spoilt(copied, name, column, cell):
    """So that the validator's silence above means something. Bytes and hash are mended, the cell is not."""
    import csv
    import hashlib

    path = copied / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[1][rows[0].index(column)] = cell
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    package = json.loads((copied / "datapackage.json").read_bytes())
    [table] = (table for table in package["resources"] if table["name"] == name)
    data = path.read_bytes()
    table |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    narrow(package, table, column)
    (copied / "datapackage.json").write_text(json.dumps(package))
    assert {error for task, error in wrong(validated(copied)) if task == name}


def test_it_sees_a_byte_that_changed(copied):
    path = copied / "metrics.csv"
    path.write_bytes(path.read_bytes().replace(b"people", b"People", 1))
    package = json.loads((copied / "datapackage.json").read_bytes())
    narrow(package, next(table for table in package["resources"] if table["name"] == "metrics"))
    (copied / "datapackage.json").write_text(json.dumps(package))
    assert ("metrics", "hash-count") in wrong(validated(copied))


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
def test_a_field_says_what_its_struct_says(tables, resource):
    fields = tables[resource.name]["schema"]["fields"]
    assert [field["name"] for field in fields] == [*resource.file_columns]
    for field, column in zip(fields, resource.file_schema.values(), strict=True):
        assert field["type"] == KINDS[column.kind]
        assert field["description"] == column.description
        limits = field.get("constraints", {})
        assert limits.get("enum", []) == field.get("categories", []) == [*column.codes]
        assert limits.get("required", False) == (
            not column.nullable and column.kind not in {"list", "nested"}
        )


def empty(value, place=""):
    """The places of empty lists."""
    if isinstance(value, dict):
        return [found for name, each in value.items() for found in empty(each, f"{place}/{name}")]
    if isinstance(value, list):
        return [found for each in value for found in empty(each, f"{place}/")] if value else [place]
    return []


def test_no_list_is_empty_which_the_profile_forbids_of_each(package, tables):
    """Frictionless' validator, above, does not mind; the profile does: of fields, keys, sources, codes."""
    assert empty(package) == []
    assert {name for name, table in tables.items() if "foreignKeys" not in table["schema"]} >= {"releases"}


def test_a_release_of_no_data_set_names_no_sources(records):
    release = msgspec.convert(records["releases"][0], Release)
    home = "https://muster.example/v1/releases/1"
    contents = Contents(release=release, home=home, tables=[], sources=[], codebook=[], files={})
    written = json.loads(datapackage.write(contents))
    assert empty(written) == ["/resources"]  # which no release is without
    assert "sources" not in written


def test_closed_lists_are_those_of_the_vocabularies(tables):
    fields = {field["name"]: field for field in tables["staffing-figures"]["schema"]["fields"]}
    assert fields["modality"]["categories"] == [*get_args(v.Modality)]
    assert fields["qualifier"]["categories"] == [*get_args(v.Qualifier)]


def test_keys_name_tables_of_the_package(tables):
    for name, table in tables.items():
        assert table["schema"]["primaryKey"] == ([BY_NAME[name].key] if name in BY_NAME else KEYS[name])
        fields = {field["name"] for field in table["schema"]["fields"]}
        for key in table["schema"].get("foreignKeys", []):
            assert {*key["fields"]} <= fields
            other = tables[key["reference"].get("resource", name)]
            assert key["reference"]["fields"] == other["schema"]["primaryKey"]
    figures = {
        tuple(key["fields"]): key["reference"] for key in tables["staffing-figures"]["schema"]["foreignKeys"]
    }
    assert figures["source_id",] == {"resource": "sources", "fields": ["id"]}
    assert figures["part_of",] == {"fields": ["id"]}


def test_the_package_names_release_licence_and_sources(package, records, newest):
    [release] = (each for each in records["releases"] if each["number"] == newest)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["name"] == f"muster-release-{newest}"
    assert (package["version"], package["created"]) == (release["version"], release["published_at"])
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    sets = [source for source in records["sources"] if source["kind"] == "dataset"]
    assert [source["title"] for source in package["sources"]] == [
        each["title"] or each["id"] for each in sets
    ]
