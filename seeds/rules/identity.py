"""Rules about ids, given once, to one record, never again; and about what was removed, which stays away."""

from collections.abc import Iterator

from seeds.conversion import Finding
from seeds.drafts import Draft
from seeds.world import World


def given_once(draft: Draft, world: World) -> Iterator[Finding]:
    if draft.row.id in world.state.removed.records:
        yield Finding("id", "the record was removed from every release: its id is never used again")
        return
    before = world.state.resource_of(draft.row.id)
    if before is None:
        return
    if draft.row.id in world.state.withdrawn:
        yield Finding("id", "the id was withdrawn: ids are never used again")
    elif before != draft.resource:
        yield Finding("id", f"the id is taken: it is one of the {before}")


def field_removed(draft: Draft, world: World) -> Iterator[Finding]:
    for record_id, name in world.state.removed.fields:
        if record_id == draft.row.id and draft.fields.get(name):
            yield Finding(name, f"{name} was removed from every release: leave it out")
