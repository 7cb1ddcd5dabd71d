"""`/llms.txt`: one page for language models, in the llms.txt format."""

from pathlib import Path
from string import Template

from api import about
from api.catalog.resource import Resource
from api.catalog.resources import CATALOG
from api.cite import apa
from api.discovery.datasets import contents
from api.discovery.holdings import Holdings, pinned
from api.exports.formats import CSV, FORMATS, Format
from api.query import parameters

MEDIA_TYPE = "text/plain"
PAGE = Template(Path(__file__).with_name("llms.md").read_text(encoding="utf-8"))


def page(holdings: Holdings, public_url: str, answer: str) -> bytes:
    """Write the page. `answer`: an example question with its answer, or an empty text."""
    text = PAGE.substitute(
        about=about.ABOUT,
        answer=answer,
        cite=apa.reference(holdings.work(public_url)),
        holds=contents(holdings),
        limit=parameters.LIMIT,
        number=holdings.number,
        forms=", ".join(format_entry(form) for form in FORMATS if form is not CSV),
        tables="\n".join(
            link(each, pinned(public_url, f"/v1/{each.name}", holdings.number)) for each in CATALOG
        ),
        url=public_url,
    )
    return text.replace("\n\n\n\n", "\n\n").encode()


def format_entry(form: Format) -> str:
    most = f" (at most {form.max_rows:,} rows)" if form.max_rows else ""
    return f"`{form.suffix}`{most}{' for records with a location' if form.needs_point else ''}"


def link(resource: Resource, url: str) -> str:
    return f"- [{resource.plural.capitalize()}]({url}): {resource.about}"
