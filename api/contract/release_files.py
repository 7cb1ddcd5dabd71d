"""The operations about the files of a release: their list, and each of them whole or in parts."""

from typing import Any

from api.bundle.texts import TEXTS
from api.catalog import BY_NAME
from api.contract import examples, headers, parameters, responses
from api.contract.operation import Operation, operation
from api.contract.responses import Response, failures
from api.contract.vocabularies import ref
from api.formats import FORMATS
from api.negotiation import JSON

RELEASES = BY_NAME["releases"]
STORED = (
    "Every release is stored as files that never change: tables as CSV, packed CSV and Parquet, codebook, "
    "data package, citations, load scripts, sums, and a zip of all of them."
)
IN_PARTS = (
    "As it is stored, without any content coding, with its length and digest. One range of bytes may be "
    "asked for, so a download can be resumed and Parquet be read in place; several at once are answered with "
    "the whole file."
)
PACKED = ("application/gzip", "application/zip")
BINARY = {*PACKED, *(form.media_type for form in FORMATS if form.library)}
SENT = ("ETag", "Cache-Control", "Content-Location", "Link", "Muster-Release")
FILE = (*SENT, "Accept-Ranges", "Content-Disposition", "Content-Length", "Muster-Rows", "Repr-Digest")


def paths(public_url: str) -> dict[str, Any]:
    home = f"/v1/{RELEASES.name}/{{{RELEASES.key}}}/files"
    return {home: {"get": listing(public_url)}, f"{home}/{{name}}": {"get": download()}}


def listing(public_url: str) -> Operation:
    answer = {
        "description": "The files, by name.",
        "headers": headers.refs(*headers.HELD),
        "content": {
            JSON: {
                "schema": ref("ReleaseFilesAnswer"),
                **examples.shown(examples.Asked(address=examples.RELEASE_FILES), public_url),
            }
        },
        "links": {
            "file": {
                "operationId": "getReleaseFile",
                "parameters": {RELEASES.key: "$request.path.number", "name": "$response.body#/data/0/name"},
                "description": "The first of them.",
            }
        },
    }
    return operation(
        RELEASES,
        "listReleaseFiles",
        ("List the files of a release", STORED),
        [parameters.key(RELEASES)],
        {"200": answer} | responses.NOT_MODIFIED | missing("NotAcceptable"),
    )


def download() -> Operation:
    named = [{"$ref": f"#/components/parameters/{name}"} for name in ("FileName", "Range", "IfRange")]
    return operation(
        RELEASES,
        "getReleaseFile",
        ("Download a file of a release", IN_PARTS),
        [parameters.key(RELEASES), *named],
        {
            "200": sent("The whole file.", *FILE),
            "206": sent("The part that was asked for.", *FILE, "Content-Range"),
            "304": {"description": "You have this very file.", "headers": headers.refs(*SENT)},
        }
        | missing("RangeNotSatisfiable"),
    )


def missing(*more: str) -> Response:
    return failures("InvalidQuery", "FilesNotFound", "FilesRemoved", *more)


def sent(description: str, *names: str) -> Response:
    content = {media_type: {"schema": schema(media_type)} for media_type in sorted(media_types())}
    return {"description": description, "headers": headers.refs(*names), "content": content}


def media_types() -> set[str]:
    tables = {form.media_type for form in FORMATS if form.suffix in {".csv", ".parquet"}}
    return {*tables, *PACKED, *(text.media_type.partition(";")[0] for text in TEXTS)}


def schema(media_type: str) -> dict[str, Any]:
    if media_type in BINARY:
        return {"type": "string", "format": "binary"}
    return {} if media_type.endswith(("json", "yaml")) else {"type": "string"}
