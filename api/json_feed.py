"""JSON Feed 1.1, as https://jsonfeed.org/version/1.1 has it."""

from collections.abc import Iterable

import msgspec
from msgspec import UNSET, Struct, UnsetType

from api.entries import Entry, Feed

MEDIA_TYPE = "application/feed+json"


class Author(Struct, frozen=True, kw_only=True):
    """Who keeps a feed."""

    name: str
    url: str


class FeedItem(Struct, frozen=True, kw_only=True):
    """A correction as JSON Feed has it; `id` is its address."""

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
    """The corrections as JSON Feed 1.1 has them, newest first; `next_url` is there where older ones are."""

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
            feed_url=feed.address,
            description=feed.about,
            next_url=feed.following or UNSET,
            authors=[Author(name=feed.author, url=feed.home)],
            language="en-US",
            items=[item(each) for each in entries],
        )
    )


def item(entry: Entry) -> FeedItem:
    return FeedItem(
        id=entry.address,
        url=entry.address,
        external_url=entry.record,
        title=entry.title,
        summary=entry.summary,
        content_html=entry.html,
        date_published=entry.published_at,
        date_modified=entry.published_at,
        tags=entry.tags,
    )
