"""What operations share: the shapes of records, the vocabularies, the headers, the problems."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from api import answers, config, json_feed, metadata, problems, summary
from api.catalog import CATALOG
from api.citing.csl import CslItem
from api.citing.routes import Cite
from api.contract import geojson, texts, vocabularies
from api.contract.vocabularies import ref
from api.discovery.dcat import DcatCatalog
from api.discovery.schema_org import Dataset
from api.resource import Resource
from schemas.citation import Citation
from schemas.history import History
from schemas.release_file import ReleaseFile
from schemas.status import Status

Schema = dict[str, Any]
ABOUT = (
    answers.Meta,
    answers.Links,
    answers.RecordLinks,
    config.Config,
    config.ProblemKind,
    Dataset,
    DcatCatalog,
    json_feed.JsonFeed,
    History,
    metadata.FileMetadata,
    problems.Problem,
    ReleaseFile,
    Status,
    summary.AgencySummary,
    Cite,
)


@cache
def schemas() -> dict[str, Schema]:
    return {
        **vocabularies.components(),
        **structs(*(resource.record for resource in CATALOG), *ABOUT),
        **{name: schema for resource in CATALOG for name, schema in shapes(resource).items()},
        "AgencySummaryAnswer": envelope("An agency on one page.", ref("AgencySummary"), "RecordLinks"),
        "CiteAnswer": envelope("Ready citations of one record.", ref("Cite"), "RecordLinks"),
        "HistoryAnswer": envelope("A record's past.", ref("History"), "RecordLinks"),
        "ReleaseFilesAnswer": envelope(
            "Files of a release.", several(ref("ReleaseFile"), 200), "RecordLinks"
        ),
        "StatusAnswer": envelope("What became of a record.", ref("Status"), "RecordLinks"),
        "StatusesAnswer": envelope("What became of several.", several(ref("Status"), 100), "RecordLinks"),
        **csl(),
    }


def csl() -> dict[str, Schema]:
    """CSL-JSON as others define it: a member that has nothing to say is left out, and none is null."""
    _, found = msgspec.json.schema_components((CslItem,), ref_template="#/components/schemas/{name}")
    items = {
        "type": "array",
        "description": "CSL-JSON: a list, of one work.",
        "items": ref("CslItem"),
        "minItems": 1,
        "maxItems": 1,
    }
    return {
        "CslItems": items,
        **{name: whole(each, {}) | {"required": each["required"]} for name, each in found.items()},
    }


def structs(*types: type[Struct]) -> dict[str, Schema]:
    _, found = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    related = {resource.label: relations(resource) for resource in CATALOG}
    return {name: whole(schema, related.get(name, {})) for name, schema in found.items()}


def whole(schema: Schema, related: Schema) -> Schema:
    """All members are served, but those of `include` on request; a later contract may add more."""
    properties = {name: plain(each) for name, each in schema["properties"].items()}
    # msgspec requires what has no default; what has none and is not required may be left out (UNSET)
    given = {name for name, each in schema["properties"].items() if "default" in each} | {
        *schema.get("required", ())
    }
    return {
        "type": "object",
        "description": schema["description"],
        "properties": properties | related,
        "required": [name for name in properties if name in given],
    }


def relations(resource: Resource) -> Schema:
    """The members that `include` brings."""
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
    """As generators like it best: vocabularies by name, one `number`, null as one more type."""
    if "enum" in schema:
        return ref(vocabularies.name_of(schema["enum"])) | described(schema)
    found = {key: each for key, each in schema.items() if key not in {"default", "title"}}
    if "items" in found:
        found["items"] = plain(found["items"])
    if isinstance(found.get("additionalProperties"), dict):
        found["additionalProperties"] = plain(found["additionalProperties"])
    return union(found) if "anyOf" in found else found


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
    """A page of records, a single one, and the flat row of the files."""
    label = resource.label
    listed = several(ref(label), 1000)
    found = {
        f"{label}Page": envelope(f"A page of {texts.plural(resource)}.", listed, "Links"),
        f"{label}Answer": envelope(f"One record of {texts.plural(resource)}.", ref(label), "RecordLinks"),
        f"{label}Row": row(resource),
    }
    return found | (geojson.collection(resource, found[f"{label}Row"]) if resource.point else {})


def several(items: Schema, most: int) -> Schema:
    return {"type": "array", "items": items, "maxItems": most}


def envelope(description: str, data: Schema, links: str) -> Schema:
    return geojson.members(description, {"data": data, "meta": ref("Meta"), "links": ref(links)})


def row(resource: Resource) -> Schema:
    """Every column is there unless `fields` names fewer, so none is required."""
    own = structs(resource.record)[resource.label]["properties"]
    cited = structs(Citation)["Citation"]["properties"]
    return {
        "type": "object",
        "description": f"A record of {texts.plural(resource)} as the files carry it.",
        "properties": {
            name: own[name] if name in own else beside(resource, name, cited)
            for name in resource.file_columns
        },
    }


def beside(resource: Resource, name: str, cited: Schema) -> Schema:
    """A column that only files have: of the best passage, which a record may lack, or a name."""
    found: Schema = cited.get(name, {"type": "string", "description": resource.file_schema[name].description})
    return found | {"type": ["string", "null"]} if found.get("type") == "string" else found
