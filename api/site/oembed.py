"""`/oembed`: what a CMS embeds when somebody pastes the URL of a figure (oEmbed 1.0)."""

from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import urlencode

from litestar.response.base import ASGIResponse
from msgspec import structs

from api import about
from api.catalog import values
from api.catalog.resources import BY_NAME
from api.http.envelope import Representation
from api.http.negotiation import JSON
from api.problems import ProblemError
from api.query.parsing import Question
from api.routes.asked import Asked
from api.routes.choose_release import named_or_newest
from api.routes.moved import Moved
from api.routes.operation import Operation, fill_path
from api.site import embedded_address, evidence, oembed_formats, oembed_photo, series
from api.site.embedded_address import EmbeddedAddress
from api.site.evidence import Found
from api.site.form import CACHE, page_path, record_page
from api.site.oembed_discovery import PATH
from api.site.oembed_formats import Embedded
from api.site.oembed_words import TELLERS, Told

WIDTH = 600
# What an embed needs. With less room, the answer is a link.
NARROWEST = 320
PIXELS = values.integer_range(1, 100_000)
# What consumers send besides: WordPress dnt, others the rest. None of it changes the answer.
SENT_BY_CONSUMERS = dict.fromkeys(
    ("dnt", "lang", "omit_script", "callback", "referrer", "theme"), values.TEXT
)
FORMS: Mapping[str, Representation] = {
    "json": Representation(media_type=JSON),
    "xml": Representation(media_type="text/xml", content_type="text/xml; charset=utf-8"),
}


def operations() -> Iterator[Operation]:
    query = {
        "url": embedded_address.URL,
        "format": values.TEXT,
        "maxwidth": PIXELS,
        "maxheight": PIXELS,
        **SENT_BY_CONSUMERS,
    }
    yield structs.replace(
        record_page(BY_NAME["releases"], get_oembed),
        path=PATH,
        id="getOembed",
        resource=None,
        query=query,
        required=("url",),
        form=FORMS["json"],
        negotiated=False,
        # the url names the release
        release=None,
        related=(),
        pinnable=False,
        carries_pin=False,
        cited="",
        cache_control=CACHE,
    )


async def get_oembed(asked: Asked) -> ASGIResponse:
    name = asked.question.get("format", "json")
    if name not in FORMS:
        raise ProblemError("format-not-implemented", f"There is no format {name}. Use json or xml.")
    address = embedded_address.read(asked.question.values["url"], asked.public_url)
    inner, found = await find(asked, address)
    answer = (oembed_photo.photo if address.picture else embedded)(inner, found, asked.question)
    operation = structs.replace(asked.operation, form=FORMS[name])
    envelope = structs.replace(asked, operation=operation).envelope(found.release)
    return await envelope.respond(oembed_formats.WRITERS[name](answer))


async def find(asked: Asked, address: EmbeddedAddress) -> tuple[Asked, Found]:
    """Read the record. Follows an alias, or a record that took the place of another, once."""
    release = await named_or_newest(asked.services, address.question, address.key)
    operation = record_page(address.resource, get_oembed)
    if address.picture:
        operation = structs.replace(operation, path=address.resource.record_path + address.picture)
    inner = structs.replace(
        asked, operation=operation, question=address.question, key=address.key, release=release
    )
    read = series.read if address.resource is series.SERIES else evidence.read
    try:
        return inner, await read(inner)
    except Moved as moved:
        inner = structs.replace(inner, key=moved.key)
        return inner, await read(inner)


def embedded(asked: Asked, found: Found, size: Question) -> Embedded:
    """Build the answer: a frame, or only a link if less room is given than a frame needs."""
    told = TELLERS[asked.resource](asked, found)
    width = min(size.get("maxwidth", WIDTH), WIDTH)
    fits = width >= NARROWEST and size.get("maxheight", told.height) >= told.height
    return Embedded(
        type="rich" if fits else "link",
        title=told.title,
        provider_name=about.NAME,
        provider_url=asked.public_url,
        width=width if fits else None,
        height=told.height if fits else None,
        html=quotation(asked, found, told) + frame(asked, found, told, width) if fits else None,
    )


def quotation(asked: Asked, found: Found, told: Told) -> str:
    """Write the record as text, which stands in feeds and where no frame is. WordPress keeps these tags."""
    href = escape(address_of(asked, found, ""))
    words = f" {escape(told.words)}" if told.words else ""
    return (
        f'<blockquote><a href="{href}">{escape(told.title)}</a>.{words} {escape(told.credit)}.</blockquote>'
    )


def frame(asked: Asked, found: Found, told: Told, width: int) -> str:
    return (
        f'<iframe src="{escape(address_of(asked, found, "/embed"))}" width="{width}" height="{told.height}" '
        f'frameborder="0" title="{escape(told.title)}"></iframe>'
    )


def address_of(asked: Asked, found: Found, part: str) -> str:
    """The URL of the page or of its embed, in the release and the mode that the URL names."""
    query = {"release": str(found.release.number)} if asked.pinned else {}
    if part and "mode" in asked.question.values:
        query["mode"] = asked.question.values["mode"]
    path = fill_path(page_path(asked.resource), asked.key)
    return f"{asked.public_url}{path}{part}" + (f"?{urlencode(query)}" if query else "")
