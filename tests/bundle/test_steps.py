"""Who said what to whom as a table: each citation's steps, in their order, as the pages show them nested."""

import csv
import io

import pyarrow.parquet
import pytest

from api.catalog.resources import BY_NAME

NAME = "attribution-steps"
FIRST = ["citation_id", "step", "name", "role", "verb", "said_on", "said_on_precision", "source_id"]


@pytest.fixture(scope="module")
def steps(folder):
    text = (folder / f"{NAME}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_it_holds_every_step_of_every_citation_in_order(steps, records):
    expected = [
        {"citation_id": citation["id"], "step": place, **step}
        for citation in records["citations"]
        for place, step in enumerate(citation["attribution"], 1)
    ]
    assert [*steps[0]] == [*expected[0]] == FIRST
    assert steps == [
        {name: "" if value is None else str(value) for name, value in step.items()} for step in expected
    ]
    assert len({step["citation_id"] for step in steps}) < len(steps), "no citation has two steps"


def test_the_steps_are_the_chain_and_the_last_one_the_speaker(steps, records):
    chains = {}
    for step in steps:
        chains.setdefault(step["citation_id"], []).append(step["name"])
    for citation in records["citations"]:
        names = chains.get(citation["id"], [])
        assert " > ".join(filter(None, names)) == (citation["attribution_chain"] or "")
        assert (names[-1] if names else "") == (citation["speaker"] or "")


def test_the_parquet_file_has_the_same_with_types(steps, folder):
    found = pyarrow.parquet.read_table(folder / f"{NAME}.parquet")
    assert found.column_names == FIRST
    assert {name: str(found.schema.field(name).type) for name in ("step", "said_on")} == {
        "step": "int32",
        "said_on": "date32[day]",
    }
    assert str(found.schema.field("verb").type).startswith("dictionary")
    texts = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in found.to_pylist()
    ]
    assert texts == steps


def test_the_parquet_file_names_its_own_address(folder, newest):
    stated = pyarrow.parquet.read_schema(folder / f"{NAME}.parquet").metadata
    assert stated[b"address"].decode() == f"/v1/releases/{newest}/files/{NAME}.parquet"
    assert (
        stated[b"query"].decode()
        == f"Attribution steps of release {newest}, all of them, in the order of citation_id."
    )


def test_a_step_names_its_citation_and_its_source_for_machines(tables):
    schema = tables[NAME]["schema"]
    assert schema["primaryKey"] == ["citation_id", "step"]
    assert schema["foreignKeys"] == [
        {"fields": ["citation_id"], "reference": {"resource": "citations", "fields": ["id"]}},
        {"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["id"]}},
    ]


async def test_no_file_of_citations_has_the_steps(get):
    """If one had, they would be told twice."""
    assert "attribution" not in BY_NAME["citations"].file_schema
    assert b'"attribution":' not in (await get("/v1/citations.ndjson")).body
