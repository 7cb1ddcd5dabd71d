"""Atom feeds (RFC 4287), with links between pages (RFC 5005)."""

import re
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any

from feedgenerator import Atom1Feed

from api.changes.feed_entries import Entry, Feed

MEDIA_TYPE = "application/atom+xml"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class PagedAtom(Atom1Feed):  # type: ignore[misc]  # the library has no types
    """An Atom feed with links to other pages, and a date that does not depend on the clock."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation in ("first", "next", "license"):
            if href := self.feed[relation]:
                handler.addQuickElement("link", "", {"rel": relation, "href": href})

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated


def write(feed: Feed, entries: Iterable[Entry]) -> bytes:
    atom_feed = PagedAtom(
        title=allowed(feed.title),
        link=feed.home,
        description=feed.about,
        subtitle=feed.about,
        language="en-US",
        author_name=feed.author,
        feed_url=feed.url,
        feed_guid=feed.first,
        updated=moment(feed.updated),
        first=feed.first,
        next=feed.following,
        license=feed.license,
    )
    for each in entries:
        atom_feed.add_item(
            title=allowed(each.title),
            link=each.url,
            description=allowed(escape(each.summary)),
            content=allowed(each.html),
            unique_id=each.url,
            pubdate=moment(each.published_at),
            updateddate=moment(each.published_at),
            categories=each.tags,
        )
    text: str = atom_feed.writeString("utf-8")
    return text.encode()


def allowed(text: str) -> str:
    """Replace the characters that XML cannot contain, even escaped."""
    return FORBIDDEN.sub("\ufffd", text)


def moment(text: str) -> datetime:
    """Parse a time and drop its zone, because the library then writes `Z`."""
    return datetime.fromisoformat(text).replace(tzinfo=None)
