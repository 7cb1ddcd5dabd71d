"""The forms of a chart, what they take, and how one is drawn: for charts of series and of lists."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

import msgspec
from litestar.response.base import ASGIResponse
from msgspec import Struct, structs

from api import charts
from api.catalog import values
from api.catalog.values import Value
from api.charts import marking
from api.charts.frames import Order
from api.charts.look import SCALES, THEMES, WIDTHS, Look
from api.charts.marking import Marking
from api.http.envelope import Envelope, Representation
from api.http.negotiation import JSON
from api.routes.asked import Asked
from api.routes.operation import Content, Response, Schema

LIBRARY = "vl-convert-python"
SVG, PNG = "image/svg+xml", "image/png"
# An SVG runs nothing, wherever it is opened.
HARMLESS = ((b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; sandbox"),)


class Form(Struct, frozen=True, kw_only=True):
    """A form of a chart. `about` completes the sentence of its operation."""

    suffix: str
    media_type: str
    about: str
    schema: Schema
    scaled: bool = False
    headers: tuple[tuple[bytes, bytes], ...] = ()


FORMS = (
    Form(
        suffix=".vl.json",
        media_type=JSON,
        about="a Vega-Lite specification with its data",
        schema={"type": "object"},
    ),
    Form(
        suffix=".svg",
        media_type=SVG,
        about="an SVG",
        schema={"type": "string"},
        headers=HARMLESS,
    ),
    Form(
        suffix=".png",
        media_type=PNG,
        about="a PNG",
        schema={"type": "string", "format": "binary"},
        scaled=True,
    ),
)


def look_values(form: Form) -> Mapping[str, Value]:
    """List the parameters of the look. Only a PNG has a scale."""
    return {name: value for name, (value, _) in LOOK.items() if name != "scale" or form.scaled}


def whole_number(allowed: tuple[int, ...]) -> Value:
    listed = values.one_of(tuple(map(str, allowed)))
    return structs.replace(listed, read=lambda text: int(listed.read(text)))


# The parameters of the look: value, and the description for the contract.
LOOK: Mapping[str, tuple[Value, Schema]] = {
    "theme": (
        values.one_of(THEMES),
        {
            "description": "The colors. `auto` makes an SVG follow the reader's system; "
            "of other forms it is light. Use it only in a page that follows the system too.",
            "schema": {"$ref": "#/components/schemas/ChartTheme", "default": "light"},
        },
    ),
    "width": (
        whole_number(WIDTHS),
        {
            "description": "The width of the picture in pixels.",
            "schema": {"$ref": "#/components/schemas/ChartWidth", "default": 600},
        },
    ),
    "scale": (
        whole_number(SCALES),
        {
            "description": "The pixels of the PNG for each pixel of the chart: 2 for sharp screens.",
            "schema": {"$ref": "#/components/schemas/ChartScale", "default": 1},
        },
    ),
}


def described(form: Form) -> Mapping[str, Schema]:
    return {
        name: {"name": name, "in": "query", "required": False, **LOOK[name][1]} for name in look_values(form)
    }


@cache
def version() -> str:
    """What the bytes of a chart depend on besides the rows: our code and the library."""
    code = [path.read_bytes() for path in sorted(Path(charts.__file__).parent.glob("*.py"))]
    return f"{hashlib.sha256(b''.join(code)).hexdigest()[:16]} {metadata.version(LIBRARY)}"


def representation(form: Form) -> Representation:
    return Representation(
        media_type=form.media_type,
        kind=f"{form.media_type} {version()}",
        compressible=form.media_type != PNG,
        headers=form.headers,
    )


def response(form: Form) -> Response:
    return Response(
        description="The chart.", content=(Content(media_type=form.media_type, schema=form.schema),)
    )


def look_of(asked: Asked) -> Look:
    return Look(theme=asked.question.get("theme", "light"), width=asked.question.get("width", 600))


async def respond(
    asked: Asked, form: Form, envelope: Envelope, specification: object, said: Marking
) -> ASGIResponse:
    """Respond with the picture of a specification, or with the specification itself."""
    raw = msgspec.json.encode(specification)
    return await envelope.respond(raw if form.media_type == JSON else await drawn(asked, form, raw, said))


async def drawn(asked: Asked, form: Form, specification: bytes, said: Marking) -> bytes:
    """Draw the picture, with its words and its source inside."""
    scale = float(asked.question.get("scale", 1)) if form.scaled else None
    order = Order(specification=msgspec.Raw(specification), scale=scale)
    picture = await asked.services.renderer.draw(order)
    if form.media_type == PNG:
        return marking.png(picture, said)
    return marking.svg(picture.decode(), said, look_of(asked)).encode()
