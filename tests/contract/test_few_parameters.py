"""The short contract tests leave parameters out of operations, and none out of all of them."""

import json

import pytest

from api import openapi
from tests.contract.shorten import name_of, shorten


def operations(document: dict) -> list[dict]:
    return [operation for path in document["paths"].values() for operation in path.values()]


@pytest.fixture
def whole() -> dict:
    return json.loads(json.dumps(openapi.document("https://muster.example")))


@pytest.fixture
def short(whole) -> dict:
    left = json.loads(json.dumps(whole))
    shorten(left)
    return left


def test_every_parameter_is_left_in_some_operation_and_few_are_left_twice(whole, short):
    before, after = (
        [name_of(each) for operation in operations(document) for each in operation.get("parameters", ())]
        for document in (whole, short)
    )
    assert set(after) == set(before)
    assert len(after) < len(before) / 5


def test_an_operation_keeps_the_parameters_that_it_requires(whole, short):
    shared = whole["components"]["parameters"]
    for before, after in zip(operations(whole), operations(short), strict=True):
        required = [
            each for each in before.get("parameters", ()) if shared.get(name_of(each), each)["required"]
        ]
        assert [each for each in required if each not in after["parameters"]] == []
