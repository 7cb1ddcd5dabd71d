"""Rules about ids: given once, to one record, never again."""

from collections.abc import Iterator

from seeds.conversion import Finding
from seeds.drafts import Draft
from seeds.world import World


def given_once(draft: Draft, world: World) -> Iterator[Finding]:
    before = world.state.resource_of(draft.row.id)
    if before is None:
        return
    if draft.row.id in world.state.withdrawn:
        yield Finding("id", "the id was withdrawn: ids are never used again")
    elif before != draft.resource:
        yield Finding("id", f"the id is taken: it is one of the {before}")
