"""The rule that no live record refers to a withdrawn one."""

from collections.abc import Iterable, Iterator
from itertools import chain

from seeds.problems import Problem
from seeds.rules.context import Context
from seeds.rules.references import REFERENCES, referenced_ids
from seeds.values.conversion import Finding
from seeds.values.fields import FIGURES, Fields


def broken_references(context: Context) -> Iterator[Problem]:
    """Report withdrawn records that unchanged records refer to; other rules check this folder's own rows."""
    withdrawn = {
        revision.row.id: revision.row
        for revision in context.changes.all_revisions()
        if revision.operation == "withdrawn"
    }
    if not withdrawn:
        return
    for resource in REFERENCES:
        for fields in _unchanged(resource, context):
            for field, record_id in _references(resource, fields):
                if row := withdrawn.get(record_id):
                    text = f"cannot be withdrawn: {fields['id']} ({resource}) refers to it in {field}"
                    yield row.problem(Finding("mode", text))


def _unchanged(resource: str, context: Context) -> Iterable[Fields]:
    """Yield the records of earlier folders that this folder does not mention."""
    state, revisions = context.state, context.revisions[resource]
    records = (record.fields for record in state.records[resource].values())
    before = chain(records, state.table_figures()) if resource == FIGURES else records
    return (
        fields for fields in before if fields["id"] not in revisions and fields["id"] not in context.figures
    )


def _references(resource: str, fields: Fields) -> Iterator[tuple[str, str]]:
    for field in REFERENCES[resource]:
        for record_id in referenced_ids(field, fields[field]):
            yield field, record_id
