"""What a row makes of the record before it: a draft, whole or merged, and what the release does to it."""

from collections.abc import Iterator

from msgspec import Struct

from schemas.vocabularies import Operation
from seeds.conversion import Finding
from seeds.fields import CHECKED_ONLY, EMPTY, FIELDS, Fields
from seeds.reading import Row


class Entry(Struct, frozen=True, kw_only=True):
    """A live record, and the fields of it that a hand-written folder set."""

    fields: Fields
    hand: frozenset[str]


class Draft(Struct, frozen=True, kw_only=True):
    """A record as it would stand after this release; `operation` None means it stays as it was."""

    row: Row
    entry: Entry | None
    fields: Fields
    hand: frozenset[str]
    operation: Operation | None

    @property
    def resource(self) -> str:
        return self.row.resource

    @property
    def before(self) -> Fields | None:
        return self.entry.fields if self.entry else None

    def changed(self) -> list[str]:
        if self.entry is None:
            return []
        return [name for name, value in self.fields.items() if self.entry.fields[name] != value]


def draft(row: Row, entry: Entry | None) -> Draft:
    fields, hand = _after(row, entry)
    operation: Operation | None = "added" if entry is None else "changed"
    if row.mode == "withdraw":
        operation = "withdrawn"
    elif entry and fields == entry.fields:
        operation = None
    return Draft(row=row, entry=entry, fields=fields, hand=hand, operation=operation)


def _after(row: Row, entry: Entry | None) -> tuple[Fields, frozenset[str]]:
    named = {name: value for name, value in row.fields.items() if name not in CHECKED_ONLY}
    if entry and row.mode == "withdraw":
        return entry.fields, entry.hand
    if entry and row.mode == "merge" and row.by_hand:
        return {**entry.fields, **named}, entry.hand | named.keys()
    if entry and row.mode == "merge":
        # What people wrote stays: no publisher's file contains the word NYPD.
        kept = entry.hand - row.overwrite
        return {**entry.fields, **{n: v for n, v in named.items() if n not in kept}}, entry.hand
    return {**EMPTY[row.resource], "id": row.id, **named}, frozenset(named if row.by_hand else ())


def incomplete(draft: Draft) -> Iterator[Finding]:
    """What its row must say and does not, and what it may not do to the record before it."""
    row, entry = draft.row, draft.entry
    if row.mode == "withdraw":
        if entry is None:
            yield Finding("mode", "there is nothing to withdraw: no release holds the record")
        return
    for name, field in FIELDS[row.resource].items():
        if field.required and draft.fields[name] is None and name not in row.refused:
            yield Finding(name, f"has no {name}")
    if entry and entry.hand and row.mode is None and not row.by_hand:
        yield Finding("mode", "a publisher's row may not replace what was written by hand: use merge")
