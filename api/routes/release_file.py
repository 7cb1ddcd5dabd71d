"""A stored file of a release, as a whole or in parts."""

import asyncio

from litestar.response.base import ASGIResponse

from api.bundle.datapackage import NAME as PACKAGE
from api.bundle.texts import TEXTS
from api.catalog.resources import BY_NAME
from api.exports.formats import CSV, FORMATS
from api.http.envelope import constant_links
from api.http.ranges import entire
from api.http.responses import BodyResponse, HeaderList, parse_etags
from api.http.streaming import content_length
from api.reading.releases import ReleaseRef
from api.routes import file_parts
from api.routes.asked import Asked
from api.routes.choose_release import in_path
from api.routes.operation import (
    Content,
    Operation,
    Response,
    Schema,
    title,
)
from api.storage.checksums import repr_digest
from api.storage.manifest import File
from api.storage.response import OpenFile, StoredResponse

RELEASES = BY_NAME["releases"]
PROBLEMS = ("InvalidQuery", "FilesNotFound", "FilesRemoved")
IN_PARTS = (
    "Returns the file as it is stored, without a content coding, with its length and digest. Request one "
    "range of bytes to resume a download or to read Parquet in place. A request for several ranges returns "
    "the whole file."
)
PACKED = ("application/gzip", "application/zip")
BINARY = {*PACKED, *(form.media_type for form in FORMATS if form.library)}
SENT = ("ETag", "Cache-Control", "Content-Location", "Link", "Muster-Release")
FILE_NAME: Schema = {
    "name": "name",
    "in": "path",
    "required": True,
    "description": "The name of the file, from the list of the release's files.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$", "maxLength": 80},
    "example": "metrics.csv",
}
FILE = (*SENT, "Accept-Ranges", "Content-Disposition", "Content-Length", "Muster-Rows", "Repr-Digest")
FOR_EVER = b"public, max-age=31536000, immutable"


def download() -> Operation:
    content = tuple(Content(media_type=each, schema=schema(each)) for each in sorted(media_types()))
    return Operation(
        path=f"{RELEASES.record_path}/files/{{name}}",
        id="getReleaseFile",
        summary="Download a file of a release",
        description=IN_PARTS,
        tag=title(RELEASES),
        resource=RELEASES,
        also={"file_name": FILE_NAME, **file_parts.HEADERS},
        responses=(
            Response(description="The whole file.", headers=FILE, content=content),
            Response(
                status=206,
                description="The requested part.",
                headers=(*FILE, "Content-Range"),
                content=content,
            ),
            Response(status=304, description="Your copy of the file is current.", headers=SENT),
        ),
        problems=(*PROBLEMS, "RangeNotSatisfiable"),
        remembered=False,
        answer=get_file,
    )


async def get_file(asked: Asked) -> ASGIResponse:
    release = await in_path(asked.services, asked.question, asked.key)
    name = asked.request.path_params["name"]
    opened = await asyncio.to_thread(asked.services.release_files.open, release, name)
    try:
        response = respond(asked, release, opened)
    except BaseException:
        opened.close()
        raise
    if not isinstance(response, StoredResponse):
        opened.close()
    return response


def respond(asked: Asked, release: ReleaseRef, opened: OpenFile) -> ASGIResponse:
    """Respond with 304, HEAD, the requested part, or the whole file."""
    file, tag = opened.file, f'"{opened.file.sha256}"'
    headers = file_headers(file, release, asked.public_url)
    tags = parse_etags(asked.if_none_match)
    if tag in tags or "*" in tags:
        return BodyResponse(304, headers)
    if asked.head:
        return BodyResponse(200, [*headers, content_length(file.bytes)])
    part = file_parts.part_of(asked.request, tag)
    span = part.of(file.bytes) if part else None
    if span is None:
        return StoredResponse(200, headers, opened, entire(file.bytes))
    headers.append((b"content-range", span.content_range.encode()))
    return StoredResponse(206, headers, opened, span)


def file_headers(file: File, release: ReleaseRef, public_url: str) -> HeaderList:
    """Build the headers. No `Vary`, because the file is sent as stored, without a content coding."""
    home = f"{public_url}/v1/{RELEASES.name}/{release.number}"
    links = (
        f'<{home}/files/{PACKAGE}>; rel="describedby"; type="application/json", '
        f'<{home}/files>; rel="collection", {constant_links(public_url)}, <{home}>; rel="cite-as"'
    )
    headers = [
        (b"content-type", content_type(file).encode()),
        (b"content-disposition", f'attachment; filename="{download_name(file, release)}"'.encode()),
        (b"etag", f'"{file.sha256}"'.encode()),
        (b"accept-ranges", b"bytes"),
        (b"cache-control", FOR_EVER),
        (b"content-location", f"{home}/files/{file.name}".encode()),
        (b"link", links.encode()),
        (b"muster-release", b"%d" % release.number),
        (b"repr-digest", repr_digest(file.sha256).encode()),
    ]
    return headers if file.rows is None else [*headers, (b"muster-rows", b"%d" % file.rows)]


def content_type(file: File) -> str:
    return CSV.content_type if file.media_type == CSV.media_type else file.media_type


def download_name(file: File, release: ReleaseRef) -> str:
    """Add the release to the file name, before the first suffix."""
    mark = f"release-{release.number}"
    if mark in file.name:
        return file.name
    stem, dot, suffix = file.name.partition(".")
    return f"{stem}-{mark}{dot}{suffix}"


def media_types() -> set[str]:
    tables = {form.media_type for form in FORMATS if form.suffix in {".csv", ".parquet"}}
    return {*tables, *PACKED, *(text.media_type.partition(";")[0] for text in TEXTS)}


def schema(media_type: str) -> Schema:
    if media_type in BINARY:
        return {"type": "string", "format": "binary"}
    return {} if media_type.endswith(("json", "yaml")) else {"type": "string"}
