"""An oEmbed answer as JSON and as XML."""

from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

import msgspec
from msgspec import Struct

from api.http.xml_text import legal


class Embedded(Struct, frozen=True, kw_only=True):
    """The answer of oEmbed 1.0. `link` has only a title, `photo` a URL. `cache_age` is in seconds."""

    type: str
    title: str
    provider_name: str
    provider_url: str
    version: str = "1.0"
    cache_age: int = 3600
    width: int | None = None
    height: int | None = None
    html: str | None = None
    url: str | None = None


def members(answer: Embedded) -> dict[str, object]:
    """List what is known, in the order of the specification's examples."""
    known = {name: getattr(answer, name) for name in ("version", *answer.__struct_fields__)}
    return {name: each for name, each in known.items() if each is not None}


def json(answer: Embedded) -> bytes:
    return msgspec.json.encode(members(answer))


def xml(answer: Embedded) -> bytes:
    parts = [f"<{name}>{text(str(each))}</{name}>" for name, each in members(answer).items()]
    head = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>'
    return f"{head}\n<oembed>\n{chr(10).join(parts)}\n</oembed>\n".encode()


def text(words: str) -> str:
    return escape(legal(words))


WRITERS: Mapping[str, Callable[[Embedded], bytes]] = {"json": json, "xml": xml}
