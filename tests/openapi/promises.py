"""What a contract promises, a line each: a client may rest on it until the next major version.

A later contract may add paths, parameters, members and codes. It may not take one away, demand what was
optional, leave out what was always there, or change a type. References are followed, so components may be
renamed.
"""

from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]
TYPES = {"array", "boolean", "integer", "null", "number", "object", "string"}
ALSO = ("oneOf", "anyOf", "allOf")


def promises(document: Document) -> set[str]:
    return {
        f"{method.upper()} {path} {promise}".rstrip()
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        for promise in of_operation(document, operation)
    }


def of_operation(document: Document, operation: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield f"is called {operation['operationId']}"
    taken = [resolved(document, each) for each in operation.get("parameters", [])]
    for parameter in taken:
        name = f"takes {parameter['in']} {parameter['name']}"
        yield name
        yield from (f"{name} as {each}" for each in accepted(document, parameter["schema"]))
    demanded = sorted(each["name"] for each in taken if each.get("required"))
    yield f"demands {demanded}"
    for status, response in operation["responses"].items():
        yield from (f"{status} {each}" for each in of_response(document, resolved(document, response)))


def accepted(document: Document, schema: Any) -> Iterator[str]:
    """The types and the codes that a parameter takes."""
    schema = resolved(document, schema)
    yield from (f"type {name}" for name in types(schema))
    yield from (f"code {code}" for code in schema.get("enum", []))
    for part in parts(schema):
        yield from accepted(document, part)


def of_response(document: Document, response: dict[str, Any]) -> Iterator[str]:
    yield "is answered"
    yield from (f"has header {name}" for name in response.get("headers", {}))
    for media_type, content in response.get("content", {}).items():
        yield f"is {media_type}"
        schema = content.get("schema", {})
        yield from (f"{media_type} holds {each}" for each in members(document, schema, "$", ()))


def members(document: Document, schema: Any, place: str, within: tuple[str, ...]) -> Iterator[str]:
    """Every member of a body by its place, its types, and whether it is always there."""
    reference = schema.get("$ref", "") if isinstance(schema, dict) else ""
    if reference and reference in within:
        return
    schema, within = resolved(document, schema), (*within, reference) if reference else within
    if allowed := types(schema):
        yield from (f"{place}, never {name}" for name in TYPES - allowed)
    for name, member in schema.get("properties", {}).items():
        yield f"{place}.{name}"
        if name in schema.get("required", []):
            yield f"{place}.{name} always"
        yield from members(document, member, f"{place}.{name}", within)
    for part in parts(schema):
        yield from members(document, part, place, within)
    if isinstance(items := schema.get("items"), dict):
        yield from members(document, items, f"{place}[]", within)


def types(schema: dict[str, Any]) -> set[str]:
    """The types that are allowed, where the schema says so."""
    found = schema.get("type", [])
    named = {found} if isinstance(found, str) else set(found)
    return named | {"integer"} if "number" in named else named


def parts(schema: dict[str, Any]) -> Iterator[Any]:
    for key in ALSO:
        yield from schema.get(key, [])


def resolved(document: Document, schema: Any) -> dict[str, Any]:
    if not isinstance(schema, dict):
        return {}
    if reference := schema.get("$ref"):
        found: Any = document
        for name in reference.removeprefix("#/").split("/"):
            found = found[name.replace("~1", "/").replace("~0", "~")]
        return {**resolved(document, found), **{key: each for key, each in schema.items() if key != "$ref"}}
    return schema
