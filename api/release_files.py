"""What a release is as files, stored once and for ever: the list of them, each whole and in parts."""

import asyncio
from typing import Any

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse

from api import negotiation, query, records
from api.answers import Answer, constant_links
from api.bundle.datapackage import NAME as PACKAGE
from api.bundle.manifest import File
from api.catalog import BY_NAME
from api.formats import CSV
from api.proofs import repr_digest
from api.ranges import Span, wanted, whole
from api.releases import Held, Releases
from api.replies import HEAD, Fields, Reply, tags_of
from api.stored import Store
from api.stored_transfer import Opened, StoredResponse
from api.transfer import length
from schemas.release_file import ReleaseFile

RELEASES = BY_NAME["releases"]
FOR_EVER = b"public, max-age=31536000, immutable"


def routes() -> list[HTTPRouteHandler]:
    return [list_release_files, get_release_file]


class Files(Answer):
    """The list of a release's files. Its address names the release and so is the pinned one."""

    takes_release = False

    def citable(self, address: str) -> str:
        return super().citable(address.removesuffix("/files"))


@get(f"/v1/{RELEASES.name}/{{key:str}}/files", name="list-release-files")
async def list_release_files(request: Request[Any, Any, Any]) -> ASGIResponse:
    question = query.read(request.scope["query_string"], {})
    key = records.read_key(RELEASES, request.path_params["key"])
    negotiation.media_type(negotiation.header(request.scope, b"accept"), (negotiation.JSON,))
    held = await numbered(request, key)
    store: Store = request.app.state.release_files
    listed = await asyncio.to_thread(store.list, held)
    path = address(held)
    answer = Files(request, question, path, f"{negotiation.JSON} of {listed.digest}", negotiated=True)
    answer.content_type = negotiation.JSON
    if (short := answer.unchanged(held, exists=True)) is not None:
        return short
    if HEAD in request.scope:
        return answer.bare(held)
    files = [described(file, f"{answer.public_url}{path}") for file in listed.manifest.files]
    return await answer.respond(answer.record(msgspec.json.encode(files), held), held)


async def numbered(request: Request[Any, Any, Any], key: Any) -> Held:
    releases: Releases = request.app.state.releases
    return await releases.numbered(request.app.state.pools.pages, key)


def address(held: Held) -> str:
    return f"/v1/{RELEASES.name}/{held.number}/files"


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


@get(f"/v1/{RELEASES.name}/{{key:str}}/files/{{name:str}}", name="get-release-file")
async def get_release_file(request: Request[Any, Any, Any]) -> ASGIResponse:
    query.read(request.scope["query_string"], {})
    held = await numbered(request, records.read_key(RELEASES, request.path_params["key"]))
    store: Store = request.app.state.release_files
    opened = await asyncio.to_thread(store.open, held, request.path_params["name"])
    try:
        answer = respond(request, held, opened)
    except BaseException:
        opened.close()
        raise
    if not isinstance(answer, StoredResponse):
        opened.close()
    return answer


def respond(request: Request[Any, Any, Any], held: Held, opened: Opened) -> ASGIResponse:
    """304, then HEAD, then the part that is asked for, else the whole."""
    file, tag = opened.file, f'"{opened.file.sha256}"'
    found = fields(file, held, request.app.state.settings.public_url)
    known = tags_of(negotiation.header(request.scope, b"if-none-match"))
    if tag in known or "*" in known:
        return Reply(304, found)
    if HEAD in request.scope:
        return Reply(200, [*found, length(file.bytes)])
    span = part(request, tag, file.bytes)
    if span is None:
        return StoredResponse(200, found, opened, whole(file.bytes))
    found.append((b"content-range", span.content_range.encode()))
    return StoredResponse(206, found, opened, span)


def part(request: Request[Any, Any, Any], tag: str, size: int) -> Span | None:
    asked, condition = (negotiation.header(request.scope, name) for name in (b"range", b"if-range"))
    return wanted(asked, condition, tag, size)


def fields(file: File, held: Held, public_url: str) -> Fields:
    """Nothing varies: a file is sent as it is stored, without any coding."""
    release = f"{public_url}/v1/{RELEASES.name}/{held.number}"
    links = (
        f'<{release}/files/{PACKAGE}>; rel="describedby"; type="application/json", '
        f'<{release}/files>; rel="collection", {constant_links(public_url)}, <{release}>; rel="cite-as"'
    )
    found = [
        (b"content-type", content_type(file).encode()),
        (b"content-disposition", f'attachment; filename="{saved_as(file, held)}"'.encode()),
        (b"etag", f'"{file.sha256}"'.encode()),
        (b"accept-ranges", b"bytes"),
        (b"cache-control", FOR_EVER),
        (b"content-location", f"{release}/files/{file.name}".encode()),
        (b"link", links.encode()),
        (b"muster-release", b"%d" % held.number),
        (b"repr-digest", repr_digest(file.sha256).encode()),
    ]
    return found if file.rows is None else [*found, (b"muster-rows", b"%d" % file.rows)]


def content_type(file: File) -> str:
    return CSV.content_type if file.media_type == CSV.media_type else file.media_type


def saved_as(file: File, held: Held) -> str:
    """With the release in it, before the first suffix."""
    mark = f"release-{held.number}"
    if mark in file.name:
        return file.name
    stem, dot, suffix = file.name.partition(".")
    return f"{stem}-{mark}{dot}{suffix}"
