"""What each response header means. Operations name the headers of their responses."""

from typing import Any

from api import about
from api.http import middleware

Headers = dict[str, Any]


def text(description: str, *, example: str | None = None, **more: Any) -> Headers:
    example_field = {} if example is None else {"example": example}
    return {"description": description, "schema": {"type": "string", **more}, **example_field}


def number(description: str, example: int) -> Headers:
    return {"description": description, "schema": {"type": "integer", "minimum": 1}, "example": example}


ALWAYS: dict[str, Headers] = {
    "Access-Control-Allow-Origin": text("Every origin may read the response.", const="*"),
    "Access-Control-Expose-Headers": text(
        "The headers that scripts of other origins may read.", const=middleware.EXPOSED
    ),
    "Cross-Origin-Resource-Policy": text("Every site may embed the response.", const="cross-origin"),
    "X-Content-Type-Options": text("Clients must not guess another media type.", const="nosniff"),
    "Muster-Contract": number(
        "The contract version. It increases when a column, a link or a text in bodies changes.",
        about.CONTRACT,
    ),
}
OTHERS: dict[str, Headers] = {
    "ETag": text("Identifies exactly this response, with its content coding.", pattern='^"[A-Za-z0-9_-]+"$'),
    "Vary": text("The request headers that the response depends on.", example="Accept, Accept-Encoding"),
    "Cache-Control": text("How long caches may keep the response.", example="public, max-age=60"),
    "Content-Location": text("The pinned URL of the response.", format="uri"),
    "Link": text("The next page, this document, the license, and what to cite.", example='<…>; rel="next"'),
    "Muster-Release": number("The release that the response comes from.", 1),
    "Content-Disposition": text(
        "The file's name, with its release.", example='attachment; filename="agencies-release-1.csv"'
    ),
    "Accept-Ranges": text(
        "Whether you can request a part: `bytes` or, for a large file made on request or with gzip, `none`.",
        pattern="^(none|bytes)$",
    ),
    "Muster-Rows": {
        **number("The number of records in the file.", 812),
        "schema": {"type": "integer", "minimum": 0},
    },
    "Repr-Digest": text(
        "SHA-256 of the file (RFC 9530), if it is sent without a content coding.",
        pattern="^sha-256=:[A-Za-z0-9+/]{43}=:$",
    ),
    "Content-Length": {
        **number("The number of bytes in the body.", 1024),
        "schema": {"type": "integer", "minimum": 0},
    },
    "Content-Range": text(
        "The part of the file in the body, and the length of the file.",
        pattern="^bytes ([0-9]+-[0-9]+|[*])/[0-9]+$",
        example="bytes 0-1023/4096",
    ),
    "Location": text("The URL to go to.", format="uri"),
    "Retry-After": number("The number of seconds to wait before retrying.", 2),
}
# What the server sends only if it knows it before the first byte of a file.
IF_KNOWN = frozenset({"Content-Length", "Muster-Rows", "Repr-Digest"})
ALL = dict(sorted((ALWAYS | OTHERS).items()))


def components() -> dict[str, Headers]:
    return {name: {**header, "required": name not in IF_KNOWN} for name, header in ALL.items()}


def refs(*names: str) -> Headers:
    """Reference the named headers and those that every response has."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in sorted({*names, *ALWAYS})}
