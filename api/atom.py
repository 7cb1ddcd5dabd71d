"""Atom (RFC 4287), its pages linked as RFC 5005 has it."""

import re
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any

from feedgenerator import Atom1Feed

from api.entries import Entry, Feed

MEDIA_TYPE = "application/atom+xml"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class PagedAtom(Atom1Feed):  # type: ignore[misc]  # the library has no types
    """With links to other pages, and a date that does not depend on the clock."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation in ("first", "next", "license"):
            if href := self.feed[relation]:
                handler.addQuickElement("link", "", {"rel": relation, "href": href})

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated


def write(feed: Feed, entries: Iterable[Entry]) -> bytes:
    made = PagedAtom(
        title=feed.title,
        link=feed.home,
        description=feed.about,
        subtitle=feed.about,
        language="en-US",
        author_name=feed.author,
        feed_url=feed.address,
        feed_guid=feed.first,
        updated=moment(feed.updated),
        first=feed.first,
        next=feed.following,
        license=feed.license,
    )
    for each in entries:
        made.add_item(
            title=allowed(each.title),
            link=each.address,
            description=allowed(escape(each.summary)),
            content=allowed(each.html),
            unique_id=each.address,
            pubdate=moment(each.published_at),
            updateddate=moment(each.published_at),
            categories=each.tags,
        )
    text: str = made.writeString("utf-8")
    return text.encode()


def allowed(text: str) -> str:
    """XML has no way to write these characters at all."""
    return FORBIDDEN.sub("\ufffd", text)


def moment(text: str) -> datetime:
    """Without its zone: the library then writes the Z."""
    return datetime.fromisoformat(text).replace(tzinfo=None)
