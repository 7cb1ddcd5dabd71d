"""Each column is described once, in its struct: whatever form shows it says the same of it."""

from typing import Annotated

import pytest
from msgspec import Meta, Struct

from api.bundle import codebook, datapackage, tables
from api.catalog.columns import columns_of
from api.catalog.resources import CATALOG
from api.discovery import datasets
from api.discovery.holdings import Holdings
from api.exports import csvw, xlsx
from api.exports.formats import FORMATS
from api.exports.parquet import Parquet
from api.exports.provenance import Description
from api.openapi import components
from schemas import types
from schemas.release import Release

CSV = next(form for form in FORMATS if form.suffix == ".csv")
RESOURCES = pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
# Kind of column → its type in OpenAPI, in CSV on the Web, in Parquet, and in Table Schema.
TYPES = {
    "id": ("string", "string", "string", "string"),
    "code": ("string", "string", "string", "string"),
    "enum": ("string", "string", "dictionary<values=string, indices=int32, ordered=0>", "string"),
    "text": ("string", "string", "string", "string"),
    "integer": ("integer", "integer", "int32", "integer"),
    "number": ("number", "decimal", "double", "number"),
    "day": ("string", "date", "date32[day]", "date"),
    "moment": ("string", "dateTime", "timestamp[ms, tz=UTC]", "datetime"),
    "boolean": ("boolean", "boolean", "bool", "boolean"),
    "list": ("array", "string", "list<item: string>", "list"),
    "nested": ("array", "json", "string", "array"),
}


def about(resource) -> Description:
    return Description(
        resource=resource,
        names=resource.file_columns,
        query="All.",
        url="https://muster.example/v1/test.csv",
        path="/v1/test.csv",
        release=1,
        published_at="2026-11-22T14:24:48Z",
    )


def schemas() -> dict:
    return components.schemas()


def expected(resource) -> list[tuple]:
    """Name, description, whether it may be null, codes, kind."""
    return [
        (name, column.description, column.nullable, list(column.codes), column.kind)
        for name, column in resource.file_schema.items()
    ]


def options(schema: dict) -> list[dict]:
    return schema.get("anyOf", [schema])


def in_openapi(schema: dict) -> tuple:
    """Description, whether it may be null, codes and type of a member."""
    types = [kind for option in options(schema) for kind in [option.get("type", [])]]
    flat = [each for kind in types for each in ([kind] if isinstance(kind, str) else kind)]
    named = [schemas()[option["$ref"].rpartition("/")[2]] for option in options(schema) if "$ref" in option]
    codes = [code for each in named for code in each.get("enum", [])]
    flat += [each["type"] for each in named]
    return schema["description"], "null" in flat, codes, next(each for each in flat if each != "null")


@RESOURCES
def test_the_contract_says_what_the_struct_says(resource):
    row = schemas()[f"{resource.label}Row"]["properties"]
    found = [(name, *in_openapi(schema)) for name, schema in row.items()]
    assert found == [(*column[:4], TYPES[column[4]][0]) for column in expected(resource)]


@RESOURCES
def test_the_account_beside_a_file_says_what_the_struct_says(resource):
    found = [csvw.file_column(CSV, column) for column in about(resource).columns]
    assert [
        (each.name, each.description, not each.required, each.codes, each.datatype) for each in found
    ] == [
        (name, description, nullable or kind == "nested", codes, TYPES[kind][1])
        for name, description, nullable, codes, kind in expected(resource)
    ]


@RESOURCES
def test_a_parquet_file_says_what_the_struct_says(resource):
    shape = Parquet(about(resource), lambda _: None)
    found = [(field.name, field.metadata[b"description"].decode(), str(field.type)) for field in shape.schema]
    shape.close()
    assert found == [(column[0], column[1], TYPES[column[4]][2]) for column in expected(resource)]


@RESOURCES
def test_the_codebook_of_a_workbook_says_what_the_struct_says(resource):
    assert [*xlsx.codebook(about(resource))] == [
        (name, kind, str(nullable).lower(), description, ", ".join(codes))
        for name, description, nullable, codes, kind in expected(resource)
    ]


@RESOURCES
def test_the_data_package_of_a_release_says_what_the_struct_says(resource):
    found = datapackage.schema(tables.table(resource))["fields"]
    assert [
        (
            each["name"],
            each["description"],
            not each.get("constraints", {}).get("required", False),
            each.get("categories", []),
            each["type"],
        )
        for each in found
    ] == [
        (name, description, nullable or TYPES[kind][0] == "array", codes, TYPES[kind][3])
        for name, description, nullable, codes, kind in expected(resource)
    ]


@RESOURCES
def test_the_codebook_of_a_release_says_what_the_struct_says(resource):
    found = [*codebook.entries([tables.table(resource)], {})]
    assert [
        (each.column, each.description, each.null_meaning != "", each.allowed_values, each.type)
        for each in found
    ] == [
        (name, description, nullable or TYPES[kind][0] == "array", "; ".join(codes), TYPES[kind][3])
        for name, description, nullable, codes, kind in expected(resource)
    ]
    assert [each.position for each in found] == [*range(1, len(found) + 1)]


class Grown(Struct):
    old: Annotated[str, Meta(description="Of the first contract.")]
    new: Annotated[types.Id | None, Meta(description="Of the second.", extra={"added_in": 2})]
    gone: Annotated[str, Meta(description="Gone with the third.", extra={"deprecated_in": 3})]


def test_the_codebook_of_a_release_names_the_contract_that_the_struct_names():
    fields = tuple(tables.Field(column=column) for column in columns_of(Grown).values())
    made = [
        *codebook.entries([tables.Table(name="grown", about="Made up.", fields=fields, key=("old",))], {})
    ]
    assert [(each.column, each.added_in, each.deprecated_in) for each in made] == [
        ("old", 1, None),
        ("new", 2, None),
        ("gone", 1, 3),
    ]
    written = codebook.as_csv(made).decode().splitlines()
    assert [line.split(",")[-2:] for line in written] == [
        ["added_in", "deprecated_in"],
        ["1", ""],
        ["2", ""],
        ["1", "3"],
    ]


@pytest.fixture(scope="module")
def described():
    """A release of nothing, for dataset search."""
    texts = {"version": "0.1.0", "published_at": "2026-11-22T14:24:48Z", "title": "Nothing", "notes": None}
    counts = dict.fromkeys(Release.__struct_fields__[6:], 0)
    release = Release(number=1, content_sha256="", **texts, **counts)
    held = Holdings(release=release, first=None, last=None, states=[], metrics=[], data_sets=[])
    return {part.name: part for part in datasets.dataset(held, "https://muster.example").has_part}


@RESOURCES
def test_the_description_for_dataset_search_says_what_the_struct_says(resource, described):
    table = described[f"{resource.plural.capitalize()} of Muster, release 1"]
    assert table.description.startswith(resource.about)
    assert [(each.name, each.property_id, each.description) for each in table.variable_measured] == [
        (column[0], *column[:2]) for column in expected(resource)
    ]


@RESOURCES
def test_the_members_of_a_record_are_described_as_its_columns_are(resource):
    members = schemas()[resource.label]["properties"]
    for name, column in resource.columns.items():
        found = in_openapi(members[name])
        assert found[:3] == (column.description, column.nullable, list(column.codes)), name
