"""The documentation as a page that loads nothing from elsewhere, and the contract it shows."""

import asyncio
import gzip
import hashlib
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from msgspec import Struct

from api import negotiation, query
from api.discovery import datasets
from api.problems import Refusal

FOLDER = Path(__file__).with_name("assets")
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
FILES = ("viewer.js", "viewer.css", "docs.js", "docs.css", "muster.svg")
FOR_EVER = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=300, stale-while-revalidate=86400"
# The viewer writes style attributes; a script runs only from a file of ours.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)


class Asset(Struct, frozen=True, kw_only=True, dict=True):
    """A text that is served, with the name that holds its hash."""

    body: bytes
    media_type: str

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:16]

    @cached_property
    def packed(self) -> bytes:
        return gzip.compress(self.body, 9, mtime=0)

    async def respond(self, request: Request[Any, Any, Any], headers: dict[str, str]) -> ASGIResponse:
        packed = negotiation.accepts_gzip(request.headers.get("accept-encoding"))
        coding = {"content-encoding": "gzip"} if packed else {}
        # packed once and kept, off the event loop
        body = await asyncio.to_thread(lambda: self.packed) if packed else self.body
        headers = {"vary": "Accept-Encoding", **coding, **headers}
        return ASGIResponse(body=body, headers=headers, media_type=self.media_type)


def asset(name: str) -> Asset:
    path = FOLDER / name
    return Asset(body=path.read_bytes(), media_type=TYPES[path.suffix])


def versioned(name: str, digest: str) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{digest}.{suffix}"


PLAIN = {name: asset(name) for name in FILES}
NAMES = {name: versioned(name, each.digest) for name, each in PLAIN.items()}
ASSETS = {NAMES[name]: each for name, each in PLAIN.items()}


# Text in a script is not unescaped, so nothing in it may look like a tag.
INERT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


@cache
def page(public_url: str) -> Asset:
    """Its addresses are relative, so that it also works below a path of a public address.

    Search engines for data read what it says of the collection.
    """
    text = (FOLDER / "docs.html").read_text(encoding="utf-8")
    for name, named in NAMES.items():
        text = text.replace(f"docs/{name}", f"docs/{named}")
    dataset = msgspec.json.encode(datasets.collection(public_url)).decode()
    text = text.replace("{dataset}", dataset.translate(INERT))
    return Asset(body=text.encode(), media_type="text/html")


@cache
def openapi(public_url: str) -> Asset:
    from api.contract import document  # noqa: PLC0415 - the contract names the files of this module

    return Asset(body=msgspec.json.encode(document(public_url)), media_type=negotiation.JSON)


def routes() -> list[HTTPRouteHandler]:
    return [get_start, get_openapi, get_docs, get_asset]


@get("/")
async def get_start(request: Request[Any, Any, Any]) -> ASGIResponse:
    """Who opens the bare address in a browser wants to read."""
    query.read(request.scope["query_string"], {})
    headers = {"location": f"{request.app.state.settings.public_url}/docs", "cache-control": FOR_NOW}
    return ASGIResponse(status_code=302, headers=headers)


@get("/openapi.json")
async def get_openapi(request: Request[Any, Any, Any]) -> ASGIResponse:
    query.read(request.scope["query_string"], {})
    made = await asyncio.to_thread(openapi, request.app.state.settings.public_url)
    packed = negotiation.accepts_gzip(request.headers.get("accept-encoding"))
    tag = f'"{made.digest}-gzip"' if packed else f'"{made.digest}"'
    headers = {"etag": tag, "cache-control": FOR_NOW}
    given = request.headers.get("if-none-match", "")
    if tag in (each.strip().removeprefix("W/") for each in given.split(",")) or given.strip() == "*":
        headers["vary"] = "Accept-Encoding"
        return ASGIResponse(status_code=304, headers=headers, media_type=negotiation.JSON)
    return await made.respond(request, headers)


@get("/docs")
async def get_docs(request: Request[Any, Any, Any]) -> ASGIResponse:
    query.read(request.scope["query_string"], {})
    made = page(request.app.state.settings.public_url)
    return await made.respond(request, {"cache-control": FOR_NOW, "content-security-policy": POLICY})


@get("/docs/{name:str}")
async def get_asset(request: Request[Any, Any, Any]) -> ASGIResponse:
    query.read(request.scope["query_string"], {})
    found = ASSETS.get(request.path_params["name"])
    if found is None:
        raise Refusal("not-found", "The documentation has no such file.")
    return await found.respond(request, {"cache-control": FOR_EVER})
