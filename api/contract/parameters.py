"""Query parameters as shared components: one for all resources that mean the same by a name."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from api import query, status
from api.catalog import CATALOG
from api.contract import texts
from api.contract.vocabularies import ref
from api.formats import forms_of
from api.grammar import MATCHES
from api.resource import Resource
from api.values import Value

Schema = dict[str, Any]


# A release and a day that hold something of every resource.
EXAMPLES: Mapping[str, Any] = {"release": 13, "known_on": "2026-11-29"}


@cache
def made(resource: Resource) -> Mapping[str, Schema]:
    """Every query parameter that any address of the resource takes, by name."""
    values = {**query.file_values(resource), **query.page_values(resource)}
    for form in forms_of(resource):
        values |= form.parameters
    return {name: parameter(resource, name, value) for name, value in values.items()}


def parameter(resource: Resource, name: str, value: Value) -> Schema:
    found = {
        "name": name,
        "in": "query",
        "required": False,
        "description": about(resource, name),
        "schema": schema(resource, name, value),
    }
    listed = {"style": "form", "explode": False} if value.schema.get("type") == "array" else {}
    return found | listed | ({"example": EXAMPLES[name]} if name in EXAMPLES else {})


def about(resource: Resource, name: str) -> str:
    if name not in resource.filters:
        return texts.PARAMETERS[name].replace("{usual}", texts.usual_order(resource))
    column, operator = resource.filters[name]
    return f"Only records whose `{column.name}` is {operator.means}. {column.description}"


def schema(resource: Resource, name: str, value: Value) -> Schema:
    """The value's own schema, its closed list by name."""
    label, own = resource.label, dict(value.schema)
    named = {
        "sort": ref(f"{label}Order"),
        "match": ref("Match") | {"default": MATCHES[0]},
        "include": own | {"items": ref(f"{label}Relation")},
        "fields": own | {"items": ref(f"{label}Column")},
        "limit": own | {"default": query.DEFAULT_LIMIT},
        "count": own | {"default": False},
        "bom": own | {"default": False},
    }
    return own if name in resource.filters else named.get(name, own)


@cache
def keys() -> Mapping[tuple[str, str], str]:
    """(Resource, parameter) → the component's key.

    The meaning that most resources share has the plain name; another has its record's label before it.
    """
    found: dict[tuple[str, str], str] = {}
    for name in dict.fromkeys(name for resource in CATALOG for name in made(resource)):
        holders = [resource for resource in CATALOG if name in made(resource)]
        counts = Counter(str(made(resource)[name]) for resource in holders)
        (most, times), *others = counts.most_common()
        plain = most if not others or times > others[0][1] else None
        labels: dict[str, str] = {}
        for resource in holders:
            meaning = str(made(resource)[name])
            label = labels.setdefault(meaning, resource.label)
            found[resource.name, name] = name if meaning == plain else f"{label}.{name}"
    return found


def refs(resource: Resource, names: Mapping[str, Any]) -> list[Schema]:
    return [{"$ref": f"#/components/parameters/{keys()[resource.name, name]}"} for name in ordered(names)]


def ordered(names: Mapping[str, Any]) -> list[str]:
    """What every resource has comes first, so that a reader finds it before two hundred filters."""
    return [name for name in texts.PARAMETERS if name in names] + [
        name for name in names if name not in texts.PARAMETERS
    ]


def shared() -> dict[str, Schema]:
    filters = {
        keys()[resource.name, name]: made(resource)[name]
        for resource in CATALOG
        for name in ordered(made(resource))
    }
    paths = {key_of(resource): path(resource) for resource in CATALOG}
    return {**filters, **paths, **OTHERS}


def key_of(resource: Resource) -> str:
    return f"{resource.label}{resource.key.title()}"


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


SINCE_RELEASE: Schema = {
    "name": "since_release",
    "in": "query",
    "required": True,
    "description": "The release that was cited.",
    "schema": dict(status.SINCE["since_release"].schema),
    "example": 1,
}
IDS: Schema = {
    "name": "ids",
    "in": "query",
    "required": True,
    "description": "The records, of whatever resources.",
    "schema": dict(status.SEVERAL["ids"].schema),
    "style": "form",
    "explode": False,
    "example": ["us-dhs-ice", "us-dhs-ice-applications-founding-article-000"],
}
SLUG: Schema = {
    "name": "slug",
    "in": "path",
    "required": True,
    "description": "The last part of a problem's `type`.",
    "schema": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$", "maxLength": 40},
    "example": "invalid-query",
}
FILE_NAME: Schema = {
    "name": "name",
    "in": "path",
    "required": True,
    "description": "The name of the file, as the list of the release's files has it.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$", "maxLength": 80},
    "example": "metrics.csv",
}
RANGE: Schema = {
    "name": "Range",
    "in": "header",
    "required": False,
    "description": "One range of bytes: `bytes=0-1023`, `bytes=1024-`, or the last ones as `bytes=-1024`.",
    "schema": {"type": "string"},
    "example": "bytes=0-99",
}
IF_RANGE: Schema = {
    "name": "If-Range",
    "in": "header",
    "required": False,
    "description": "The `ETag` of the file that the part belongs to. Of another file the whole is sent.",
    "schema": {"type": "string"},
}
OTHERS = {
    "Slug": SLUG,
    "since_release": SINCE_RELEASE,
    "ids": IDS,
    "FileName": FILE_NAME,
    "Range": RANGE,
    "IfRange": IF_RANGE,
}
