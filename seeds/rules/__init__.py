"""The rules for records: one function for each rule, and the rules of each resource."""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from seeds.log.revisions import Revision
from seeds.rules import changes, citations, codes, identity, references, stated, times
from seeds.rules.context import Context
from seeds.values.conversion import Finding

Rule: TypeAlias = Callable[[Revision, Context], Iterator[Finding]]

EVERYWHERE: Final[tuple[Rule, ...]] = (
    identity.id_not_reused,
    identity.field_stays_removed,
    changes.reason_for_a_change,
    changes.corrections_only,
)
# Rules for live records. Withdrawn records only need to keep EVERYWHERE.
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
# The rules of a resource that has no rules of its own in RULES.
USUAL: Final[tuple[Rule, ...]] = (
    references.dangling,
    references.agency_by_its_name,
    times.in_the_calendar,
    times.not_in_the_future,
)
RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "agencies": (
        references.dangling,
        references.self_reference,
        references.parent_cycle,
        references.replacement_cycle,
        codes.place_on_earth,
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
    "areas": (),
    "area-figures": (
        references.dangling,
        stated.value_itself,
        times.in_the_calendar,
        times.not_in_the_future,
        times.as_of_is_over,
        codes.known_subset,
        citations.cited,
    ),
    "sources": (
        references.dangling,
        references.self_reference,
        times.in_the_calendar,
        times.not_in_the_future,
        times.end_of_a_fiscal_year,
        times.appeared_before_the_release,
        times.checked_after_it_was_read,
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


def findings(revision: Revision, context: Context) -> Iterator[Finding]:
    """Apply every rule to a record of the folder."""
    for rule in EVERYWHERE:
        yield from rule(revision, context)
    if revision.resource == "citations":
        yield from citations.still_cited(revision, context)
    if revision.operation == "withdrawn":
        return
    for rule in RULES.get(revision.resource, USUAL):
        yield from rule(revision, context)


def shared_findings(revision: Revision, context: Context) -> Iterator[Finding]:
    """Apply the rules that do not depend on a figure's agency or number."""
    for rule in FIGURE:
        yield from rule(revision, context)


def replacement_findings(revision: Revision, context: Context) -> Iterator[Finding]:
    """Apply the rules for a figure of a wide table that replaces a published one."""
    for rule in EVERYWHERE:
        yield from rule(revision, context)
