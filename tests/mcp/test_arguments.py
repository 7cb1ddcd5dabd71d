"""The arguments of tools are closed: what is unknown or wrong is refused, all of it at once."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.mcp import arguments
from api.mcp.offered import TOOLS
from api.problems import InvalidQuery
from tests.mcp.connecting import called
from tests.small_log import ADDITIONS

NEWEST = ADDITIONS + 2
ICE = {"agency_id": "us-dhs-ice"}
HIRES = ICE | {"metric": "hires"}
# Tool and arguments → the beginnings of the lines of the error after the first.
REFUSED = {
    "nothing": ("get_figures", {}, ["- agency_id: expected required: The agency's id"]),
    "neither metric nor kind": (
        "get_figures",
        ICE,
        ["- metric: expected either a metric or a kind of offer"],
    ),
    "both": (
        "get_figures",
        HIRES | {"kind": "signing_bonus"},
        ["- metric: expected either a metric or a kind of offer"],
    ),
    "a part of an offer": (
        "get_figures",
        ICE | {"kind": "signing_bonus", "subset": "officers"},
        ["- subset: expected nothing, because an offer has no such part"],
    ),
    "two faults": (
        "get_figures",
        HIRES | {"sex": "women", "year": "last"},
        ["- sex: expected one of all, male, female", "- year: expected a whole number from 1776 to 2100"],
    ),
    "an object": ("search", {"query": {"or": 1}}, ["- query: expected text of 1 to 200 characters"]),
    "no words": ("find_agency", {"name": ""}, ["- name: expected text of 1 to 200 characters"]),
    "infinity": ("get_figures", HIRES | {"year": 1e400}, ["- year: expected a whole number"]),
    "a release to come": ("get_figures", HIRES | {"release": 9999}, []),
    "an unknown agency": (
        "get_figures",
        HIRES | {"agency_id": "us-dhs-icee"},
        [f"- agency_id: expected an id from agencies in release {NEWEST}; did you mean us-dhs-ice?"],
    ),
    "an unknown metric": (
        "coverage",
        {"metric": "hire"},
        [f"- metric: expected an id from metrics in release {NEWEST}; did you mean hires?"],
    ),
    "a series of nobody": (
        "get_series",
        {"metric": "hires"},
        ["- agency_id: expected required without series_id"],
    ),
    "many agencies": (
        "compare",
        {"agency_id__in": ["us-dhs-ice"] * 7, "metric": "hires"},
        ["- agency_id__in: expected "],
    ),
    "ids without a release": (
        "check_status",
        {"ids": ["us-dhs-ice"]},
        ["- ids: expected id@release, or the argument since_release for those without"],
    ),
    "a status of a release": (
        "check_status",
        {"ids": ["us-dhs-ice@1"], "release": 1},
        ["- release: expected one of the arguments ids, since_release; did you mean since_release?"],
    ),
    "no list of claims": ("check_claims", {"claims": HIRES}, ["- claims: expected a list of 1 to 20 claims"]),
    "claims with faults": (
        "check_claims",
        {"claims": [HIRES | {"value": 1}, HIRES | {"valu": 1}, HIRES | {"value": "1,000"}, 7]},
        [
            "- claims[1].valu: expected one of agency_id, metric, kind, value,",
            "- claims[1].value: expected required: a number that is not negative",
            "- claims[2].value: expected a number that is not negative",
            "- claims[3]: expected an object with the claim",
        ],
    ),
    "an unknown record": ("fetch", {"id": "us-dhs-icee"}, ["Did you mean us-dhs-ice?"]),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_is_wrong_is_refused_with_what_is_expected(app, name):
    tool, given, lines = REFUSED[name]
    result = await called(app, tool, given)
    assert result.is_error
    assert result.answer is None
    told = result.text.splitlines()[1:]
    assert len(told) >= len(lines)
    for line, beginning in zip(told, lines, strict=False):
        assert line.startswith(beginning)


async def test_null_is_not_given(app):
    plain = await called(app, "get_figures", HIRES)
    with_nulls = await called(app, "get_figures", HIRES | {"subset": None, "year": None, "kind": None})
    assert plain == with_nulls


async def test_numbers_and_texts_of_numbers_are_the_same(app):
    one = await called(app, "get_figures", HIRES | {"year": 2025})
    assert one == await called(app, "get_figures", HIRES | {"year": "2025"})


def objects(schema):
    """Every schema of an object within a schema."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for each in schema.values():
            yield from objects(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from objects(each)


@pytest.mark.parametrize("tool", TOOLS)
def test_every_schema_is_closed_described_and_without_references_to_elsewhere(tool):
    schema = TOOLS[tool].input_schema
    assert [each["additionalProperties"] for each in objects(schema)] == [False] * len(list(objects(schema)))
    assert all(each["description"] for each in schema["properties"].values())
    assert "$ref" not in json.dumps(schema)
    output = TOOLS[tool].output_schema
    assert output["type"] == "object"
    assert all(each["additionalProperties"] is False for each in objects(output))
    assert "sentence" in output["required"]


DEEP = json.loads("[" * 150 + "]" * 150)
LARGE = {
    "deep lists": ("search", {"query": DEEP}),
    "deep lists in a claim": ("check_claims", {"claims": [HIRES | {"value": DEEP}]}),
    "many arguments": ("search", {f"query{n}": n for n in range(20_000)}),
    "many members of a claim": ("check_claims", {"claims": [{f"value{n}": n for n in range(20_000)}]}),
    "many claims with many members": (
        "check_claims",
        {"claims": [{f"value{n}": n for n in range(50)}] * 20},
    ),
    "a long name": ("search", {"q" * 400_000: 1}),
    "a long list": ("compare", {"agency_id__in": ["x"] * 100_000, "metric": "hires"}),
}


@pytest.mark.parametrize("name", LARGE)
async def test_whatever_its_size_a_wrong_call_is_refused_at_once(app, name):
    began = time.process_time()
    result = await called(app, *LARGE[name])
    assert result.is_error
    assert len(result.text) < 50_000
    assert time.process_time() - began < 2


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_any_arguments_are_read_or_refused_by_name(data):
    tool = data.draw(st.sampled_from(list(TOOLS.values())))
    names = st.sampled_from(list(tool.known)) | st.text(max_size=9)
    given_arguments = data.draw(st.dictionaries(names, ANYTHING, max_size=4))
    try:
        read = arguments.read(given_arguments, tool.known, tool.required)
    except InvalidQuery as problem:
        faults = problem.members["errors"]
    else:
        faults = []
        assert set(tool.required) <= set(read.values) <= set(tool.known)
    unknown = {name for name, value in given_arguments.items() if value is not None} - set(tool.known)
    assert unknown <= {each.parameter for each in faults}
