"""A correction as a feed entry."""

from collections.abc import Iterator
from html import escape
from typing import Any

import msgspec
from msgspec import Struct

from api.catalog.resources import BY_NAME
from schemas.change import Change
from schemas.correction import Correction


class Feed(Struct, frozen=True, kw_only=True):
    """The feed without its entries. `home` is what it is about; `first` and `following` are its pages."""

    title: str
    about: str
    url: str
    home: str
    author: str
    license: str
    updated: str
    first: str
    following: str | None


class Entry(Struct, frozen=True, kw_only=True):
    """A feed entry. `url` is the correction's permanent URL. `html` has only our own markup."""

    url: str
    title: str
    summary: str
    html: str
    published_at: str
    record: str
    tags: list[str]


def entry(correction: Correction, public_url: str) -> Entry:
    record = f"{public_url}/v1/{correction.resource}/{correction.record_id}"
    return Entry(
        url=f"{public_url}/v1/corrections/{correction.id}",
        title=title(correction),
        summary=correction.notice,
        html=html(correction, record),
        published_at=correction.published_at,
        record=record,
        tags=[correction.kind, correction.operation, correction.resource],
    )


def title(correction: Correction) -> str:
    """Write whose record was corrected, its kind, the operation and the reason."""
    whose = correction.agency_name or correction.source_publisher or correction.record_id
    what = BY_NAME[correction.resource].singular
    return f"{whose}: {what} {correction.operation} ({correction.kind.replace('_', ' ')})"


def html(correction: Correction, record: str) -> str:
    before = f"{record}?release={correction.release_number - 1}"
    after = f"{record}?release={correction.release_number}"
    parts = [
        f"<p>{escape(correction.notice)}</p>",
        f"<ul>{''.join(differences(correction))}</ul>",
        f'<p>{escape(correction.record_id)}: <a href="{escape(before)}">before</a>',
    ]
    if correction.operation != "withdrawn":
        parts.append(f', <a href="{escape(after)}">since release {correction.release_number}</a>')
    return "".join([*parts, "</p>"])


def differences(correction: Correction | Change) -> Iterator[str]:
    for each in correction.fields:
        yield f"<li>{escape(each.field)}: {escape(as_text(each.old))} → {escape(as_text(each.new))}</li>"


def as_text(value: Any) -> str:
    """Write a value as in JSON, but texts without quotation marks."""
    if value is None:
        return "none"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
