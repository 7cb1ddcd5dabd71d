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
from api.site import embedded_address, embedding, evidence, oembed_formats
from api.site.embedded_address import EmbeddedAddress
from api.site.embedding import HEIGHT
from api.site.evidence import Found
from api.site.form import CACHE, page_path, record_page
from api.site.links import links_of
from api.site.oembed_formats import Embedded
from api.site.stated import Stated, stated

PATH = "/oembed"
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
    answer = embedded(inner, found, asked.question)
    operation = structs.replace(asked.operation, form=FORMS[name])
    envelope = structs.replace(asked, operation=operation).envelope(found.release)
    return await envelope.respond(oembed_formats.WRITERS[name](answer))


async def find(asked: Asked, address: EmbeddedAddress) -> tuple[Asked, Found]:
    """Read the record. Follows an alias, or a record that took the place of another, once."""
    release = await named_or_newest(asked.services, address.question, address.key)
    operation = record_page(address.resource, get_oembed)
    inner = structs.replace(
        asked, operation=operation, question=address.question, key=address.key, release=release
    )
    try:
        return inner, await evidence.read(inner)
    except Moved as moved:
        inner = structs.replace(inner, key=moved.key)
        return inner, await evidence.read(inner)


def embedded(asked: Asked, found: Found, size: Question) -> Embedded:
    """Build the answer: a frame, or only a link if less room is given than a frame needs."""
    shown = stated(found.record, found.evidence.source, links_of(asked, PATH))
    width = min(size.get("maxwidth", WIDTH), WIDTH)
    fits = width >= NARROWEST and size.get("maxheight", HEIGHT) >= HEIGHT
    return Embedded(
        type="rich" if fits else "link",
        title=shown.sentence,
        provider_name=about.NAME,
        provider_url=asked.public_url,
        width=width if fits else None,
        height=HEIGHT if fits else None,
        html=quotation(asked, found, shown) + frame(asked, found, shown, width) if fits else None,
    )


def quotation(asked: Asked, found: Found, shown: Stated) -> str:
    """Write the figure as text, which stands in feeds and where no frame is. WordPress keeps these tags."""
    said = found.work.quote if found.work else None
    words = f" “{escape(said)}”" if said else ""
    credit = escape(embedding.credit(found.evidence.source, found.release.number))
    href = escape(address_of(asked, found, ""))
    return f'<blockquote><a href="{href}">{escape(shown.sentence)}</a>.{words} {credit}.</blockquote>'


def frame(asked: Asked, found: Found, shown: Stated, width: int) -> str:
    return (
        f'<iframe src="{escape(address_of(asked, found, "/embed"))}" width="{width}" height="{HEIGHT}" '
        f'frameborder="0" title="{escape(shown.sentence)}"></iframe>'
    )


def address_of(asked: Asked, found: Found, part: str) -> str:
    """The URL of the page or of its embed, in the release and the mode that the URL names."""
    query = {"release": str(found.release.number)} if asked.pinned else {}
    if part and "mode" in asked.question.values:
        query["mode"] = asked.question.values["mode"]
    path = fill_path(page_path(asked.resource), asked.key)
    return f"{asked.public_url}{path}{part}" + (f"?{urlencode(query)}" if query else "")


def discovery(public_url: str, page_url: str) -> Iterator[tuple[str, str]]:
    """Yield the media type and the URL of each answer about a page."""
    for name, media_type in (("json", "application/json+oembed"), ("xml", "text/xml+oembed")):
        yield media_type, f"{public_url}{PATH}?{urlencode({'url': page_url, 'format': name})}"
