"""How a change weighs on what a reader has printed: one published rule, pure, in one place."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, get_args

from schemas.change import Change
from schemas.field_change import FieldChange
from schemas.vocabularies import ChangeKind, Standing

FROM_BEST: Final = get_args(Standing)
KINDS: Final[Mapping[ChangeKind, Standing]] = {
    "enrichment": "superseded",
    "update": "superseded",
    "source_revision": "superseded",
    "definition_change": "superseded",
    "our_error": "corrected",
    "source_correction": "corrected",
    "retraction": "retracted",
}


def weight(change: Change, printed: Collection[str]) -> Standing:
    """`printed` are the columns that a reader may have printed."""
    if change.operation == "withdrawn" or change.kind == "retraction" or is_deprecating(change):
        return "retracted"
    moved = [each for each in change.fields if each.field in printed]
    if change.kind == "enrichment":
        # what was unknown was not printed
        moved = [each for each in moved if each.old not in (None, [])]
    return KINDS[change.kind] if change.kind and moved else "current"


def is_deprecating(change: Change) -> bool:
    return any(each.field == "rank" and each.new == "deprecated" for each in change.fields)


def worst(changes: Iterable[Change], printed: Collection[str]) -> tuple[Standing, Change | None]:
    """Of the changes since a release, oldest first: how the worst weighs, and the first that weighs so."""
    standing: Standing = "current"
    decisive = None
    for change in changes:
        found = weight(change, printed)
        if FROM_BEST.index(found) > FROM_BEST.index(standing):
            standing, decisive = found, change
    return standing, decisive


def netted(changes: Iterable[Change], printed: Collection[str]) -> list[FieldChange]:
    """The printed columns that hold something else after all these changes than before them."""
    found: dict[str, FieldChange] = {}
    for change in changes:
        for each in change.fields:
            if each.field in printed:
                before = found.get(each.field, each)
                found[each.field] = FieldChange(field=each.field, old=before.old, new=each.new)
    return [each for each in found.values() if each.old != each.new]
