"""The form of embeds, and what the snippets for them say."""

from api import about
from api.http.envelope import Representation
from api.pages import page
from api.pages.embedding import DIGEST, headers
from api.site.form import UTF8, VERSION, encoded
from schemas.source import Source

# The height in pixels of the frame in a snippet: what an embed needs at 320 px.
HEIGHT = 380


def form(public_url: str) -> Representation:
    return Representation(
        media_type=page.HTML,
        content_type=UTF8,
        kind=f"{page.HTML} embed {VERSION} {DIGEST}",
        headers=encoded(headers(public_url)),
    )


def credit(source: Source | None, release: int) -> str:
    """Write the line to copy: Source: FBI, via Muster release 13 (CC BY 4.0)."""
    publisher = source.publisher if source and source.publisher else "publisher unknown"
    return f"Source: {publisher}, via {about.NAME} release {release} (CC BY 4.0)"
