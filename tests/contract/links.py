"""The links of the document, and one walk along each of them from an id that exists."""

import json
from collections.abc import Iterator
from typing import Any

import schemathesis
from schemathesis.core.result import Ok
from schemathesis.generation.stateful.state_machine import StepOutput
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.stateful import collect_transitions
from schemathesis.specs.openapi.stateful.links import OpenApiLink

from api import openapi

# What a release that a list names first has files of.
ENOUGH, KNOWN = 150, {"number": 1}


def names() -> set[str]:
    """Every link of the document, named as Schemathesis names it."""
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(openapi.document("http://127.0.0.1"))))
    return {link.full_name for link in links_of(schema)}


def links_of(schema: Any) -> list[OpenApiLink]:
    transitions = collect_transitions([result.ok() for result in schema.get_all_operations()])
    return [link for each in transitions.operations.values() for link in each.outgoing]


def followed(address: str) -> Iterator[str]:
    """The names of the links that led on, each answer on the way checked against the whole contract."""
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    answers: dict[str, StepOutput] = {}
    for link in links_of(schema):
        if link.source.label not in answers:
            answers[link.source.label] = asked(link.source, known(link.source))
        if (given := values(link, answers[link.source.label])) is not None:
            assert asked(link.target, given).response.status_code == 200, link.full_name
            yield link.full_name


def known(operation: APIOperation) -> dict[str, dict[str, Any]]:
    """The ids that the document gives as examples, and a short page of a list."""
    path = {each.name: KNOWN.get(each.name, each.definition["example"]) for each in operation.path_parameters}
    limit = {"limit": 5} if any(each.name == "limit" for each in operation.query) else {}
    return {"path_parameters": path, "query": limit}


def values(link: OpenApiLink, output: StepOutput) -> dict[str, dict[str, Any]] | None:
    """What the link takes from the answer; nothing if the record leaves one of it out."""
    given: dict[str, dict[str, Any]] = {}
    for place, parameters in link.extract(output).parameters.items():
        for name, extracted in parameters.items():
            if not isinstance(extracted.value, Ok) or not isinstance(extracted.value.ok(), str | int):
                return None
            given.setdefault(place, {})[name] = extracted.value.ok()
    return given


def asked(operation: APIOperation, given: dict[str, dict[str, Any]]) -> StepOutput:
    case = operation.Case(**given)
    response = case.call()
    case.validate_response(response)
    return StepOutput(response=response, case=case)
