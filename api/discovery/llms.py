"""`/llms.txt`: one page for language models, by the convention of that name."""

from pathlib import Path
from string import Template

from api import query, terms
from api.catalog import CATALOG
from api.citing import sentences
from api.discovery.datasets import contents
from api.discovery.holdings import Holdings, pinned
from api.formats import CSV, FORMATS, Format
from api.resource import Resource

MEDIA_TYPE = "text/plain"
PAGE = Template(Path(__file__).with_name("llms.md").read_text(encoding="utf-8"))


def page(held: Holdings, public_url: str, answer: str) -> bytes:
    """`answer` is a question with its real answer, or nothing."""
    text = PAGE.substitute(
        about=terms.ABOUT,
        answer=answer,
        cite=sentences.reference(held.work(public_url)),
        holds=contents(held),
        limit=query.LIMIT,
        number=held.number,
        forms=", ".join(told(form) for form in FORMATS if form is not CSV),
        tables="\n".join(link(each, pinned(public_url, f"/v1/{each.name}", held.number)) for each in CATALOG),
        url=public_url,
    )
    return text.replace("\n\n\n\n", "\n\n").encode()


def told(form: Format) -> str:
    most = f" (at most {form.max_rows:,} rows)" if form.max_rows else ""
    return f"`{form.suffix}`{most}{' of what has a place' if form.located else ''}"


def link(resource: Resource, address: str) -> str:
    return f"- [{resource.plural.capitalize()}]({address}): {resource.about}"
