"""Shortens the contract for the short tests: few parameters an operation.

The document names its parameters many thousand times, and preparing values for all of them takes most of the
time. Here an operation keeps what it requires, what no operation before it has, and a twentieth of the rest,
each operation another twentieth. `make check-all` tries every parameter with every operation.
"""

from typing import Any

PART = 20


def shorten(document: dict[str, Any]) -> None:
    shared, known = document["components"]["parameters"], set[str]()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    for turn, operation in enumerate(operations):
        parameters = {name_of(each): each for each in operation.get("parameters", ())}
        operation["parameters"] = [
            parameter
            for place, (name, parameter) in enumerate(parameters.items())
            if name not in known or shared.get(name, parameter)["required"] or (place + turn) % PART == 0
        ]
        known.update(parameters)


def name_of(parameter: dict[str, Any]) -> str:
    """Return the name under `components/parameters`, or its own if no other operation has it."""
    return str(parameter.get("$ref", parameter.get("name"))).rpartition("/")[2]
