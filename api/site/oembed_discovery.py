"""The links by which a CMS finds the oEmbed answer about a page."""

from collections.abc import Iterator
from urllib.parse import urlencode

PATH = "/oembed"


def links(public_url: str, page_url: str) -> Iterator[tuple[str, str]]:
    """Yield the media type and the URL of each answer about a page."""
    for name, media_type in (("json", "application/json+oembed"), ("xml", "text/xml+oembed")):
        yield media_type, f"{public_url}{PATH}?{urlencode({'url': page_url, 'format': name})}"
