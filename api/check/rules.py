"""Decide what the records of a release say about a claim. Pure; docs/check.md publishes the rules."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from msgspec import Struct

from api.check import questions
from api.check.facts import Fact
from api.check.questions import Asked, is_longer
from api.check.statements import is_open_ended, is_same, is_same_number, match_of
from schemas import vocabularies as v
from schemas.claim import Claim

# The most records that a verdict names.
MOST: Final = 5
# The kinds of changes after which an earlier value was never right.
WRONG: Final = frozenset({"our_error", "retraction"})


class Revision(NamedTuple):
    """A change of a record: the release that made it, when that was published, and its kind."""

    release: int
    published_on: date
    kind: v.ChangeKind | None


# Record → its changes up to the release.
Revisions = Mapping[str, Sequence[Revision]]


class Decision(Struct, frozen=True, kw_only=True):
    """A verdict by the rule that decided, and the facts that it rests on, the deciding one first."""

    rule: v.ClaimRule
    verdict: v.ClaimVerdict
    match: v.ClaimMatch | None = None
    facts: tuple[Fact, ...] = ()
    revision: Revision | None = None

    def differs(self, claim: Claim, fact: Fact) -> list[str]:
        """List the columns in which the question of the fact is another one.

        A claim without a time is about the newest record, so that another record differs in its time.
        """
        found = Asked(claim).differs(fact)
        return found or (["as_of"] if self.rule == "another_question" else [])


class Case(Struct, frozen=True, kw_only=True):
    """A claim, and what a release holds about it."""

    claim: Claim
    release: int
    held: tuple[Fact, ...]
    past: tuple[Fact, ...]
    answers: tuple[Fact, ...]
    revisions: Revisions


class Rule(NamedTuple):
    """A rule: the verdict, and the facts by which it holds. The first rule with any decides."""

    code: v.ClaimRule
    verdict: v.ClaimVerdict
    find: Callable[[Case], Sequence[Fact]]


def decide(claim: Claim, facts: Iterable[Fact], release: int, revisions: Revisions) -> Decision:
    """Return what the release says about the claim. What later releases state makes no difference."""
    known = [each for each in facts if each.from_release <= release and each.agency_id == claim.agency_id]
    held = tuple(each for each in known if each.holds_in(release))
    asked = Asked(claim)
    case = Case(
        claim=claim,
        release=release,
        held=held,
        past=tuple(each for each in known if not each.holds_in(release)),
        answers=questions.answers(asked, held),
        revisions=revisions,
    )
    for rule in RULES:
        if facts_found := rule.find(case):
            return decision(rule, case, ranked(case, facts_found))
    return Decision(rule="nothing_held", verdict="cannot_verify", facts=tuple(nearest(case)[:MOST]))


def decision(rule: Rule, case: Case, facts: Sequence[Fact]) -> Decision:
    first = facts[0]
    return Decision(
        rule=rule.code,
        verdict=rule.verdict,
        match=match_of(case.claim, first),
        facts=tuple(dict.fromkeys([*facts, *beside(rule, case, first)]))[:MOST],
        revision=revision_of(case, first),
    )


def beside(rule: Rule, case: Case, fact: Fact) -> list[Fact]:
    """Return what a reader must see beside the facts that a rule found."""
    return ranked(case, contradicting(case, fact)) if rule.code == "narrower_period" else []


def ranked(case: Case, facts: Iterable[Fact]) -> list[Fact]:
    """Sort facts: those that answer exactly what is asked first, then headlines, then the newest."""
    return sorted(facts, key=Asked(case.claim).distance)


def same_statement(case: Case) -> list[Fact]:
    return [each for each in case.answers if is_same(case.claim, each) and not is_narrow(case, each)]


def is_narrow(case: Case, fact: Fact) -> bool:
    """Whether the claim leaves the period open, and a record of a longer one contradicts it."""
    return case.claim.period is None and bool(contradicting(case, fact))


def contradicting(case: Case, fact: Fact) -> list[Fact]:
    """Return the answers about longer periods that contradict the claim."""
    return [each for each in case.answers if is_longer(each, fact) and match_of(case.claim, each) is None]


def narrower_period(case: Case) -> list[Fact]:
    return [each for each in case.answers if is_narrow(case, each) and match_of(case.claim, each)]


def newer_since(case: Case) -> list[Fact]:
    """Find facts that fitted on the day of printing, and that newer ones of their series contradict."""
    if case.claim.printed_on is None or case.claim.as_of is not None:
        return []
    newest = {each.series: each for each in case.held if each.headline}
    return [
        each
        for each in case.answers
        if match_of(case.claim, each) in {"certain", "rounded"} or is_same(case.claim, each)
        if (later := newest.get(each.series))
        and is_later(later, each)
        and match_of(case.claim, later) is None
    ]


def is_later(one: Fact, other: Fact) -> bool:
    return one.time is not None and other.time is not None and one.time.last > other.time.last


def revised(case: Case, *, wrong: bool) -> list[Fact]:
    """Find past facts that state the claim and were changed since. `wrong`: because they were never right."""
    asked = Asked(case.claim)
    return [
        each
        for each in case.past
        if asked.answers(each) and is_same(case.claim, each)
        if (revision := revision_of(case, each)) and (revision.kind in WRONG) is wrong
        if wrong or case.claim.printed_on is None or case.claim.printed_on < revision.published_on
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
            if match_of(case.claim, each) == match
            and not is_narrow(case, each)
            and (open_ended is None or is_open_ended(each) is open_ended)
        ]

    return find


def another_question(case: Case) -> list[Fact]:
    """Find the number elsewhere: of the same metric at any time, or of any metric at the same time."""
    asked = Asked(case.claim)
    return [
        each
        for each in case.held
        if each.rank != "deprecated" and each not in case.answers and is_same_number(case.claim, each)
        if asked.is_topic(each) or asked.is_time(each)
    ]


def cannot_both_be_true(case: Case) -> list[Fact]:
    """Find answers that contradict the claim: none fits, or an earlier rule had decided."""
    return [each for each in case.answers if each.time is not None or case.claim.as_of is None]


def doubtful_record(case: Case) -> list[Fact]:
    asked = Asked(case.claim)
    return [
        each
        for each in case.held
        if each.rank == "deprecated" and asked.is_question(each) and is_same(case.claim, each)
    ]


def nearest(case: Case) -> list[Fact]:
    """Return the facts about the same question at another time, the newest first."""
    asked = Asked(case.claim)
    facts = [each for each in case.held if asked.is_question(each) and each.rank != "deprecated"]
    return ranked(case, facts)


RULES: Final = (
    Rule("newer_since", "right_when_printed", newer_since),
    Rule("same_statement", "matches", same_statement),
    Rule("revised_since", "right_when_printed", lambda case: revised(case, wrong=False)),
    Rule("follows", "consistent", fitting("certain")),
    Rule("rounded", "consistent", fitting("rounded")),
    Rule("allowed", "consistent", fitting("possible", open_ended=False)),
    Rule("narrower_period", "different_question", narrower_period),
    Rule("another_question", "different_question", another_question),
    Rule("not_excluded", "consistent", fitting("possible", open_ended=True)),
    Rule("was_wrong", "contradicted", lambda case: revised(case, wrong=True)),
    Rule("doubtful_record", "cannot_verify", doubtful_record),
    Rule("cannot_both_be_true", "contradicted", cannot_both_be_true),
)
VERDICTS: Final[Mapping[str, v.ClaimVerdict]] = {
    **{rule.code: rule.verdict for rule in RULES},
    "nothing_held": "cannot_verify",
}


def changed_ids(facts: Iterable[Fact], release: int) -> list[str]:
    """Return the records of which an earlier release states something else than this one."""
    now: dict[str, Fact] = {}
    past: list[Fact] = []
    for each in facts:
        if each.holds_in(release):
            now[each.id] = each
        else:
            past.append(each)
    return sorted({each.id for each in past if each.id not in now or not is_same(each, now[each.id])})
