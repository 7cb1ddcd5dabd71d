"""Revisions: what each row of a release does to the record before it."""

from collections.abc import Iterator

from msgspec import Struct

from schemas.vocabularies import Operation
from seeds.folder.reader import Row
from seeds.values.conversion import Finding
from seeds.values.fields import CHECKED_ONLY, EMPTY, FIELDS, Fields


class LiveRecord(Struct, frozen=True, kw_only=True):
    """A record that is not withdrawn. `curated` names the fields that a TOML file, written by hand, set."""

    fields: Fields
    curated: frozenset[str]


class Revision(Struct, frozen=True, kw_only=True):
    """A record as this release leaves it. `operation` is None if the release leaves it unchanged."""

    row: Row
    current: LiveRecord | None
    fields: Fields
    curated: frozenset[str]
    operation: Operation | None

    @property
    def resource(self) -> str:
        return self.row.resource

    @property
    def before(self) -> Fields | None:
        return self.current.fields if self.current else None

    def changed(self) -> list[str]:
        if self.current is None:
            return []
        return [name for name, value in self.fields.items() if self.current.fields[name] != value]


# By resource, then by id.
Revisions = dict[str, dict[str, Revision]]


def revise(row: Row, current: LiveRecord | None) -> Revision:
    fields, curated = _merged(row, current)
    operation: Operation | None = "added" if current is None else "changed"
    if row.mode == "withdraw":
        operation = "withdrawn"
    elif current and fields == current.fields:
        operation = None
    return Revision(row=row, current=current, fields=fields, curated=curated, operation=operation)


def _merged(row: Row, current: LiveRecord | None) -> tuple[Fields, frozenset[str]]:
    stated = {name: value for name, value in row.fields.items() if name not in CHECKED_ONLY}
    if current and row.mode == "withdraw":
        return current.fields, current.curated
    if current and row.mode == "merge" and row.is_curated:
        return {**current.fields, **stated}, current.curated | stated.keys()
    if current and row.mode == "merge":
        # A publisher's file does not overwrite curated fields: no such file contains the name NYPD.
        kept = current.curated - row.overwrite
        return {**current.fields, **{n: v for n, v in stated.items() if n not in kept}}, current.curated
    return {**EMPTY[row.resource], "id": row.id, **stated}, frozenset(stated if row.is_curated else ())


def row_findings(revision: Revision) -> Iterator[Finding]:
    """Report required fields that the row leaves out, and modes that do not fit the record before it."""
    row, current = revision.row, revision.current
    if row.mode == "withdraw":
        if current is None:
            yield Finding("mode", "nothing to withdraw: no release contains this record")
        return
    for name, field in FIELDS[row.resource].items():
        if field.required and revision.fields[name] is None and name not in row.rejected:
            yield Finding(name, f"{name} is required")
    if current and current.curated and row.mode is None and not row.is_curated:
        yield Finding("mode", 'a publisher\'s row cannot replace a curated record: use mode = "merge"')
