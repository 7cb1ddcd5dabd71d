"""A page for people: rendered from a template, with the headers of a page."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar.response.base import ASGIResponse
from markupsafe import Markup

from api import about
from api.cite.dates import Day
from api.http.assets import NAMES, Asset
from api.http.framing import page_headers
from api.pages.markdown import block, inline

HTML = "text/html"
# Scripts, styles and images come only from this server. Forms only search.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
# Browsers do not unescape text in a script, so it must not contain anything like a tag.
INERT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
CACHE = "public, max-age=60, stale-while-revalidate=300, stale-if-error=86400"


def day_of(moment: str) -> str:
    """Write the day of a moment in AP style: Dec. 1, 2026."""
    return Day(date.fromisoformat(moment[:10]), "day").ap


def format_name(url: str) -> str:
    """Name a citation format by the suffix of its URL."""
    return {"json": "CSL-JSON", "bib": "BibTeX", "ris": "RIS"}[url.partition("?")[0].rpartition(".")[2]]


def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"inline": inline, "block": block, "day_of": day_of, "format_name": format_name}
    made.globals |= {"assets": NAMES, "site": about}
    return made


ENVIRONMENT = environment()


def script_data(value: Any) -> Markup:
    """Encode JSON as the content of a script element."""
    return Markup(msgspec.json.encode(value).decode().translate(INERT))  # noqa: S704 - INERT leaves no tag


def root_of(path: str) -> str:
    """Lead from the page at a path to the first path, relatively, so that pages work below any prefix."""
    return "../" * (path.count("/") - 1)


def html(template: str, path: str, **values: Any) -> bytes:
    """Render the page at a path."""
    return ENVIRONMENT.get_template(template).render(root=root_of(path), path=path, **values).encode()


def part(template: str, path: str, **values: Any) -> Markup:
    """Render a part of the page at a path. Inside the blocks of a page it would take three times as long."""
    text = ENVIRONMENT.get_template(template).render(root=root_of(path), path=path, **values)
    return Markup(text)  # noqa: S704 - the template escapes


def render(template: str, path: str, **values: Any) -> Asset:
    """Render a page that depends on no release."""
    return Asset(body=html(template, path, **values), media_type=HTML)


def headers(cache_control: str = CACHE) -> dict[str, str]:
    return {"cache-control": cache_control, "vary": "Accept, Accept-Encoding", **page_headers(POLICY)}


async def respond(page: Asset, *, gzip: bool, if_none_match: str | None) -> ASGIResponse:
    return await page.respond_unless_current(headers(), gzip=gzip, if_none_match=if_none_match)
