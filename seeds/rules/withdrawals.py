"""A withdrawn record may not be referenced by a live one: history never just stops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from seeds.conversion import Finding
from seeds.fields import Fields
from seeds.problems import Problem
from seeds.rules.references import REFERENCES, named
from seeds.state import FIGURES

if TYPE_CHECKING:
    from seeds.validating import Checked


def dead_references(checked: Checked) -> Iterator[Problem]:
    """What the folders before hold and this one leaves alone; its own rows are judged one by one."""
    withdrawn = {
        record_id: draft.row
        for of_resource in checked.drafts.values()
        for record_id, draft in of_resource.items()
        if draft.operation == "withdrawn"
    }
    if not withdrawn:
        return
    for resource in REFERENCES:
        for fields in _untouched(resource, checked):
            for field, record_id in _references(resource, fields):
                if row := withdrawn.get(record_id):
                    said = f"cannot be withdrawn: {fields['id']} of the {resource} names it ({field})"
                    yield row.problem(Finding("mode", said))


def _untouched(resource: str, checked: Checked) -> Iterable[Fields]:
    state, drafts = checked.world.state, checked.drafts[resource]
    entries = (entry.fields for entry in state.entries[resource].values())
    before = chain(entries, state.melted()) if resource == FIGURES else entries
    return (fields for fields in before if fields["id"] not in drafts and fields["id"] not in checked.melted)


def _references(resource: str, fields: Fields) -> Iterator[tuple[str, str]]:
    for field in REFERENCES[resource]:
        for record_id in named(field, fields[field]):
            yield field, record_id
