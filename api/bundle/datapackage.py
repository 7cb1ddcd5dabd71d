"""`datapackage.json`: the tables in the terms of Frictionless Data, version 2."""

from typing import Any

import msgspec

from api import terms
from api.bundle.contents import Contents
from api.bundle.manifest import File
from api.bundle.tables import Field, Table
from schemas.source import Source

NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LIST = {"delimiter": "; ", "itemType": "string"}


def written(contents: Contents) -> bytes:
    work, release = contents.work, contents.release
    package = {
        "$schema": PROFILE,
        "name": work.key,
        "id": work.address,
        "title": work.title,
        "description": f"{terms.ABOUT} Release {release.number}: {release.title}.",
        "version": release.version,
        "created": release.published_at,
        "homepage": work.url,
        "keywords": [*terms.KEYWORDS],
        "licenses": [{"name": terms.LICENSE_ID, "path": terms.LICENSE, "title": terms.LICENSE_TITLE}],
        "contributors": [{"title": terms.AUTHORS, "roles": ["creator"]}],
        "sources": sources(contents.sources),
        "resources": [resource(table, contents.files[table.file]) for table in contents.tables],
    }
    if not package["sources"]:
        del package["sources"]  # the profile allows no empty list
    return msgspec.json.format(msgspec.json.encode(package)) + b"\n"


def sources(given: list[Source]) -> list[dict[str, str]]:
    """The data sets; all sources are a table of their own."""
    return [
        {"title": source.title or source.id} | ({"path": source.url} if source.url else {})
        for source in given
        if source.kind == "dataset"
    ]


def resource(table: Table, file: File) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": table.file,
        "type": "table",
        "title": table.name.replace("-", " ").capitalize(),
        "description": f"{table.about} {table.lost}" if table.lost else table.about,
        "format": "csv",
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "derived": table.lost is not None,
        "schema": schema(table),
    }


def schema(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {
        "fields": [described(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": [*table.key],
    }
    if table.references:  # the profile allows no empty list
        found["foreignKeys"] = [foreign(table, *named) for named in table.references.items()]
    return found


def foreign(table: Table, column: str, other: str) -> dict[str, Any]:
    return {"fields": [column], "reference": reference(table, other)}


def reference(table: Table, other: str) -> dict[str, Any]:
    """Without a resource it is the table's own."""
    return {"fields": ["id"]} if other == table.name else {"resource": other, "fields": ["id"]}


def described(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"name": field.name, "type": field.type}
    if field.label:
        found["title"] = field.label
    found["description"] = field.column.description
    if field.unit:
        found["unit"] = field.unit
    if field.type == "list":
        found |= LIST
    if field.column.codes:
        found["categories"] = [*field.column.codes]
    if limits := constraints(field):
        found["constraints"] = limits
    return found


def constraints(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"required": True} if field.required else {}
    if field.column.codes:
        found["enum"] = [*field.column.codes]
    elif field.pattern:
        found["pattern"] = field.pattern
    return found
