"""The published rule for how a change affects what a reader has printed."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, get_args

from schemas.change import Change
from schemas.field_change import FieldChange
from schemas.vocabularies import ChangeKind, Standing

BEST_TO_WORST: Final = get_args(Standing)
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
    """Rate a change. `printed`: the columns that a reader may have printed."""
    if change.operation == "withdrawn" or change.kind == "retraction" or is_deprecating(change):
        return "retracted"
    relevant = [each for each in change.fields if each.field in printed]
    if change.kind == "enrichment":
        # Nobody printed an unknown value.
        relevant = [each for each in relevant if each.old not in (None, [])]
    return KINDS[change.kind] if change.kind and relevant else "current"


def is_deprecating(change: Change) -> bool:
    return any(each.field == "rank" and each.new == "deprecated" for each in change.fields)


def worst(changes: Iterable[Change], printed: Collection[str]) -> tuple[Standing, Change | None]:
    """Rate changes, oldest first: the worst rating, and the first change that has it."""
    worst_standing: Standing = "current"
    decisive = None
    for change in changes:
        standing = weight(change, printed)
        if BEST_TO_WORST.index(standing) > BEST_TO_WORST.index(worst_standing):
            worst_standing, decisive = standing, change
    return worst_standing, decisive


def net_changes(changes: Iterable[Change], printed: Collection[str]) -> list[FieldChange]:
    """Combine changes into one difference per printed column, without columns that end as they began."""
    differences: dict[str, FieldChange] = {}
    for change in changes:
        for each in change.fields:
            if each.field in printed:
                before = differences.get(each.field, each)
                differences[each.field] = FieldChange(field=each.field, old=before.old, new=each.new)
    return [each for each in differences.values() if each.old != each.new]
