"""What a picture says of itself: its words for who cannot see it, and where it comes from."""

import re
import struct
import zlib
from collections.abc import Iterator
from html import escape
from itertools import count

from msgspec import Struct

from api import about
from api.charts.look import DARK, LIGHT, Look
from api.http.xml_text import legal

ROOT = re.compile(r"<svg [^>]*>")
CLIP = re.compile(r"\b(clip|gradient)_?(\d+)\b")
SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Marking(Struct, frozen=True, kw_only=True):
    """`title` names the picture, `description` is its alternative text, `url` its pinned URL."""

    title: str
    description: str
    credit: str
    url: str


def text(words: str) -> str:
    return escape(legal(words))


def svg(picture: str, marking: Marking, look: Look) -> str:
    """Make the root one image with a name and a description, and add the source as metadata."""
    root = ROOT.search(picture)
    if root is None:
        raise ValueError("The renderer returned no SVG.")
    begin = root[0][:-1] + ' role="img" aria-labelledby="muster-title muster-desc">'
    head = (
        f'<title id="muster-title">{text(marking.title)}</title>'
        f'<desc id="muster-desc">{text(marking.description)}</desc>{metadata(marking)}'
    )
    style = dark_style() if look.theme == "auto" else ""
    return begin + head + style + renumbered(picture[root.end() :])


def metadata(marking: Marking) -> str:
    """Write the source in RDF with Dublin Core, which picture editors and asset systems read."""
    return (
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cc="http://creativecommons.org/ns#">'
        f'<cc:Work rdf:about=""><dc:title>{text(marking.title)}</dc:title>'
        f"<dc:description>{text(marking.description)}</dc:description>"
        f'<dc:source rdf:resource="{text(marking.url)}"/><dc:rights>{text(marking.credit)}</dc:rights>'
        f'<cc:license rdf:resource="{about.LICENSE}"/></cc:Work></rdf:RDF></metadata>'
    )


def dark_style() -> str:
    """Replace each color in a dark system, by its role."""
    rules = [
        f'[{place}="{getattr(LIGHT, role)}"]{{{place}:{getattr(DARK, role)}}}'
        for role in LIGHT.__struct_fields__
        for place in ("fill", "stroke")
    ]
    return f"<style>@media (prefers-color-scheme:dark){{{''.join(rules)}}}</style>"


def renumbered(picture: str) -> str:
    """Number the ids from 1. The renderer goes on counting from one picture to the next."""
    numbers: dict[str, int] = {}
    following = count(1)

    def renumber(found: re.Match[str]) -> str:
        if found[0] not in numbers:
            numbers[found[0]] = next(following)
        return f"{found[1]}{numbers[found[0]]}"

    return CLIP.sub(renumber, picture)


def png(picture: bytes, marking: Marking) -> bytes:
    """Add the source as text chunks, behind the header, which is the first chunk."""
    (length,) = struct.unpack(">I", picture[8:12])
    header = 8 + 12 + length
    return picture[:header] + b"".join(chunks(marking)) + picture[header:]


def chunks(marking: Marking) -> Iterator[bytes]:
    named = {
        "Title": marking.title,
        "Description": marking.description,
        "Source": marking.url,
        "Copyright": f"{marking.credit} {about.LICENSE}",
        "Software": about.NAME,
    }
    for keyword, words in named.items():
        # no compression, no language: UTF-8 text (iTXt)
        yield chunk(b"iTXt", keyword.encode() + b"\x00\x00\x00\x00\x00" + words.encode())


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
