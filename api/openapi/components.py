"""The shared schemas: records, vocabularies and responses."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from api import problems
from api.catalog.resource import Resource
from api.catalog.resources import CATALOG
from api.changes import json_feed
from api.cite.csl import CslItem
from api.discovery.dcat import DcatCatalog
from api.discovery.schema_org import Dataset
from api.exports import csvw
from api.http import envelope as answers
from api.openapi import geojson, vocabularies
from api.openapi.vocabularies import ref
from api.routes import config, entry, summaries
from api.routes.citations import Cite
from schemas.citation import Citation
from schemas.history import History
from schemas.release_file import ReleaseFile
from schemas.status import Status
from schemas.verdict import Verdict

Schema = dict[str, Any]
SHARED = (
    answers.Meta,
    answers.Links,
    answers.RecordLinks,
    entry.ApiEntry,
    config.Config,
    config.ProblemKind,
    Dataset,
    DcatCatalog,
    json_feed.JsonFeed,
    History,
    csvw.FileMetadata,
    problems.Problem,
    ReleaseFile,
    Status,
    Verdict,
    summaries.AgencySummary,
    Cite,
)


@cache
def schemas() -> dict[str, Schema]:
    return {
        **vocabularies.components(),
        **structs(*(resource.record for resource in CATALOG), *details(), *SHARED),
        **{name: schema for resource in CATALOG for name, schema in shapes(resource).items()},
        "AgencySummaryAnswer": envelope("A summary of one agency.", ref("AgencySummary"), "RecordLinks"),
        "CiteAnswer": envelope("Citations of one record, ready to copy.", ref("Cite"), "RecordLinks"),
        "HistoryAnswer": envelope("The history of a record.", ref("History"), "RecordLinks"),
        "ReleaseFilesAnswer": envelope(
            "The files of a release.", several(ref("ReleaseFile"), 200), "RecordLinks"
        ),
        "StatusAnswer": envelope("The status of a record.", ref("Status"), "RecordLinks"),
        "StatusesAnswer": envelope(
            "The status of several records.", several(ref("Status"), 100), "RecordLinks"
        ),
        "VerdictsAnswer": envelope(
            "The verdicts on several claims.", several(ref("Verdict"), 20), "RecordLinks"
        ),
        **csl(),
    }


def details() -> Iterator[type[Struct]]:
    """The structs of single records that have more members than a row."""
    yield from (resource.detail for resource in CATALOG if resource.detail)


def csl() -> dict[str, Schema]:
    """Build the schemas of CSL-JSON, whose unknown members are left out and never null."""
    _, definitions = msgspec.json.schema_components((CslItem,), ref_template="#/components/schemas/{name}")
    items = {
        "type": "array",
        "description": "CSL-JSON: a list of one work.",
        "items": ref("CslItem"),
        "minItems": 1,
        "maxItems": 1,
    }
    return {
        "CslItems": items,
        **{name: whole(each, {}) | {"required": each["required"]} for name, each in definitions.items()},
    }


def structs(*types: type[Struct]) -> dict[str, Schema]:
    _, definitions = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    related = {
        struct.__name__: relations(resource)
        for resource in CATALOG
        for struct in (resource.record, resource.detail)
        if struct
    }
    return {name: whole(schema, related.get(name, {})) for name, schema in definitions.items()}


def whole(schema: Schema, related: Schema) -> Schema:
    """Build an object schema. All members are required, except those of `include`."""
    properties = {name: plain(each) for name, each in schema["properties"].items()}
    # msgspec requires members without a default. One with neither a default nor required can be UNSET.
    required = {name for name, each in schema["properties"].items() if "default" in each} | {
        *schema.get("required", ())
    }
    return {
        "type": "object",
        "description": schema["description"],
        "properties": properties | related,
        "required": [name for name in properties if name in required],
    }


def relations(resource: Resource) -> Schema:
    """Build the members that `include` adds."""
    records = {
        relation: by_name(resource.references[column]) for relation, column in resource.include.items()
    }
    return {
        relation: {
            "anyOf": [ref(record), {"type": "null"}],
            "description": f"The whole record that `{resource.include[relation]}` names; "
            f"only with `include={relation}`.",
        }
        for relation, record in records.items()
    }


def by_name(name: str) -> str:
    return next(resource.label for resource in CATALOG if resource.name == name)


def plain(schema: Mapping[str, Any]) -> Schema:
    """Simplify a schema for client generators: named vocabularies, one `number` type, null as a type."""
    if "enum" in schema:
        return ref(vocabularies.name_of(schema["enum"])) | described(schema)
    rewritten = {key: each for key, each in schema.items() if key not in {"default", "title"}}
    if "items" in rewritten:
        rewritten["items"] = plain(rewritten["items"])
    if isinstance(rewritten.get("additionalProperties"), dict):
        rewritten["additionalProperties"] = plain(rewritten["additionalProperties"])
    return union(rewritten) if "anyOf" in rewritten else rewritten


def union(schema: Schema) -> Schema:
    options = [plain(each) for each in schema.pop("anyOf")]
    if {"type": "number"} in options:
        options = [each for each in options if each != {"type": "integer"}]
    if options[-1] != {"type": "null"}:
        (only,) = options
        return only | schema
    first, null = options
    if "$ref" in first:
        return {"anyOf": [first, null], **schema}
    return {**first, "type": [first["type"], "null"], **schema}


def described(schema: Mapping[str, Any]) -> Schema:
    return {"description": schema["description"]} if "description" in schema else {}


def shapes(resource: Resource) -> dict[str, Schema]:
    """Build the schemas of a page, of a single record and of a row of a file."""
    label = resource.label
    listed = several(ref(label), 1000)
    by_label = {
        f"{label}Page": envelope(f"A page of {resource.plural}.", listed, "Links"),
        f"{label}Answer": envelope(f"One {resource.singular}.", ref(single(resource)), "RecordLinks"),
        f"{label}Row": row(resource),
    }
    return by_label | (geojson.collection(resource, by_label[f"{label}Row"]) if resource.point else {})


def single(resource: Resource) -> str:
    """The name of the schema of a single record."""
    return resource.detail.__name__ if resource.detail else resource.label


def several(items: Schema, most: int) -> Schema:
    return {"type": "array", "items": items, "maxItems": most}


def envelope(description: str, data: Schema, links: str) -> Schema:
    return geojson.members(description, {"data": data, "meta": ref("Meta"), "links": ref(links)})


def row(resource: Resource) -> Schema:
    """Build the schema of a row. No column is required, because `fields` can select fewer."""
    own = structs(resource.record)[resource.label]["properties"]
    cited = structs(Citation)["Citation"]["properties"]
    return {
        "type": "object",
        "description": f"One {resource.singular} as a row of a file.",
        "properties": {
            name: own[name] if name in own else beside(resource, name, cited)
            for name in resource.file_columns
        },
    }


def beside(resource: Resource, name: str, cited: Schema) -> Schema:
    """Build the schema of a column that only files have: a name, or part of the best passage."""
    schema: Schema = cited.get(
        name, {"type": "string", "description": resource.file_schema[name].description}
    )
    return schema | {"type": ["string", "null"]} if schema.get("type") == "string" else schema
