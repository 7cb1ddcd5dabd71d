"""The rules a record must keep, one function each, and which resource keeps which."""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from seeds.conversion import Finding
from seeds.drafts import Draft
from seeds.rules import changes, citations, codes, identity, references, stated, times
from seeds.world import World

Rule: TypeAlias = Callable[[Draft, World], Iterator[Finding]]

EVERYWHERE: Final[tuple[Rule, ...]] = (
    identity.given_once,
    identity.field_removed,
    changes.reason_for_a_change,
    changes.corrections_only,
)
# Of a live record. A withdrawn one is not judged any more.
FIGURE: Final[tuple[Rule, ...]] = (
    references.dangling,
    stated.bounds_and_qualifier,
    stated.preferred_with_a_note,
    stated.sum_per_total,
    times.in_the_calendar,
    times.not_in_the_future,
    times.as_of_is_over,
    times.period_of_a_flow,
    times.period_ends_before_the_release,
    times.dated_by_its_end,
    codes.known_subset,
)
PART_AND_WHOLE: Final[tuple[Rule, ...]] = (references.part_of_same_agency, references.part_of_cycle)
RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "agencies": (
        references.dangling,
        references.self_reference,
        references.parent_cycle,
        references.replacement_cycle,
        codes.place_on_earth,
    ),
    "incentive-programs": (
        references.dangling,
        references.agency_by_its_name,
        times.in_the_calendar,
        times.not_in_the_future,
    ),
    "incentives": (
        references.dangling,
        references.self_reference,
        references.agency_by_its_name,
        *PART_AND_WHOLE,
        stated.bounds_and_qualifier,
        stated.value_itself,
        stated.unit_of_an_incentive,
        stated.payments_add_up,
        stated.preferred_with_a_note,
        times.in_the_calendar,
        times.not_in_the_future,
        times.as_of_is_over,
        codes.known_eligibility,
        citations.cited,
    ),
    "staffing-figures": (
        *FIGURE,
        references.self_reference,
        references.agency_by_its_name,
        *PART_AND_WHOLE,
        stated.value_itself,
        citations.cited,
    ),
    "agreements": (
        references.dangling,
        references.agency_by_its_name,
        times.not_in_the_future,
    ),
    "sources": (
        references.dangling,
        references.self_reference,
        times.in_the_calendar,
        times.not_in_the_future,
        times.end_of_a_fiscal_year,
        changes.fixed,
    ),
    "citations": (
        references.dangling,
        times.in_the_calendar,
        times.not_in_the_future,
        citations.short_quote,
        citations.first_step_is_the_page,
        citations.compared_with_a_text,
        changes.speakers_kept,
    ),
    "metrics": (changes.fixed,),
}


def findings(draft: Draft, world: World) -> Iterator[Finding]:
    """Everything that is wrong with a record of the folder."""
    for rule in EVERYWHERE:
        yield from rule(draft, world)
    if draft.resource == "citations":
        yield from citations.still_cited(draft, world)
    if draft.operation == "withdrawn":
        return
    for rule in RULES[draft.resource]:
        yield from rule(draft, world)


def shared_findings(draft: Draft, world: World) -> Iterator[Finding]:
    """What is wrong with every figure of a measure and a time, whatever its agency and number."""
    for rule in FIGURE:
        yield from rule(draft, world)


def replacement_findings(draft: Draft, world: World) -> Iterator[Finding]:
    """What is wrong with putting a figure of a wide table in another's place."""
    for rule in EVERYWHERE:
        yield from rule(draft, world)
