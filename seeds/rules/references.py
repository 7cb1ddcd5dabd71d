"""Rules for references to other records."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from schemas.seed import SEEDS
from seeds.folder.limits import GENERATIONS
from seeds.log.revisions import Revision
from seeds.rules.context import Context
from seeds.values.conversion import Finding

# A field with ids → the resource that it refers to; None if it may be any. `part_of` refers to its own.
TARGETS: Final[dict[str, str | None]] = {
    "parent_id": "agencies",
    "replaced_by": "agencies",
    "agency_id": "agencies",
    "area_id": "areas",
    "target_agency_ids": "agencies",
    "program_id": "incentive-programs",
    "source_id": "sources",
    "attribution": "sources",
    "cites": "sources",
    "metric": "metrics",
    "supports": None,
    "repeats": None,
    "disputes": None,
    "corrects": None,
    "context": None,
}
# By resource and field.
REFERENCES: Final[dict[str, dict[str, str | None]]] = {
    resource: {
        field: (TARGETS | {"part_of": resource})[field]
        for field in seed.__struct_fields__
        if field in TARGETS or field == "part_of"
    }
    for resource, seed in SEEDS.items()
}


def referenced_ids(field: str, value: Any) -> list[str]:
    """Return the ids in a field: one id, a list of ids, or the sources of an attribution."""
    if not value:
        return []
    if field == "attribution":
        return [step.source_id for step in value if step.source_id]
    return value if isinstance(value, list) else [value]


def dangling(revision: Revision, context: Context) -> Iterator[Finding]:
    for field, resource in REFERENCES[revision.resource].items():
        for record_id in referenced_ids(field, revision.fields[field]):
            if error := reference_error(record_id, resource, context):
                yield Finding(field, f"{field}: {error}")


def reference_error(record_id: str, resource: str | None, context: Context) -> str | None:
    """Return why a record cannot refer to this id; None if it can."""
    actual = context.resource_of(record_id)
    if actual is None and record_id in context.state.removed.records:
        return f"{record_id} was removed from every release"
    if actual is None and context.state.lacks_releases:
        return None  # a release that is missing from this log may contain the record
    if actual is None:
        return (
            f"no record of {resource} has the id {record_id}"
            if resource
            else f"no record has the id {record_id}"
        )
    if not context.is_live(record_id):
        return f"{record_id} is withdrawn"
    if resource not in {None, actual}:
        return f"{record_id} is a record of {actual}, not of {resource}"
    return None


def self_reference(revision: Revision, _context: Context) -> Iterator[Finding]:
    for field in REFERENCES[revision.resource]:
        if revision.row.id in referenced_ids(field, revision.fields[field]):
            yield Finding(field, f"{field} refers to the record itself")


def agency_by_its_name(revision: Revision, context: Context) -> Iterator[Finding]:
    """The agency's name must match its id: 96 of 100 ORIs are one character away from another valid ORI."""
    name = revision.row.fields.get("agency_name")
    if name is not None and (error := name_error(revision.fields["agency_id"], name, context)):
        yield Finding("agency_name", error)


def name_error(agency_id: str | None, name: str, context: Context) -> str | None:
    agency = context.fields("agencies", agency_id)
    if agency is None or agency["name"] is None:
        return None
    names = [agency["name"], agency["short_name"], *agency["aliases"]]
    if folded(name) in {folded(known) for known in names if known}:
        return None
    return f'{agency_id} is "{agency["name"]}", not "{name}"'


@lru_cache(maxsize=65_536)
def folded(name: str) -> str:
    """Return a name without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))


def part_of_same_agency(revision: Revision, context: Context) -> Iterator[Finding]:
    """A whole is of the part's agency, or of the agency that this one is part of."""
    whole = context.fields(revision.resource, revision.fields["part_of"])
    if whole and whole["agency_id"] not in _agency_and_parent(revision, context):
        yield Finding("part_of", f"{whole['id']} belongs to another agency, {whole['agency_id']}")


def _agency_and_parent(revision: Revision, context: Context) -> tuple[str, str | None]:
    agency_id = revision.fields["agency_id"]
    agency = context.fields("agencies", agency_id)
    return agency_id, agency["parent_id"] if agency else None


def part_of_cycle(revision: Revision, context: Context) -> Iterator[Finding]:
    yield from _cycle("part_of", revision, context)


def parent_cycle(revision: Revision, context: Context) -> Iterator[Finding]:
    yield from _cycle("parent_id", revision, context)


def replacement_cycle(revision: Revision, context: Context) -> Iterator[Finding]:
    yield from _cycle("replaced_by", revision, context)


def _cycle(field: str, revision: Revision, context: Context) -> Iterator[Finding]:
    path = [revision.row.id]
    current = revision.fields[field]
    while current is not None and current not in path:
        if len(path) > GENERATIONS:
            yield Finding(field, f"{field} goes up more than {GENERATIONS} levels")
            return
        path.append(current)
        record = context.fields(revision.resource, current)
        current = record[field] if record else None
    # Another rule reports a reference to the record itself. One that leads into a cycle is not on it.
    if current == revision.row.id and len(path) > 1:
        yield Finding(field, f"{field} forms a cycle: {' > '.join([*path, current])}")
