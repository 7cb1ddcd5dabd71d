"""`croissant.json`: the Parquet tables as a data set of Croissant 1.1, with the SHA-256 of each file.

Croissant describes the Parquet files and not the CSV files, because its loaders guess the types of CSV cells.
"""

from typing import Any

import msgspec

from api import about
from api.bundle.contents import Contents
from api.bundle.tables import Field, Table
from api.storage.manifest import File

NAME = "croissant.json"
VERSION = "http://mlcommons.org/croissant/1.1"
MEDIA_TYPE = "application/ld+json"
# What Croissant calls Parquet. Its loaders know no other media type of it.
PARQUET = "application/x-parquet"
# Column kind → its type in Croissant. All others are texts; a nested column is JSON as text.
TYPES = {
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "day": "sc:Date",
    "moment": "sc:DateTime",
}
# The terms of Croissant 1.1, which its readers expect whole.
TERMS = (
    *("arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field"),
    *("fileObject", "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath"),
    *("key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace"),
    *("samplingRate", "separator", "source", "subField", "transform"),
)
CONTEXT: dict[str, Any] = {
    "@language": about.LANGUAGE,
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{term: f"cr:{term}" for term in TERMS},
}


def write(contents: Contents) -> bytes:
    work, release = contents.work, contents.release
    stored = [table for table in contents.tables if parquet(table) in contents.files]
    data_set = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "@id": work.pinned_url,
        "conformsTo": VERSION,
        "name": work.title,
        "description": f"{about.ABOUT} Release {release.number}: {release.title}.",
        "url": work.pinned_url,
        "license": about.LICENSE,
        "creator": {"@type": "sc:Organization", "name": about.AUTHORS},
        "publisher": {"@type": "sc:Organization", "name": about.NAME},
        "keywords": [*about.KEYWORDS],
        "inLanguage": about.LANGUAGE,
        "version": release.version,
        "datePublished": release.published_at,
        "citeAs": about.cite_as(release.number, release.published_at, work.pinned_url),
        "isLiveDataset": False,
        "distribution": [file_object(contents.files[parquet(table)], contents.home) for table in stored],
        "recordSet": [record_set(table) for table in stored],
    }
    return msgspec.json.format(msgspec.json.encode(data_set)) + b"\n"


def parquet(table: Table) -> str:
    return f"{table.name}.parquet"


def file_object(file: File, home: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "description": file.about,
        "contentUrl": f"{home}/files/{file.name}",
        "contentSize": f"{file.bytes} B",
        "encodingFormat": PARQUET,
        "sha256": file.sha256,
    }


def record_set(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.about,
        "key": [{"@id": f"{table.name}/{column}"} for column in table.key],
        "field": [described(table, field) for field in table.fields],
    }


def described(table: Table, field: Field) -> dict[str, Any]:
    column = {"fileObject": {"@id": parquet(table)}, "extract": {"column": field.name}}
    descriptor: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{field.name}",
        "name": field.name,
        "description": field.column.description,
        "dataType": TYPES.get(field.column.kind, "sc:Text"),
        "source": column,
    }
    if field.column.kind == "list":
        descriptor |= {"isArray": True, "arrayShape": "-1"}
    return descriptor
