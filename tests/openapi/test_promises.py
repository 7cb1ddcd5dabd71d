"""No promise of the first contract is broken: who wrote a client for it goes on with it.

`first-contract.json.gz` is `openapi/v1.json` as it was on 29 November 2026, without words and examples.
"""

import gzip
import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from api import openapi
from tests.openapi.promises import promises

FIRST = json.loads(gzip.decompress(Path(__file__).with_name("first-contract.json.gz").read_bytes()))
# What is taken away nevertheless: beginnings of promises, each with its reason.
BROKEN = {
    "GET /docs": "a page, which people read: the contract describes what programs request",
    "GET /v1/status demands ['ids', 'since_release']": "an id can name its release as `id@release`",
}


@pytest.fixture(scope="module")
def present() -> Any:
    return openapi.document("https://muster.example")


@pytest.fixture(scope="module")
def kept(present: Any) -> set[str]:
    return promises(present)


@pytest.fixture(scope="module")
def few(present: Any) -> Any:
    """The same with the operations that the changes below are about: all take two seconds a change."""
    paths = {path: operations for path, operations in present["paths"].items() if path in CHANGED}
    return {**present, "paths": paths}


def test_every_promise_of_the_first_contract_is_kept(kept: set[str]):
    lost = sorted(each for each in promises(FIRST) - kept if not each.startswith(tuple(BROKEN)))
    assert not lost, f"{len(lost)} broken, of which the first are {lost[:20]}"


def test_every_broken_promise_was_one(kept: set[str]):
    lost = promises(FIRST) - kept
    assert not [each for each in BROKEN if not any(promise.startswith(each) for promise in lost)]


def operation(document: Any) -> Any:
    return document["paths"]["/v1/agencies"]["get"]


def agency(document: Any) -> Any:
    return document["components"]["schemas"]["Agency"]


def parameter(document: Any, name: str) -> Any:
    return next(each for each in document["components"]["parameters"].values() if each["name"] == name)


CHANGED = {"/v1/agencies", "/v1/agencies/{id}"}
CHANGES: dict[str, Callable[[Any], object]] = {
    "a path is gone": lambda document: document["paths"].pop("/v1/agencies/{id}"),
    "an operation has another name": lambda document: operation(document).update(operationId="agencies"),
    "a parameter is gone": lambda document: operation(document)["parameters"].pop(),
    "a parameter is demanded": lambda document: parameter(document, "limit").update(required=True),
    "a parameter is of another type": lambda document: parameter(document, "limit").update(
        schema={"type": "string"}
    ),
    "a header is gone": lambda document: operation(document)["responses"]["200"]["headers"].pop("ETag"),
    "a media type is gone": lambda document: operation(document)["responses"]["200"].update(content={}),
    "a status is gone": lambda document: operation(document)["responses"].pop("304"),
    "a member is gone": lambda document: agency(document)["properties"].pop("state"),
    "a member may be left out": lambda document: agency(document).update(required=["id"]),
    "a member is of another type": lambda document: agency(document)["properties"].update(
        name={"type": "integer"}
    ),
    "a code is gone": lambda document: document["components"]["schemas"]["AgencyKind"]["enum"].pop(),
    "a member may be null": lambda document: agency(document)["properties"].update(
        name={"type": ["string", "null"]}
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_breaks_a_client_is_found(few: Any, change: str):
    document = deepcopy(few)
    CHANGES[change](document)
    assert promises(few) - promises(document)


ADDITIONS: dict[str, Callable[[Any], object]] = {
    "a path": lambda document: document["paths"].update({"/v1/new": document["paths"]["/v1/agencies"]}),
    "a member": lambda document: agency(document)["properties"].update(new={"type": "string"}),
    "a header": lambda document: operation(document)["responses"]["200"]["headers"].update(New={}),
}


@pytest.mark.parametrize("addition", ADDITIONS)
def test_what_is_only_added_breaks_nothing(few: Any, addition: str):
    document = deepcopy(few)
    ADDITIONS[addition](document)
    assert promises(document) >= promises(few)
