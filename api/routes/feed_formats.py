"""The formats of feeds, and the links from a list to the feeds that take its filters."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.changes import atom, json_feed
from api.changes.feed_entries import Entry, Feed
from api.http.envelope import Related

# The entries on a page of a feed.
FEED_ENTRIES = 100
CORRECTIONS = BY_NAME["corrections"]


class FeedFormat(Struct, frozen=True, kw_only=True):
    suffix: str
    media_type: str
    content_type: str
    write: Callable[[Feed, Iterable[Entry]], bytes]


FEEDS = (
    FeedFormat(
        suffix=".atom",
        media_type=atom.MEDIA_TYPE,
        content_type=f"{atom.MEDIA_TYPE}; charset=utf-8",
        write=atom.write,
    ),
    FeedFormat(
        suffix=".feed.json",
        media_type=json_feed.MEDIA_TYPE,
        content_type=json_feed.MEDIA_TYPE,
        write=json_feed.write,
    ),
)


def feed_links(resource: Resource) -> tuple[Related, ...]:
    """Link a list to the feeds that take its filters, if it has any."""
    if not resource.revised and resource is not CORRECTIONS:
        return ()
    path = resource.path + (".changes" if resource.revised else "")
    return tuple(
        Related(relation="alternate", media_type=form.media_type, path=path + form.suffix, filtered=True)
        for form in FEEDS
    )
