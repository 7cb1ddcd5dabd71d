"""A claim with what a release holds about it, and the searches of the rules among that."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from msgspec import Struct

from api.check.facts import Fact
from api.check.questions import Asked, is_longer
from api.check.statements import is_open_ended, is_same, is_same_number, match_of
from schemas import vocabularies as v

# The kinds of changes after which an earlier value was never right.
WRONG: Final = frozenset({"our_error", "retraction"})


class Revision(NamedTuple):
    """A change of a record: the release that made it, when that was published, and its kind."""

    release: int
    published_on: date
    kind: v.ChangeKind | None


# Record → its changes up to the release.
Revisions = Mapping[str, Sequence[Revision]]


class Case(Struct, frozen=True, kw_only=True):
    """A claim, and what a release holds about it: of its agency, in earlier releases, and of its parts."""

    asked: Asked
    release: int
    held: tuple[Fact, ...]
    parts: tuple[Fact, ...]
    past: tuple[Fact, ...]
    answers: tuple[Fact, ...]
    revisions: Revisions

    def ranked(self, facts: Iterable[Fact]) -> list[Fact]:
        """Sort facts: those that answer exactly what is asked first, then headlines, then the newest."""
        return sorted(facts, key=self.asked.distance)


def same_statement(case: Case) -> list[Fact]:
    return [each for each in case.answers if is_same(case.asked, each) and not is_narrow(case, each)]


def is_narrow(case: Case, fact: Fact) -> bool:
    """Whether the claim leaves the period open, and a record of a longer one contradicts it.

    A claim of 2025 is about the year, and one of July 2026 about the month.
    """
    time = case.asked.time
    is_named = case.asked.claim.period is not None or (time is not None and time.precision == fact.period)
    return not is_named and bool(contradicting(case, fact))


def contradicting(case: Case, fact: Fact) -> list[Fact]:
    """Return the answers about longer periods that contradict the claim."""
    return [each for each in case.answers if is_longer(each, fact) and match_of(case.asked, each) is None]


def narrower_period(case: Case) -> list[Fact]:
    return [each for each in case.answers if is_narrow(case, each) and match_of(case.asked, each)]


def newer_since(case: Case) -> list[Fact]:
    """Find facts that fitted on the day of printing, and that newer ones of their series contradict."""
    if case.asked.claim.printed_on is None or case.asked.claim.as_of is not None:
        return []
    newest = {each.series: each for each in case.held if each.headline}
    return [
        each
        for each in case.answers
        if match_of(case.asked, each) in {"certain", "rounded"} or is_same(case.asked, each)
        if (later := newest.get(each.series))
        and is_later(later, each)
        and match_of(case.asked, later) is None
    ]


def is_later(one: Fact, other: Fact) -> bool:
    return one.time is not None and other.time is not None and one.time.last > other.time.last


def revised(case: Case, *, wrong: bool) -> list[Fact]:
    """Find past facts that state the claim and were changed since. `wrong`: because they were never right."""
    asked = case.asked
    return [
        each
        for each in case.past
        if asked.answers(each) and is_same(case.asked, each)
        if (revision := revision_of(case, each)) and (revision.kind in WRONG) is wrong
        if wrong or case.asked.claim.printed_on is None or case.asked.claim.printed_on < revision.published_on
    ]


def revision_of(case: Case, fact: Fact) -> Revision | None:
    """Return the change that ended a past fact, if it changed or withdrew the statement."""
    if fact.holds_in(case.release) or fact.to_release is None:
        return None
    after = next((each for each in case.held if each.id == fact.id), None)
    if after is not None and is_same(fact, after):
        return None
    changes = case.revisions.get(fact.id, ())
    return next((each for each in changes if each.release > fact.to_release), None)


def fitting(match: v.ClaimMatch, *, open_ended: bool | None = None) -> Callable[[Case], list[Fact]]:
    """Build the search for answers that fit so. `open_ended`: only those whose words name one end, or two."""

    def find(case: Case) -> list[Fact]:
        return [
            each
            for each in case.answers
            if match_of(case.asked, each) == match
            and not is_narrow(case, each)
            and (open_ended is None or is_open_ended(each) is open_ended)
        ]

    return find


def another_question(case: Case) -> list[Fact]:
    """Find the number elsewhere: of the same metric at any time, or of any metric at the same time.

    Of a part of the agency, only of the same metric at the same time.
    """
    asked = case.asked
    near = [each for each in case.held if asked.is_topic(each) or asked.is_time(each)]
    near += [each for each in case.parts if asked.is_topic(each) and asked.is_time(each)]
    return [
        each
        for each in near
        if each.rank != "deprecated" and each not in case.answers and is_same_number(asked, each)
    ]


def beside(case: Case, fact: Fact) -> list[Fact]:
    """Return the answers of the series of this fact that contradict the claim, if the fact is an answer."""
    if fact not in case.answers:
        return []
    others = [
        each for each in case.answers if each.series == fact.series and match_of(case.asked, each) is None
    ]
    return case.ranked([*others, *(contradicting(case, fact) if is_narrow(case, fact) else [])])


def not_excluded(case: Case) -> list[Fact]:
    """Find answers whose words name one limit and allow the claim, if none of their series contradicts it."""
    return [each for each in fitting("possible", open_ended=True)(case) if not beside(case, each)]


def cannot_both_be_true(case: Case) -> list[Fact]:
    """Find answers that contradict the claim. One without a date may be about another time."""
    return [
        each
        for each in case.answers
        if match_of(case.asked, each) is None and (each.time is not None or case.asked.claim.as_of is None)
    ]


def doubtful_record(case: Case) -> list[Fact]:
    asked = case.asked
    return [
        each
        for each in case.held
        if each.rank == "deprecated" and asked.is_question(each) and is_same(case.asked, each)
    ]


def nearest(case: Case) -> list[Fact]:
    """Return the facts about the same question at another time, the newest first."""
    asked = case.asked
    facts = [each for each in case.held if asked.is_question(each) and each.rank != "deprecated"]
    return case.ranked(facts)
