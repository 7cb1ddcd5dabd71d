"""The list of a release's stored files."""

import asyncio

import msgspec
from litestar.response.base import ASGIResponse

from api.http.negotiation import JSON
from api.routes.asked import Asked
from api.routes.choose_release import in_path
from api.routes.operation import (
    DATA,
    NOT_MODIFIED,
    Content,
    Operation,
    Response,
    title,
)
from api.routes.release_file import PROBLEMS, RELEASES, download
from api.storage.manifest import File
from schemas.release_file import ReleaseFile

STORED = (
    "Every release is stored as files that never change: tables as CSV, gzipped CSV and Parquet, a "
    "codebook, a data package, citations, load scripts, checksums, and a zip of all of them."
)


def operations() -> tuple[Operation, ...]:
    return listing(), download()


def listing() -> Operation:
    """Define the list. Its URL names the release, so it is the pinned one; the release is what to cite."""
    path = f"{RELEASES.record_path}/files"
    first = {
        "operationId": "getReleaseFile",
        "parameters": {RELEASES.key: "$request.path.number", "name": f"{DATA}/0/name"},
        "description": "The first file.",
    }
    content = Content(media_type=JSON, schema="ReleaseFilesAnswer", example="/v1/releases/1/files")
    return Operation(
        path=path,
        id="listReleaseFiles",
        summary="List the files of a release",
        description=STORED,
        tag=title(RELEASES),
        resource=RELEASES,
        negotiated=True,
        release=in_path,
        pinnable=False,
        cited=f"{{public_url}}{RELEASES.path}/{{number}}",
        responses=(
            Response(description="The files, by name.", content=(content,), links={"file": first}),
            NOT_MODIFIED,
        ),
        problems=(*PROBLEMS, "NotAcceptable"),
        remembered=False,
        answer=list_files,
    )


async def list_files(asked: Asked) -> ASGIResponse:
    """Respond with the list. The ETag includes its digest, because the list can be rewritten."""
    release = await asked.chosen_release()
    listed = await asyncio.to_thread(asked.services.release_files.list, release)
    envelope = asked.envelope(release, f"of {listed.digest}")
    if asked.head:
        return envelope.not_modified(exists=True) or envelope.head()
    files = [described(file, f"{envelope.public_url}{envelope.path}") for file in listed.manifest.files]
    return await envelope.respond(envelope.record(msgspec.json.encode(files)))


def described(file: File, home: str) -> ReleaseFile:
    return ReleaseFile(
        name=file.name,
        url=f"{home}/{file.name}",
        about=file.about,
        media_type=file.media_type,
        bytes=file.bytes,
        sha256=file.sha256,
        rows=file.rows,
    )
