"""`datapackage.json`: the tables as a Frictionless data package, version 2."""

from typing import Any

import msgspec

from api import about
from api.bundle.contents import Contents
from api.bundle.tables import Field, Table
from api.storage.manifest import File
from schemas.source import Source

NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LIST = {"delimiter": "; ", "itemType": "string"}


def write(contents: Contents) -> bytes:
    work, release = contents.work, contents.release
    package = {
        "$schema": PROFILE,
        "name": work.key,
        "id": work.pinned_url,
        "title": work.title,
        "description": f"{about.ABOUT} Release {release.number}: {release.title}.",
        "version": release.version,
        "created": release.published_at,
        "homepage": work.url,
        "keywords": [*about.KEYWORDS],
        "licenses": [{"name": about.LICENSE_ID, "path": about.LICENSE, "title": about.LICENSE_TITLE}],
        "contributors": [{"title": about.AUTHORS, "roles": ["creator"]}],
        "sources": sources(contents.sources),
        "resources": [resource(table, contents.files[table.file]) for table in contents.tables],
    }
    if not package["sources"]:
        del package["sources"]  # The profile forbids an empty list.
    return msgspec.json.format(msgspec.json.encode(package)) + b"\n"


def sources(all_sources: list[Source]) -> list[dict[str, str]]:
    """List the sources that are data sets. The table of sources has all of them."""
    return [
        {"title": source.title or source.id} | ({"path": source.url} if source.url else {})
        for source in all_sources
        if source.kind == "dataset"
    ]


def resource(table: Table, file: File) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": table.file,
        "type": "table",
        "title": table.name.replace("-", " ").capitalize(),
        "description": f"{table.about} {table.omissions}" if table.omissions else table.about,
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
        "derived": table.omissions is not None,
        "schema": schema(table),
    }


def schema(table: Table) -> dict[str, Any]:
    descriptor: dict[str, Any] = {
        "fields": [described(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": [*table.key],
    }
    if table.references:  # The profile forbids an empty list.
        descriptor["foreignKeys"] = [foreign(table, *named) for named in table.references.items()]
    return descriptor


def foreign(table: Table, column: str, other: str) -> dict[str, Any]:
    return {"fields": [column], "reference": reference(table, other)}


def reference(table: Table, other: str) -> dict[str, Any]:
    """Build the reference. A reference without a resource points to the table itself."""
    return {"fields": ["id"]} if other == table.name else {"resource": other, "fields": ["id"]}


def described(field: Field) -> dict[str, Any]:
    descriptor: dict[str, Any] = {"name": field.name, "type": field.type}
    if field.label:
        descriptor["title"] = field.label
    descriptor["description"] = field.column.description
    if field.unit:
        descriptor["unit"] = field.unit
    if field.type == "list":
        descriptor |= LIST
    if field.column.codes:
        descriptor["categories"] = [*field.column.codes]
    if limits := constraints(field):
        descriptor["constraints"] = limits
    return descriptor


def constraints(field: Field) -> dict[str, Any]:
    constraint_values: dict[str, Any] = {"required": True} if field.required else {}
    if field.column.codes:
        constraint_values["enum"] = [*field.column.codes]
    elif field.pattern:
        constraint_values["pattern"] = field.pattern
    return constraint_values
