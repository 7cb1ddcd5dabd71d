"""The site for people: pages of records, embeds, the front page, pages about the service."""

from collections.abc import Iterator

from api.routes.operation import Operation
from api.site import agency, embed, front, lists, oembed, record, series, service, stated_page, status, text

# What each module adds to the site.
PARTS = (front, stated_page, text, agency, record, lists, status, service, oembed)


def operations(public_url: str) -> Iterator[Operation]:
    """List the pages. The OpenAPI document leaves them out."""
    for part in PARTS:
        yield from part.operations()
    yield from embed.operations(public_url)
    yield from series.operations(public_url)
