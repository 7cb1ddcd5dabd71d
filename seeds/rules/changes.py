"""Rules for changing and withdrawing published records."""

from collections.abc import Iterator, Sequence
from typing import Final

from schemas.seed_parts import Change, Step
from schemas.vocabularies import CORRECTIONS
from seeds.log.revisions import Revision
from seeds.rules.context import Context
from seeds.values.conversion import Finding

# Updates and enrichments may fill in these fields, and the agency of any record. Replacing their values takes
# a correction, with a notice.
STATED: Final = (
    "value", "value_low", "value_high", "qualifier", "as_stated", "modality", "unit", "per",
    "as_of", "date_basis", "part_of", "source_id", "locator", "computed", "rank", "note", "metric", "subset",
)  # fmt: skip
PROTECTED: Final[dict[str, frozenset[str]]] = {
    "incentives": frozenset({*STATED, "kind", "payments"}),
    "staffing-figures": frozenset({*STATED, "sex", "period", "period_start", "period_end", "target_date"}),
    "area-figures": frozenset({*STATED, "vintage", "relative_standard_error"}),
    "citations": frozenset({"quote", "source_id"}),
}


def protected_fields(resource: str) -> frozenset[str]:
    return PROTECTED.get(resource, frozenset()) | {"agency_id", "area_id"}


# Other values derive from these fields, so they never change: a different value needs a new record.
FIXED: Final = {"metrics": "unit", "sources": "fiscal_year_end"}


def reason_for_a_change(revision: Revision, _context: Context) -> Iterator[Finding]:
    change = revision.row.change
    if revision.operation not in {"changed", "withdrawn"}:
        return
    if change is None:
        what = (
            "withdraws a record"
            if revision.operation == "withdrawn"
            else "replaces " + _list(revision.changed())
        )
        yield Finding("change", f"{what} without a reason: add change = {{ kind = … }}")
    elif change.kind in CORRECTIONS and not change.notice:
        yield Finding("change", f"{change.kind} is a correction: add a notice for readers")
    elif revision.operation == "withdrawn" and change.kind not in CORRECTIONS:
        yield Finding(
            "change", f"{change.kind} cannot withdraw a record: use one of {_list(sorted(CORRECTIONS))}"
        )


def corrections_only(revision: Revision, _context: Context) -> Iterator[Finding]:
    if (change := _update(revision)) is None:
        return
    before, protected = revision.before or {}, protected_fields(revision.resource)
    replaced = [name for name in revision.changed() if name in protected and before[name] not in (None, [])]
    for name in replaced:
        yield _needs_correction(change, name, f"{name} ({before[name]})")


def speakers_kept(revision: Revision, context: Context) -> Iterator[Finding]:
    """Readers see who said a number: updates may add people to the chain, but not remove any."""
    if (change := _update(revision)) is None:
        return
    before, now = (
        _chain((revision.before or {})["attribution"], context),
        _chain(revision.fields["attribution"], context),
    )
    following = iter(now)
    if before and (before[-1:] != now[-1:] or not all(name in following for name in before)):
        yield _needs_correction(change, "attribution", f"who said it ({' > '.join(before)})")


def _update(revision: Revision) -> Change | None:
    """Return the change of a record that changed without a correction."""
    change = revision.row.change if revision.operation == "changed" else None
    return change if change and change.kind not in CORRECTIONS else None


def _needs_correction(change: Change, field: str, what: str) -> Finding:
    return Finding(field, f"{change.kind} may not replace {what}: that needs a correction")


def _chain(steps: Sequence[Step], context: Context) -> list[str]:
    """Return the served names: a step without a name has the name of its source's publisher."""
    referenced_ids = (
        step.name or (context.fields("sources", step.source_id) or {}).get("publisher") for step in steps
    )
    return [name for name in referenced_ids if name]


def fixed(revision: Revision, _context: Context) -> Iterator[Finding]:
    name, before = FIXED.get(revision.resource), revision.before or {}
    if name in revision.changed() and before[name] is not None:
        yield Finding(
            name, f"{name} of {revision.row.id} is {before[name]} and cannot change: records derive from it"
        )


def _list(names: list[str]) -> str:
    return ", ".join(names)
