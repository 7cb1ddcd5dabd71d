"""One operation as a page shows it, read from its declaration and from the contract."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from api.routes.operation import Operation, Response

# Longer examples end with the URL that returns the rest.
LINES = 60


class ParameterEntry(Struct, frozen=True, kw_only=True):
    """A parameter that is not a filter. All operations of a family give a name the same meaning."""

    name: str
    place: str
    required: bool
    kind: str
    description: str
    example: str
    codes: tuple[str, ...]


class ResponseEntry(Struct, frozen=True, kw_only=True):
    status: str
    description: str
    media_types: tuple[str, ...]


class OperationEntry(Struct, frozen=True, kw_only=True):
    """An operation. `filtered`: whether it takes a filter for each column. `example`: what to request."""

    id: str
    path: str
    summary: str
    description: str
    parameters: tuple[ParameterEntry, ...]
    filtered: bool
    responses: tuple[ResponseEntry, ...]
    example: str
    body: str | None = None
    cut: bool = False


def read(operation: Operation, contract: Mapping[str, Any]) -> OperationEntry:
    declared = contract["paths"][operation.path]["get"]
    filters = operation.resource.filters if operation.resource else {}
    listed = tuple(parameters(declared.get("parameters", ()), contract))
    example = example_of(operation, listed)
    body = recorded(declared)
    return OperationEntry(
        id=operation.id,
        path=operation.path,
        summary=operation.summary,
        description=operation.description,
        parameters=tuple(each for each in listed if each.place == "path" or each.name not in filters),
        filtered=bool(filters.keys() & operation.query.keys()),
        responses=tuple(responses(declared["responses"], contract)),
        example=example,
        body="\n".join(body[:LINES]) if body else None,
        cut=len(body) > LINES,
    )


def resolved(node: Mapping[str, Any], contract: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference, if it is one."""
    if "$ref" not in node:
        return node
    _, _, section, name = node["$ref"].split("/")
    component: Mapping[str, Any] = contract["components"][section][name]
    return component


def parameters(declared: Any, contract: Mapping[str, Any]) -> Iterator[ParameterEntry]:
    for each in declared:
        parameter = resolved(each, contract)
        schema = resolved(parameter["schema"], contract)
        items = resolved(schema.get("items", {}), contract)
        yield ParameterEntry(
            name=parameter["name"],
            place=parameter["in"],
            required=parameter["required"],
            kind=kind(schema, items),
            description=parameter["description"],
            example=str(parameter.get("example", "")),
            codes=tuple(schema.get("enum", items.get("enum", ()))),
        )


def kind(schema: Mapping[str, Any], items: Mapping[str, Any]) -> str:
    """Describe the type of a value in a few words."""
    if schema.get("type") == "array":
        return "list of codes" if "enum" in items else "list"
    if "enum" in schema:
        return "code"
    if "maximum" in schema:
        return f"{schema['type']}, {schema['minimum']}…{schema['maximum']}"
    return str(schema.get("format", schema.get("type", "text")))


def responses(declared: Mapping[str, Any], contract: Mapping[str, Any]) -> Iterator[ResponseEntry]:
    for status, node in declared.items():
        response = resolved(node, contract)
        yield ResponseEntry(
            status=status,
            description=response["description"],
            media_types=tuple(response.get("content", ())),
        )


def example_of(operation: Operation, listed: Iterable[ParameterEntry]) -> str:
    """Find the URL to try: the one whose response was recorded, or one with all that the operation needs."""
    contents = [
        each
        for response in operation.responses
        if isinstance(response, Response)
        for each in response.content
    ]
    shown = next((content.example for content in contents if content.example), None)
    return shown or with_examples(operation.path, listed) + query_of(operation, listed)


def with_examples(path: str, listed: Iterable[ParameterEntry]) -> str:
    for each in listed:
        if each.place == "path":
            path = path.replace(f"{{{each.name}}}", each.example)
    return path


def query_of(operation: Operation, listed: Iterable[ParameterEntry]) -> str:
    """Write the parameters that are required, and for a list those that keep one record."""
    pairs = {each.name: each.example for each in listed if each.required and each.place == "query"}
    resource = operation.resource
    if resource and resource.key in operation.query:
        pairs |= {resource.key: resource.example, "release": str(resource.example_release)}
    return "?" + "&".join(f"{name}={text}" for name, text in pairs.items()) if pairs else ""


def recorded(declared: Mapping[str, Any]) -> list[str]:
    """Return the lines of the recorded body of an example."""
    for content in declared["responses"].get("200", {}).get("content", {}).values():
        named = content.get("examples", {}).values()
        for each in (*named, *([{"value": content["example"]}] if "example" in content else [])):
            return lines(each["value"])
    return []


def lines(value: Any) -> list[str]:
    text = value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
    return text.rstrip("\n").split("\n")
