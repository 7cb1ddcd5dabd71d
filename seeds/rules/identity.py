"""Rules for ids, which are never reused, and for removed records and fields, which never come back."""

from collections.abc import Iterator

from seeds.log.revisions import Revision
from seeds.rules.context import Context
from seeds.values.conversion import Finding


def id_not_reused(revision: Revision, context: Context) -> Iterator[Finding]:
    if revision.row.id in context.state.removed.records:
        yield Finding("id", "the record with this id was removed from every release: use a new id")
        return
    before = context.state.resource_of(revision.row.id)
    if before is None:
        return
    if revision.row.id in context.state.withdrawn:
        yield Finding("id", "the record with this id was withdrawn: use a new id")
    elif before != revision.resource:
        yield Finding("id", f"the id is taken by a record of {before}")


def field_stays_removed(revision: Revision, context: Context) -> Iterator[Finding]:
    for record_id, name in context.state.removed.fields:
        if record_id == revision.row.id and revision.fields.get(name):
            yield Finding(name, f"{name} was removed from every release: leave it out")
