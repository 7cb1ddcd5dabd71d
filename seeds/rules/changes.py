"""Rules about replacing and withdrawing what was published."""

from collections.abc import Iterator, Sequence
from typing import Final

from schemas.seed import Change, Step
from schemas.vocabularies import CORRECTIONS
from seeds.conversion import Finding
from seeds.drafts import Draft
from seeds.world import World

# Updates and enrichments may fill these in, never replace them: that is a correction, and readers are told.
STATED: Final = (
    "value", "value_low", "value_high", "qualifier", "as_stated", "modality", "unit", "per",
    "as_of", "date_basis", "part_of", "source_id", "locator", "computed", "rank", "note", "metric", "subset",
)  # fmt: skip
PROTECTED: Final[dict[str, frozenset[str]]] = {
    "incentives": frozenset({*STATED, "agency_id", "kind", "payments"}),
    "staffing-figures": frozenset(
        {*STATED, "agency_id", "sex", "period", "period_start", "period_end", "target_date"}
    ),
    "incentive-programs": frozenset({"agency_id"}),
    "agreements": frozenset({"agency_id"}),
    "citations": frozenset({"quote", "source_id"}),
}
# Figures and fiscal years derive from these: with another one it is another metric or source.
FIXED: Final = {"metrics": "unit", "sources": "fiscal_year_end"}


def reason_for_a_change(draft: Draft, _world: World) -> Iterator[Finding]:
    change = draft.row.change
    if draft.operation not in {"changed", "withdrawn"}:
        return
    if change is None:
        what = (
            "withdraws a record" if draft.operation == "withdrawn" else "replaces " + _list(draft.changed())
        )
        yield Finding("change", f"{what} and does not say why: change = {{ kind = … }}")
    elif change.kind in CORRECTIONS and not change.notice:
        yield Finding("change", f"{change.kind} is a correction: it needs a notice for readers")
    elif draft.operation == "withdrawn" and change.kind not in CORRECTIONS:
        yield Finding("change", f"{change.kind} withdraws nothing: a withdrawal is a correction")


def corrections_only(draft: Draft, _world: World) -> Iterator[Finding]:
    if (change := _update(draft)) is None:
        return
    before, protected = draft.before or {}, PROTECTED.get(draft.resource, frozenset())
    had = [name for name in draft.changed() if name in protected and before[name] not in (None, [])]
    for name in had:
        yield _refused(change, name, f"{name} ({before[name]})")


def speakers_kept(draft: Draft, world: World) -> Iterator[Finding]:
    """Who said it is printed beside the number: a hop between may become known, none may go."""
    if (change := _update(draft)) is None:
        return
    before, now = (
        _chain((draft.before or {})["attribution"], world),
        _chain(draft.fields["attribution"], world),
    )
    following = iter(now)
    if before and (before[-1:] != now[-1:] or not all(name in following for name in before)):
        yield _refused(change, "attribution", f"who said it ({' > '.join(before)})")


def _update(draft: Draft) -> Change | None:
    """Why the record changed, where that is no correction."""
    change = draft.row.change if draft.operation == "changed" else None
    return change if change and change.kind not in CORRECTIONS else None


def _refused(change: Change, field: str, what: str) -> Finding:
    return Finding(field, f"{change.kind} may not replace {what}: that is a correction")


def _chain(steps: Sequence[Step], world: World) -> list[str]:
    """The names as they are served: where a step has none, it is the publisher of its source."""
    named = (step.name or (world.fields("sources", step.source_id) or {}).get("publisher") for step in steps)
    return [name for name in named if name]


def fixed(draft: Draft, _world: World) -> Iterator[Finding]:
    name, before = FIXED.get(draft.resource), draft.before or {}
    if name in draft.changed() and before[name] is not None:
        yield Finding(name, f"{name} of {draft.row.id} is {before[name]} for ever: records derive from it")


def _list(names: list[str]) -> str:
    return ", ".join(names)
