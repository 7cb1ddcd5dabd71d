"""JSON Feed 1.1 (https://jsonfeed.org/version/1.1)."""

from collections.abc import Iterable

import msgspec
from msgspec import UNSET, Struct, UnsetType

from api.changes.feed_entries import Entry, Feed

MEDIA_TYPE = "application/feed+json"


class Author(Struct, frozen=True, kw_only=True):
    """The author of a feed."""

    name: str
    url: str


class FeedItem(Struct, frozen=True, kw_only=True):
    """A change as an item of a JSON Feed. `id` is its URL."""

    id: str
    url: str
    external_url: str
    title: str
    summary: str
    content_html: str
    date_published: str
    date_modified: str
    tags: list[str]


class JsonFeed(Struct, frozen=True, kw_only=True):
    """Changes as JSON Feed 1.1, newest first. `next_url` is left out on the last page."""

    version: str
    title: str
    home_page_url: str
    feed_url: str
    description: str
    next_url: str | UnsetType = UNSET
    authors: list[Author]
    language: str
    items: list[FeedItem]


def write(feed: Feed, entries: Iterable[Entry]) -> bytes:
    return msgspec.json.encode(
        JsonFeed(
            version="https://jsonfeed.org/version/1.1",
            title=feed.title,
            home_page_url=feed.home,
            feed_url=feed.url,
            description=feed.about,
            next_url=feed.following or UNSET,
            authors=[Author(name=feed.author, url=feed.home)],
            language="en-US",
            items=[item(each) for each in entries],
        )
    )


def item(entry: Entry) -> FeedItem:
    return FeedItem(
        id=entry.url,
        url=entry.url,
        external_url=entry.record,
        title=entry.title,
        summary=entry.summary,
        content_html=entry.html,
        date_published=entry.published_at,
        date_modified=entry.published_at,
        tags=entry.tags,
    )
