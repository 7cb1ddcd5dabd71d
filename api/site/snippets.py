"""The HTML that somebody copies to show a figure on another page."""

from collections.abc import Iterator
from html import escape

from msgspec import Struct

from api.http.assets import FIGURE_SCRIPT, NAMES, PLAIN
from api.site.embedding import HEIGHT
from api.site.stated import Stated


class Snippet(Struct, frozen=True, kw_only=True):
    """`about` says in a sentence what it does."""

    title: str
    about: str
    html: str


def in_prose(shown: Stated, live_url: str, release: int, public_url: str) -> Iterator[Snippet]:
    """Yield the link for a sentence, and the two ways to load its script."""
    scripts = f"{public_url}/static"
    href = f"{live_url}?release={release}"
    yield Snippet(
        title="In a sentence",
        about="The figure as a link. Readers without the script get the link.",
        html=f'<a class="muster-figure" href="{href}">{escape(shown.value)}</a>',
    )
    yield Snippet(
        title="Script, once a page",
        about="Shows the source when a reader selects the figure, and marks it if it was corrected, "
        "superseded or retracted, or if there is a later figure.",
        html=f'<script async src="{scripts}/{FIGURE_SCRIPT}"></script>',
    )
    yield Snippet(
        title="Script with a hash",
        about="The same script for a page whose policy asks for integrity. It never changes.",
        html=f'<script async crossorigin src="{scripts}/{NAMES[FIGURE_SCRIPT]}" '
        f'integrity="{PLAIN[FIGURE_SCRIPT].integrity}"></script>',
    )


def snippets(shown: Stated, live_url: str, release: int) -> Iterator[Snippet]:
    """Yield a snippet for each mode. `live_url` is the URL of the figure's page."""
    pinned = f"?release={release}"
    yield Snippet(
        title="Notice",
        about="Shows the value of this release, and a line if it is corrected, superseded or retracted.",
        html=frame(shown, live_url, f"{pinned}&mode=notice", pinned),
    )
    yield Snippet(
        title="Pinned",
        about="Shows the value of this release and never changes.",
        html=frame(shown, live_url, pinned, pinned),
    )
    yield Snippet(
        title="Live",
        about="Shows the value of the newest release, which can differ from your text one day.",
        html=frame(shown, live_url, "", ""),
    )


def frame(shown: Stated, live_url: str, query: str, page_query: str) -> str:
    sentence = escape(shown.sentence)
    return (
        f'<p><a href="{live_url}{page_query}">{sentence}</a></p>\n'
        f'<iframe src="{live_url}/embed{escape(query)}" title="{sentence}" width="100%" height="{HEIGHT}" '
        'style="border:0" loading="lazy"></iframe>'
    )
