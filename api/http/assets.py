"""The scripts, styles and images of pages, each under a name that contains a hash of its content."""

import asyncio
import base64
import gzip
import hashlib
from functools import cached_property
from pathlib import Path

from litestar.response.base import ASGIResponse
from msgspec import Struct

from api.http.responses import parse_etags

FOLDER = Path(__file__).with_name("assets")
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
# The script that other sites load. Its name is fixed; another major version gets another name.
FIGURE_SCRIPT = "muster-figure.v1.js"
FILES = ("site.js", "site.css", "muster.svg", "embed.js", FIGURE_SCRIPT)
IMMUTABLE = "public, max-age=31536000, immutable"
HOURLY = "public, max-age=3600, stale-while-revalidate=86400"
SHORT_LIVED = "public, max-age=300, stale-while-revalidate=86400"


class Asset(Struct, frozen=True, kw_only=True, dict=True):
    """A static file."""

    body: bytes
    media_type: str

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:16]

    @cached_property
    def integrity(self) -> str:
        """The value of `integrity` of a script element."""
        return f"sha384-{base64.b64encode(hashlib.sha384(self.body).digest()).decode()}"

    @cached_property
    def compressed(self) -> bytes:
        return gzip.compress(self.body, 9, mtime=0)

    async def respond(self, headers: dict[str, str], *, gzip: bool) -> ASGIResponse:
        coding = {"content-encoding": "gzip"} if gzip else {}
        # compressed once and kept, off the event loop
        body = await asyncio.to_thread(lambda: self.compressed) if gzip else self.body
        headers = {"vary": "Accept-Encoding", **coding, **headers}
        return ASGIResponse(body=body, headers=headers, media_type=self.media_type)

    async def respond_unless_current(
        self, headers: dict[str, str], *, gzip: bool, if_none_match: str | None
    ) -> ASGIResponse:
        """Respond with an ETag, or with 304 if the client's copy is current."""
        tag = f'"{self.digest}-gzip"' if gzip else f'"{self.digest}"'
        headers = {**headers, "etag": tag}
        tags = parse_etags(if_none_match)
        if tag in tags or "*" in tags:
            headers.setdefault("vary", "Accept-Encoding")
            return ASGIResponse(status_code=304, headers=headers, media_type=self.media_type)
        return await self.respond(headers, gzip=gzip)


def asset(name: str) -> Asset:
    path = FOLDER / name
    return Asset(body=path.read_bytes(), media_type=TYPES[path.suffix])


def versioned(name: str, digest: str) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{digest}.{suffix}"


# Browsers ask for it at a fixed URL.
FAVICON = Asset(body=(FOLDER / "favicon.ico").read_bytes(), media_type="image/x-icon")
PLAIN = {name: asset(name) for name in FILES}
NAMES = {name: versioned(name, each.digest) for name, each in PLAIN.items()}
ASSETS = {NAMES[name]: each for name, each in PLAIN.items()}
# Also under their plain names.
FIXED = {FIGURE_SCRIPT: PLAIN[FIGURE_SCRIPT]}
