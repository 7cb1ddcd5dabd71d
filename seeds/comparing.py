"""What a folder would change: records, headlines that move, disputes that arise."""

from collections.abc import Container, Iterator

from seeds.drafts import Draft
from seeds.fields import Fields
from seeds.records import STATEMENTS
from seeds.state import RESOURCES
from seeds.statements import standings_of
from seeds.validating import Checked
from seeds.world import World

Lines = dict[str, list[str]]


def differences(checked: Checked, shown: int = 20) -> Iterator[str]:
    """One line a difference, first the records, then what derives from them."""
    for resource, drafts in checked.drafts.items():
        lines: Lines = {"added": [], "changed": [], "withdrawn": []}
        for draft in drafts.values():
            if draft.operation:
                lines[draft.operation].append(_line(draft))
        for operation, found in lines.items():
            yield from _listed(f"{operation} {resource}", found, shown)
    yield from _tables(checked, shown)
    yield from _standings(checked, shown)


def _line(draft: Draft) -> str:
    if draft.operation == "added":
        return draft.row.id
    reason = f" ({draft.row.change.kind})" if draft.row.change else ""
    before = draft.before or {}
    changes = (f"\n      {name}: {before[name]!r} → {draft.fields[name]!r}" for name in draft.changed())
    return f"{draft.row.id}{reason}{''.join(changes)}"


def _listed(title: str, lines: list[str], shown: int) -> Iterator[str]:
    if lines:
        yield f"{title}: {len(lines):,}"
        yield from (f"  {line}" for line in lines[:shown])
        if len(lines) > shown:
            yield f"  … and {len(lines) - shown:,} more"


def _tables(checked: Checked, shown: int) -> Iterator[str]:
    revised = {record_id: tail for table in checked.tables for record_id, tail in table.tails.items()}
    added = [record_id for record_id in checked.melted if record_id not in revised]
    changed = [f"{key} ({kind})" for key, (operation, kind, _) in revised.items() if operation == "changed"]
    yield from _listed("added figures of wide tables", added, shown)
    yield from _listed("changed figures of wide tables", changed, shown)


def _standings(checked: Checked, shown: int) -> Iterator[str]:
    state, agencies = checked.world.state, _agencies(checked)
    unchanged = World(state, {resource: {} for resource in RESOURCES}, checked.world.published_on)
    before = standings_of(unchanged, (), agencies)
    after = standings_of(checked.world, checked.tables, agencies)
    had = {standing.series: standing.id for standing in before if standing.headline}
    moved = [
        f"{standing.series}: {had[standing.series]} → {standing.id}"
        for standing in after
        if standing.headline and had.get(standing.series, standing.id) != standing.id
    ]
    yield from _listed("headlines that move", moved, shown)
    disputed = {standing.id for standing in before if standing.disputed}
    new = [standing.id for standing in after if standing.disputed and standing.id not in disputed]
    yield from _listed("new disputes", sorted(new), shown)


def _agencies(checked: Checked) -> Container[str]:
    """Whose records may stand otherwise than before: a changed source may move any of them."""
    if any(draft.operation == "changed" for draft in checked.drafts["sources"].values()):
        return checked.world.live("agencies")
    found = {agency for table in checked.tables for agency in table.agencies()}
    for resource in STATEMENTS:
        for draft in checked.drafts[resource].values():
            found |= {fields["agency_id"] for fields in (draft.before, draft.fields) if fields}
    for draft in checked.drafts["citations"].values():
        for fields in (draft.before, draft.fields):
            found |= _cited_agencies(fields, checked.world) if fields else set()
    return found


def _cited_agencies(citation: Fields, world: World) -> set[str]:
    ids = [*citation["supports"], *citation["disputes"]]
    cited = (world.fields(resource, record_id) for record_id in ids for resource in STATEMENTS)
    return {fields["agency_id"] for fields in cited if fields}
