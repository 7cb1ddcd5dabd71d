"""The headers of answers, and which answers carry which."""

from typing import Any

from api import middleware, terms

Headers = dict[str, Any]


def text(description: str, *, example: str | None = None, **more: Any) -> Headers:
    shown = {} if example is None else {"example": example}
    return {"description": description, "schema": {"type": "string", **more}, **shown}


def number(description: str, example: int) -> Headers:
    return {"description": description, "schema": {"type": "integer", "minimum": 1}, "example": example}


ALWAYS: dict[str, Headers] = {
    "Access-Control-Allow-Origin": text("Every origin may read this.", const="*"),
    "Access-Control-Expose-Headers": text(
        "What scripts of other origins may read.", const=middleware.EXPOSED
    ),
    "Cross-Origin-Resource-Policy": text("Every site may embed this.", const="cross-origin"),
    "X-Content-Type-Options": text("The media type is as said.", const="nosniff"),
    "Muster-Contract": number(
        "The contract version: it grows when a column, a link or a text in bodies changes.", terms.CONTRACT
    ),
}
HELD: dict[str, Headers] = {
    "ETag": text("Names this very answer, with its content coding.", pattern='^"[A-Za-z0-9_-]+"$'),
    "Vary": text("The request headers that this answer depends on.", example="Accept, Accept-Encoding"),
    "Cache-Control": text("How long a copy may be kept.", example="public, max-age=60"),
    "Content-Location": text("The pinned address of what was served.", format="uri"),
    "Link": text("The next page, this document, the licence, what to cite.", example='<…>; rel="next"'),
    "Muster-Release": number("The release that the answer was made from.", 1),
}
FILE: dict[str, Headers] = {
    "Content-Disposition": text(
        "The file's name, with its release.", example='attachment; filename="agencies-release-1.csv"'
    ),
    "Accept-Ranges": text(
        "Whether a part may be asked for: `bytes` of a stored file, `none` of one in the making.",
        pattern="^(none|bytes)$",
    ),
}
# Where they are known before the first byte.
PROOF: dict[str, Headers] = {
    "Muster-Rows": {
        **number("How many records the file holds.", 812),
        "schema": {"type": "integer", "minimum": 0},
    },
    "Repr-Digest": text(
        "SHA-256 of the file (RFC 9530), where it is sent without a content coding.",
        pattern="^sha-256=:[A-Za-z0-9+/]{43}=:$",
    ),
}
STORED: dict[str, Headers] = {
    "Content-Length": {
        **number("How many bytes are sent.", 1024),
        "schema": {"type": "integer", "minimum": 0},
    },
    "Content-Range": text(
        "Which part of the file it is, and how long the file is.",
        pattern="^bytes ([0-9]+-[0-9]+|[*])/[0-9]+$",
        example="bytes 0-1023/4096",
    ),
}
OTHERS: dict[str, Headers] = {
    "Content-Security-Policy": text("What the page may load: its own files and nothing else."),
    "Location": text("Where it is.", format="uri"),
    "Retry-After": number("After how many seconds to ask again.", 2),
}
ALL = dict(sorted((ALWAYS | HELD | FILE | PROOF | STORED | OTHERS).items()))


def components() -> dict[str, Headers]:
    return {name: {**header, "required": name not in PROOF} for name, header in ALL.items()}


def refs(*names: str) -> Headers:
    """Those named and those that every answer has."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in sorted({*names, *ALWAYS})}
