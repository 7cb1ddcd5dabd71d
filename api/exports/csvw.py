"""Describe a file in the terms of CSV on the Web: rows, bytes, digest, columns and source."""

from msgspec import Struct

from api import about
from api.catalog.columns import Column
from api.exports.formats import CSV, Format
from api.exports.provenance import Description
from api.exports.reader_types import ReaderTypes, reader_types
from api.storage.checksums import Proof

CSVW = "http://www.w3.org/ns/csvw"
DATATYPES = {
    "integer": "integer",
    "number": "decimal",
    "boolean": "boolean",
    "day": "date",
    "moment": "dateTime",
    "nested": "json",
}
JOINED = {".csv", ".xlsx"}


class FileColumn(Struct, frozen=True, kw_only=True, rename={"description": "dc:description"}):
    """A column of a file, in the terms of CSV on the Web. `codes` is its closed list of codes, or empty."""

    name: str
    datatype: str
    required: bool
    separator: str | None
    description: str
    codes: list[str]


class TableSchema(Struct, frozen=True, kw_only=True, rename={"primary_key": "primaryKey"}):
    """The columns of a file in order, and the one that identifies its rows, if the file includes it."""

    columns: list[FileColumn]
    primary_key: str | None


NAMES = {"context": "@context", "schema": "tableSchema"}


class FileMetadata(Struct, frozen=True, kw_only=True, rename=NAMES):
    """The content of a file, and what proves that a copy of it is complete.

    `url` is the file's pinned URL. `bytes` and `sha256` describe the file without any content coding.
    `reader_types` has the types of a CSV for programs that would guess them; null for other formats.
    """

    context: str
    url: str
    media_type: str
    rows: int
    bytes: int
    sha256: str
    query: str
    release: int
    published_at: str
    contract_version: int
    license: str
    cite_as: str
    schema: TableSchema
    reader_types: ReaderTypes | None


def metadata(form: Format, description: Description, proof: Proof) -> FileMetadata:
    key = description.resource.key
    return FileMetadata(
        context=CSVW,
        url=description.url,
        media_type=form.media_type,
        rows=proof.rows,
        bytes=proof.bytes,
        sha256=proof.sha256,
        query=description.query,
        release=description.release,
        published_at=description.published_at,
        contract_version=about.CONTRACT,
        license=about.LICENSE,
        cite_as=description.cite_as,
        schema=TableSchema(
            columns=[file_column(form, column) for column in description.columns],
            primary_key=key if key in description.names else None,
        ),
        reader_types=reader_types(description.columns) if form is CSV else None,
    )


def file_column(form: Format, column: Column) -> FileColumn:
    joined = column.kind == "list" and form.suffix in JOINED
    return FileColumn(
        name=column.name,
        datatype=DATATYPES.get(column.kind, "string"),
        required=not column.nullable and column.kind != "nested",
        separator="; " if joined else None,
        description=column.description,
        codes=list(column.codes),
    )
