"""A verdict in one sentence."""

from collections.abc import Iterator, Mapping
from typing import Final

from api.check import times
from api.check.facts import Fact
from api.check.questions import Asked
from api.check.records import Record, best, chain
from api.check.rules import Decision
from api.cite import titles
from api.cite.dates import Day
from schemas.claim import Claim
from schemas.vocabularies import ClaimRule

# {what}: the record in words. {who}: its source. {differs}: columns. {release}, {changed}: release numbers.
SENTENCES: Final[Mapping[ClaimRule, str]] = {
    "newer_since": "On {printed_on} this was the newest figure, and a later one replaced it: {what}, "
    "according to {who}.",
    "same_statement": "The claim says what the source says: {what}, according to {who}.",
    "revised_since": "Release {release} says the same, and release {changed} changed it ({kind}): {what}, "
    "according to {who}.",
    "follows": "The claim follows from what the source says: {what}, according to {who}.",
    "rounded": "The claim is within one percent of what the source says: {what}, according to {who}.",
    "allowed": "The words of the source allow the claim: {what}, according to {who}.",
    "narrower_period": "The number is that of one {period} only, and longer periods have others: {what}, "
    "according to {who}.",
    "another_question": "The number answers another question ({differs}): {what}, according to {who}.",
    "not_excluded": "No source states the claim, but the words of one do not exclude it: {what}, according "
    "to {who}.",
    "was_wrong": "Release {release} says the same, but that was wrong, and release {changed} changed it "
    "({kind}): {what}, according to {who}.",
    "doubtful_record": "The only record that says the same is known to be wrong or doubtful: {what}, "
    "according to {who}.",
    "cannot_both_be_true": "The claim cannot be true together with this: {what}, according to {who}.",
    "nothing_held": "This release holds no record that answers the claim; the closest one is {what}, "
    "according to {who}.",
}
NOTHING: Final = "This release holds no record that answers the claim, which does not mean that it is wrong."
# The rules by which the claim may be printed, so that the sentence says what the claim leaves out.
FITTING: Final = frozenset({"same_statement", "follows", "rounded", "allowed", "not_excluded"})
WORDS: Final[Mapping[str, str]] = {
    "as_of": "the date",
    "period": "the period",
    "target_date": "the date of the plan",
    "audience_kind": "to whom it is offered",
    "eligibility": "who is eligible",
    "per": "the unit of time",
}


def sentence(claim: Claim, decision: Decision, record: Record | None, release: int) -> str:
    """Say what the deciding record does to the claim. `release`: the one that states the record so."""
    if record is None:
        return NOTHING
    revision, printed_on = decision.revision, claim.printed_on
    text = SENTENCES[decision.rule].format(
        what=titles.of_record(record),
        who=chain(best(record)) or record.source_publisher or "a source whose publisher is unknown",
        differs="; ".join(
            f"{column}: {stated(decision.facts[0], column)}"
            for column in decision.differs(claim, decision.facts[0])
        ),
        period=titles.spaced(decision.facts[0].period or "period"),
        printed_on=Day(printed_on, "day").ap if printed_on else "",
        release=release,
        changed=revision.release if revision else "",
        kind=(revision.kind if revision else None) or "withdrawn",
    )
    return text.removesuffix(".") + "".join(f"; {each}" for each in caveats(claim, decision, record)) + "."


def caveats(claim: Claim, decision: Decision, record: Record) -> Iterator[str]:
    """Yield what a reader must also know: what the claim leaves out, and whether the record is in doubt."""
    unsaid = Asked(claim).unsaid(decision.facts[0]) if decision.rule in FITTING else []
    if unsaid:
        yield f"the claim leaves out {listed([WORDS[each] for each in unsaid])}"
    if decision.against and decision.rule in FITTING:
        yield "other records of the same series and time contradict it"
    elif record.disputed:
        yield "another statement disputes it"
    if record.date_basis == "inferred":
        yield "its date is inferred"


def stated(fact: Fact, column: str) -> str:
    """Write what the record states in a column of its question."""
    match column:
        case "metric" | "kind":
            return fact.topic
        case "as_of":
            return times.written(*fact.time) if fact.time else "not stated"
        case "target_date":
            return times.written(*fact.target) if fact.target else "not stated"
    return str(getattr(fact, column) or "all")


def listed(words: list[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
