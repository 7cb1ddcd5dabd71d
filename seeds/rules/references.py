"""Rules about what a record points to."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from seeds.conversion import Finding
from seeds.drafts import Draft
from seeds.world import World

# By resource: the field, and the resource it names. None: any record may be meant.
REFERENCES: Final[dict[str, dict[str, str | None]]] = {
    "agencies": {"parent_id": "agencies", "replaced_by": "agencies"},
    "incentive-programs": {"agency_id": "agencies", "target_agency_ids": "agencies"},
    "incentives": {
        "agency_id": "agencies",
        "program_id": "incentive-programs",
        "part_of": "incentives",
        "source_id": "sources",
    },
    "staffing-figures": {
        "agency_id": "agencies",
        "program_id": "incentive-programs",
        "part_of": "staffing-figures",
        "source_id": "sources",
        "metric": "metrics",
    },
    "agreements": {"agency_id": "agencies", "program_id": "incentive-programs", "source_id": "sources"},
    "sources": {"cites": "sources"},
    "citations": {
        "source_id": "sources",
        "attribution": "sources",
        "supports": None,
        "repeats": None,
        "disputes": None,
        "corrects": None,
        "context": None,
    },
    "metrics": {},
}


def named(field: str, value: Any) -> list[str]:
    """The ids a field holds, whatever its shape."""
    if not value:
        return []
    if field == "attribution":
        return [step.source_id for step in value if step.source_id]
    return value if isinstance(value, list) else [value]


def dangling(draft: Draft, world: World) -> Iterator[Finding]:
    for field, resource in REFERENCES[draft.resource].items():
        for record_id in named(field, draft.fields[field]):
            if said := missing(record_id, resource, world):
                yield Finding(field, f"{field}: {said}")


def missing(record_id: str, resource: str | None, world: World) -> str | None:
    """Why the id cannot be pointed to, if it cannot."""
    found = world.resource_of(record_id)
    if found is None and record_id in world.state.removed.records:
        return f"{record_id} was removed from every release"
    if found is None:
        return f"there is no {record_id}" + (f" among the {resource}" if resource else "")
    if not world.holds(record_id):
        return f"{record_id} is withdrawn"
    if resource not in {None, found}:
        return f"{record_id} is one of the {found}, not of the {resource}"
    return None


def self_reference(draft: Draft, _world: World) -> Iterator[Finding]:
    for field in REFERENCES[draft.resource]:
        if draft.row.id in named(field, draft.fields[field]):
            yield Finding(field, f"{field} names the record itself")


def agency_by_its_name(draft: Draft, world: World) -> Iterator[Finding]:
    """96 of 100 ORIs have another valid ORI one character away: the name beside the id catches the slip."""
    name = draft.row.fields.get("agency_name")
    if name is not None and (said := wrong_name(draft.fields["agency_id"], name, world)):
        yield Finding("agency_name", said)


def wrong_name(agency_id: str | None, name: str, world: World) -> str | None:
    agency = world.fields("agencies", agency_id)
    if agency is None:
        return None
    names = [agency["name"], agency["short_name"], *agency["aliases"]]
    if folded(name) in {folded(known) for known in names if known}:
        return None
    return f'{agency_id} is "{agency["name"]}", not "{name}"'


@lru_cache(maxsize=65_536)
def folded(name: str) -> str:
    """A name without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))


def part_of_same_agency(draft: Draft, world: World) -> Iterator[Finding]:
    whole = world.fields(draft.resource, draft.fields["part_of"])
    if whole and whole["agency_id"] != draft.fields["agency_id"]:
        yield Finding("part_of", f"{whole['id']} is of another agency, {whole['agency_id']}")


def part_of_cycle(draft: Draft, world: World) -> Iterator[Finding]:
    yield from _cycle("part_of", draft, world)


def parent_cycle(draft: Draft, world: World) -> Iterator[Finding]:
    yield from _cycle("parent_id", draft, world)


def replacement_cycle(draft: Draft, world: World) -> Iterator[Finding]:
    yield from _cycle("replaced_by", draft, world)


def _cycle(field: str, draft: Draft, world: World) -> Iterator[Finding]:
    way = [draft.row.id]
    at = draft.fields[field]
    while at is not None and at not in way:
        way.append(at)
        found = world.fields(draft.resource, at)
        at = found[field] if found else None
    # A record that names itself is told by another rule; one that leads into a circle is not on it.
    if at == draft.row.id and len(way) > 1:
        yield Finding(field, f"{field} runs in a circle: {' > '.join([*way, at])}")
