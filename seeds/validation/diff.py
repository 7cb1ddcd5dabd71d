"""Lists what a folder would change: records, headlines that move, and new disputes."""

from collections.abc import Container, Iterator

from seeds.headline.rule import HeadlineStatus
from seeds.log.release_changes import ReleaseChanges
from seeds.log.revisions import Revision
from seeds.rules.context import Context
from seeds.validation.statements import statuses_of
from seeds.validation.validate import ValidatedRelease
from seeds.values.fields import Fields
from seeds.values.rows import STATEMENTS

Lines = dict[str, list[str]]


def differences(validated: ValidatedRelease, shown: int = 20) -> Iterator[str]:
    """Yield a line for each difference: records first, then headlines and disputes."""
    for resource, revisions in validated.changes.revisions.items():
        lines: Lines = {"added": [], "changed": [], "withdrawn": []}
        for revision in revisions.values():
            if revision.operation:
                lines[revision.operation].append(_line(revision))
        for operation, listed in lines.items():
            yield from _section(f"{operation} {resource}", listed, shown)
    yield from _table_sections(validated, shown)
    yield from _headline_sections(validated, shown)


def _line(revision: Revision) -> str:
    if revision.operation == "added":
        return revision.row.id
    reason = f" ({revision.row.change.kind})" if revision.row.change else ""
    before, after = revision.before or {}, revision.fields
    changes = (f"\n      {name}: {before[name]!r} → {after[name]!r}" for name in revision.changed())
    return f"{revision.row.id}{reason}{''.join(changes)}"


def _section(title: str, lines: list[str], shown: int) -> Iterator[str]:
    if lines:
        yield f"{title}: {len(lines):,}"
        yield from (f"  {line}" for line in lines[:shown])
        if len(lines) > shown:
            yield f"  … and {len(lines) - shown:,} more"


def _table_sections(validated: ValidatedRelease, shown: int) -> Iterator[str]:
    revised = {key: values for table in validated.tables for key, values in table.change_values.items()}
    added = [record_id for record_id in validated.changes.figures if record_id not in revised]
    changed = [f"{key} ({kind})" for key, (operation, kind, _) in revised.items() if operation == "changed"]
    yield from _section("added figures of wide tables", added, shown)
    yield from _section("changed figures of wide tables", changed, shown)


def _headline_sections(validated: ValidatedRelease, shown: int) -> Iterator[str]:
    agencies = _affected_agencies(validated)
    unchanged = Context(validated.context.state, ReleaseChanges(folder=""))
    before = statuses_of(unchanged, (), agencies)
    after = statuses_of(validated.context, validated.tables, agencies)
    yield from _section("headlines that move", _moved_headlines(before, after), shown)
    disputed = {status.id for status in before if status.disputed_by}
    new = [status.id for status in after if status.disputed_by and status.id not in disputed]
    yield from _section("new disputes", sorted(new), shown)


def _moved_headlines(before: list[HeadlineStatus], after: list[HeadlineStatus]) -> list[str]:
    headlines = {status.series: status.id for status in before if status.headline}
    return [
        f"{status.series}: {headlines[status.series]} → {status.id}"
        for status in after
        if status.headline and headlines.get(status.series, status.id) != status.id
    ]


def _affected_agencies(validated: ValidatedRelease) -> Container[str]:
    """Return the agencies whose headlines may move. A changed source may affect any of them."""
    revisions = validated.changes.revisions
    if any(revision.operation == "changed" for revision in revisions["sources"].values()):
        return validated.context.live("agencies")
    agencies = {agency for table in validated.tables for agency in table.agencies()}
    for resource in STATEMENTS:
        agencies |= {fields["agency_id"] for fields in _versions(revisions[resource])}
    for citation in _versions(revisions["citations"]):
        agencies |= _cited_agencies(citation, validated.context)
    return agencies


def _versions(revisions: dict[str, Revision]) -> Iterator[Fields]:
    """Yield the fields of each revised record before and after the release."""
    for revision in revisions.values():
        yield from (fields for fields in (revision.before, revision.fields) if fields)


def _cited_agencies(citation: Fields, context: Context) -> set[str]:
    ids = [*citation["supports"], *citation["disputes"]]
    cited = (context.fields(resource, record_id) for record_id in ids for resource in STATEMENTS)
    return {fields["agency_id"] for fields in cited if fields}
