"""Query parameters as shared components, one for all resources that give a name the same meaning."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from api.catalog.operators import MATCHES
from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME, CATALOG
from api.catalog.values import Value
from api.exports.formats import forms_of
from api.openapi import texts
from api.openapi.vocabularies import ref
from api.query import parameters
from api.routes import operations
from api.routes.operation import Operation

Schema = dict[str, Any]


# A release and a day for which every resource has records.
EXAMPLES: Mapping[str, Any] = {"release": 13, "known_on": "2026-11-29"}


@cache
def parameters_of(resource: Resource) -> Mapping[str, Schema]:
    """Build every query parameter that any URL of the resource takes, by name."""
    values = {**parameters.file_values(resource), **parameters.page_values(resource)}
    for form in forms_of(resource):
        values |= form.parameters
    return {name: parameter(resource, name, value) for name, value in values.items()}


def parameter(resource: Resource, name: str, value: Value) -> Schema:
    fields = {
        "name": name,
        "in": "query",
        "required": False,
        "description": about(resource, name),
        "schema": schema(resource, name, value),
    }
    listed = {"style": "form", "explode": False} if value.schema.get("type") == "array" else {}
    return fields | listed | ({"example": EXAMPLES[name]} if name in EXAMPLES else {})


def about(resource: Resource, name: str) -> str:
    if name not in resource.filters:
        return texts.PARAMETERS[name].replace("{usual}", resource.usual_order)
    column, operator = resource.filters[name]
    return f"Only records whose `{column.name}` is {operator.means}. {column.description}"


def schema(resource: Resource, name: str, value: Value) -> Schema:
    """Build the schema of the value. Closed lists are referenced by name."""
    label, own = resource.label, dict(value.schema)
    named = {
        "sort": ref(f"{label}Order"),
        "match": ref("Match") | {"default": MATCHES[0]},
        "include": own | {"items": ref(f"{label}Relation")},
        "fields": own | {"items": ref(f"{label}Column")},
        "limit": own | {"default": parameters.DEFAULT_LIMIT},
        "count": own | {"default": False},
        "bom": own | {"default": False},
        "excel": own | {"default": False},
    }
    return own if name in resource.filters else named.get(name, own)


@cache
def keys() -> Mapping[tuple[str, str], str]:
    """Map (resource, parameter) to the name of its component.

    The most common meaning gets the plain name, `query_kind`. Other meanings name a resource,
    `query_kind_of_agencies`.
    """
    component_keys: dict[tuple[str, str], str] = {}
    for name in dict.fromkeys(name for resource in CATALOG for name in parameters_of(resource)):
        owners = [resource for resource in CATALOG if name in parameters_of(resource)]
        counts = Counter(str(parameters_of(resource)[name]) for resource in owners)
        (most, times), *others = counts.most_common()
        plain = most if not others or times > others[0][1] else None
        first: dict[str, Resource] = {}
        for resource in owners:
            meaning = str(parameters_of(resource)[name])
            owner = None if meaning == plain else first.setdefault(meaning, resource)
            component_keys[resource.name, name] = component("query", name, owner)
    return component_keys


def component(place: str, name: str, resource: Resource | None = None) -> str:
    """Name a component after the place of the parameter, so that it differs from every schema's name.

    Client generators turn names into identifiers: `AgencyId`, `Agency.id` and `agency_id` would be one.
    """
    return f"{place}_{name}" + (f"_of_{resource.plural.replace(' ', '_')}" if resource else "")


def refs(resource: Resource, names: Mapping[str, Any]) -> list[Schema]:
    return [{"$ref": f"#/components/parameters/{keys()[resource.name, name]}"} for name in ordered(names)]


def ordered(names: Mapping[str, Any]) -> list[str]:
    """Sort the names: shared parameters first, so that readers find them before hundreds of filters."""
    return [name for name in texts.PARAMETERS if name in names] + [
        name for name in names if name not in texts.PARAMETERS
    ]


def shared() -> dict[str, Schema]:
    filters = {
        keys()[resource.name, name]: parameters_of(resource)[name]
        for resource in CATALOG
        for name in ordered(parameters_of(resource))
    }
    paths = {key_of(resource): path(resource) for resource in CATALOG}
    return {**filters, **paths, **others()}


def others() -> dict[str, Schema]:
    """Collect the parameters that only a few operations take, by the name of their component."""
    return {
        component(schema["in"], name): schema
        for operation in operations()
        for name, schema in operation.also.items()
        if not is_inline(schema)
    }


def is_inline(schema: Schema) -> bool:
    """Whether a parameter is written inline: a path parameter whose schema is already a component."""
    return schema["in"] == "path" and "$ref" in schema["schema"]


def of(operation: Operation) -> list[Schema]:
    """List the parameters: the key in the path, those of only this operation, then query parameters."""
    resource = operation.resource
    keyed = resource is not None and f"{{{resource.key}}}" in operation.path
    also = [
        schema if is_inline(schema) else {"$ref": f"#/components/parameters/{component(schema['in'], name)}"}
        for name, schema in operation.also.items()
    ]
    own = {schema["name"] for schema in operation.also.values()}
    query = {name: value for name, value in operation.query.items() if name not in own}
    return [
        *([key(resource)] if resource and keyed else []),
        *also,
        *refs(resource or BY_NAME["releases"], query),
    ]


def key_of(resource: Resource) -> str:
    return component("path", resource.key, resource)


def key(resource: Resource) -> Schema:
    return {"$ref": f"#/components/parameters/{key_of(resource)}"}


def path(resource: Resource) -> Schema:
    column = resource.columns[resource.key]
    assert column.value is not None  # noqa: S101 - the key of a resource is never nested
    number = column.kind == "integer"
    return {
        "name": resource.key,
        "in": "path",
        "required": True,
        "description": column.description,
        "schema": dict(column.value.schema) | ({"minimum": 1} if number else {}),
        "example": int(resource.example) if number else resource.example,
    }
