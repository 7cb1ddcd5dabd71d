"""Rules about quotes and what they support."""

from collections.abc import Iterator
from typing import Final

from seeds.conversion import Finding
from seeds.drafts import Draft
from seeds.world import World

LONGEST_QUOTE: Final = 25


def short_quote(draft: Draft, _world: World) -> Iterator[Finding]:
    words = len((draft.fields["quote"] or "").split())
    if words > LONGEST_QUOTE:
        yield Finding("quote", f"the quote has {words} words, {LONGEST_QUOTE} are allowed")


def first_step_is_the_page(draft: Draft, _world: World) -> Iterator[Finding]:
    steps = draft.fields["attribution"]
    if steps and steps[0].source_id not in {None, draft.fields["source_id"]}:
        yield Finding("attribution", "the first step is the page we read: its source_id is the citation's")


def compared_with_a_text(draft: Draft, world: World) -> Iterator[Finding]:
    source = world.fields("sources", draft.fields["source_id"])
    if draft.fields["quote_check"] == "text" and source and not source["text_sha256"]:
        yield Finding(
            "quote_check", f"{source['id']} names no text_sha256: with what was the quote compared?"
        )


def cited(draft: Draft, world: World) -> Iterator[Finding]:
    """Every number has its source: a passage that supports it, or a place in a table."""
    if draft.fields["source_id"] is None and draft.row.id not in world.supporters:
        yield Finding(None, "has no citation: no source_id, and no citation supports it")


def still_cited(draft: Draft, world: World) -> Iterator[Finding]:
    """What a passage supported before this release does not lose its last support unseen."""
    before = draft.before["supports"] if draft.before else []
    now = draft.fields["supports"] if draft.operation != "withdrawn" else []
    for record_id in before:
        if record_id in now or record_id in world.supporters or not world.holds(record_id):
            continue
        fields = world.fields(world.resource_of(record_id) or "", record_id)
        if fields and "qualifier" in fields and fields["source_id"] is None:
            yield Finding("supports", f"{record_id} is left without a citation")
