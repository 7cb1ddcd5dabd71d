"""The history of a record as its page shows it."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from api.changes import log
from api.database import fetch
from api.pages.labels import label
from api.pages.page import day_of
from api.routes.asked import Asked
from api.site.facts import plain
from api.site.links import Links
from api.site.words import CHANGES, OPERATIONS
from schemas.field_change import FieldChange
from schemas.history import Revision


class Difference(Struct, frozen=True, kw_only=True):
    """A field before and after."""

    label: str
    old: str
    new: str


class Event(Struct, frozen=True, kw_only=True):
    """What a release did to the record."""

    release: int
    release_page: str
    day: str
    title: str
    notice: str | None
    differences: Sequence[Difference]


async def events(asked: Asked, release: int, record: Any, links: Links) -> list[Event]:
    """Read what happened to a record. One that only its first release changed needs no statement."""
    if not asked.resource.revised or record.first_release == record.last_changed_release:
        return []
    rows = await fetch.rows(asked.pool, *log.statement(asked.resource, asked.key, release))
    changes = [log.decode(row["body"]) for row in rows if row["body"] is not None]
    return [event(each, links) for each in reversed(log.revisions(changes))]


def event(revision: Revision, links: Links) -> Event:
    return Event(
        release=revision.from_release,
        release_page=links.record("releases", revision.from_release),
        day=day_of(revision.published_at),
        title=CHANGES[revision.kind] if revision.kind else OPERATIONS[revision.operation],
        notice=revision.notice,
        differences=[] if revision.operation == "added" else [difference(each) for each in revision.fields],
    )


def difference(change: FieldChange) -> Difference:
    return Difference(label=label(change.field), old=shown(change.old), new=shown(change.new))


def shown(value: Any) -> str:
    """Write a value of any type, or that there was none."""
    if isinstance(value, dict):
        return ", ".join(f"{label(name)}: {shown(each)}" for name, each in value.items() if each is not None)
    if isinstance(value, list):
        return "; ".join(shown(each) for each in value) or "none"
    return plain(value, grouped=False) or "none"
