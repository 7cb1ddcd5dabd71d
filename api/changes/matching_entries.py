"""A change of a record that a list's filters match, as a feed entry."""

from collections.abc import Iterator
from html import escape

from msgspec import Raw, Struct

from api.catalog.resources import BY_NAME
from api.changes.feed_entries import Entry, as_text, differences
from schemas.change import Change

OPERATIONS = {"added": "Added", "changed": "Changed", "withdrawn": "Withdrawn"}
# Whether the record matches the filters before and after the change → what that means, and a tag.
EFFECTS = {
    (True, True): ("It matches the filters of this feed before and after the change.", None),
    (True, False): ("It no longer matches the filters of this feed.", "left"),
    (False, True): ("It matches the filters of this feed from this release on.", "entered"),
}


class MatchingChange(Struct, frozen=True, kw_only=True):
    """A change, the record after it (before it, if it was withdrawn), and whether it matches then."""

    change: Change
    record: Raw
    before: bool
    after: bool


def entry(matching: MatchingChange, title: str, public_url: str) -> Entry:
    """Build the entry. `title`: what the record states."""
    change = matching.change
    record = f"{public_url}/v1/{change.resource}/{change.record_id}"
    effect = EFFECTS[matching.before, matching.after][1]
    return Entry(
        url=f"{public_url}/v1/changes/{change.id}",
        title=f"{operation(change)}: {title}",
        summary=summary(matching),
        html=html(matching, title, record),
        published_at=change.published_at,
        record=record,
        tags=[tag for tag in (change.kind, change.operation, change.resource, effect) if tag],
    )


def operation(change: Change) -> str:
    """Write the operation and why, as `Changed (our error)`."""
    kind = f" ({change.kind.replace('_', ' ')})" if change.kind else ""
    return OPERATIONS[change.operation] + kind


def summary(matching: MatchingChange) -> str:
    """Write what readers are told of a correction, and what the change means to the list."""
    change = matching.change
    if change.operation != "changed":
        singular, verb = BY_NAME[change.resource].singular, OPERATIONS[change.operation].lower()
        return change.notice or f"Release {change.release_number} has {verb} this {singular}."
    effect = EFFECTS[matching.before, matching.after][0]
    return f"{change.notice} {effect}" if change.notice else effect


def html(matching: MatchingChange, title: str, record: str) -> str:
    change = matching.change
    return "".join(
        (
            f"<p>{escape(title)}</p><p>{escape(summary(matching))}</p>",
            f"<ul>{''.join(fields(change))}</ul>",
            f"<p>{escape(change.record_id)}: {', '.join(releases(change, record))}</p>",
        )
    )


def fields(change: Change) -> Iterator[str]:
    """List what changed, or every field that a new record has and a withdrawn one had."""
    if change.operation == "changed":
        yield from differences(change)
        return
    for each in change.fields:
        known = each.old if change.operation == "withdrawn" else each.new
        yield f"<li>{escape(each.field)}: {escape(as_text(known))}</li>"


def releases(change: Change, record: str) -> Iterator[str]:
    """Link to the record in the releases before and after the change."""
    if change.operation != "added":
        yield f'<a href="{escape(record)}?release={change.release_number - 1}">before</a>'
    if change.operation != "withdrawn":
        since = change.release_number
        yield f'<a href="{escape(record)}?release={since}">since release {since}</a>'
