"""The form of the embeds of charts, and the snippets for them."""

from collections.abc import Iterator
from html import escape

from api.http.envelope import Representation
from api.pages import page
from api.pages.embedding import DIGEST, headers
from api.site.form import UTF8, VERSION, encoded
from api.site.snippets import Snippet

# The height in pixels of the frame in a snippet: what an embed with a closed table needs at 320 px.
HEIGHT = 640


def form(public_url: str) -> Representation:
    """Build the form of an embed that may load pictures from this server."""
    policy = headers(public_url)
    named = policy["content-security-policy"]
    policy["content-security-policy"] = f"img-src 'self' {public_url}/v1/; {named}"
    return Representation(
        media_type=page.HTML,
        content_type=UTF8,
        kind=f"{page.HTML} chart {VERSION} {DIGEST}",
        headers=encoded(policy),
    )


def snippets(title: str, trend: str, live_url: str, release: int) -> Iterator[Snippet]:
    yield Snippet(
        title="Notice",
        about="Shows the chart as of this release, and a line if figures change or later ones appear.",
        html=frame(title, trend, live_url, f"?release={release}", "&mode=notice"),
    )
    yield Snippet(
        title="Pinned",
        about="Shows the chart as of this release and never changes.",
        html=frame(title, trend, live_url, f"?release={release}"),
    )
    yield Snippet(
        title="Live",
        about="Shows the chart of the newest release, with figures that your text does not know.",
        html=frame(title, trend, live_url, ""),
    )


def frame(title: str, trend: str, live_url: str, query: str, mode: str = "") -> str:
    """Write the chart as a sentence, and the frame, tall enough for a phone."""
    return (
        f'<p><a href="{live_url}{query}">{escape(title)}</a>. {escape(trend)}</p>\n'
        f'<iframe src="{live_url}/embed{query}{escape(mode)}" title="{escape(title)}" width="100%" '
        f'height="{HEIGHT}" style="border:0" loading="lazy"></iframe>'
    )
