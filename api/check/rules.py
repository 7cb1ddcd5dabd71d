"""Decide what the records of a release say about a claim. Pure; docs/check.md publishes the rules."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from api.check import cases, questions
from api.check.cases import Case, Revision, Revisions
from api.check.facts import Fact
from api.check.questions import Asked
from api.check.statements import is_same, match_of
from schemas import vocabularies as v
from schemas.claim import Claim

# The most records that a verdict names.
MOST: Final = 5
# The verdicts of which `match` says how far they go.
STANDING: Final = frozenset({"matches", "consistent"})


class Decision(Struct, frozen=True, kw_only=True):
    """A verdict by the rule that decided, and the facts that it rests on, the deciding one first.

    `against`: the answers of the same series and time that contradict the claim.
    """

    rule: v.ClaimRule
    verdict: v.ClaimVerdict
    match: v.ClaimMatch | None = None
    facts: tuple[Fact, ...] = ()
    against: tuple[Fact, ...] = ()
    revision: Revision | None = None

    def differs(self, claim: Claim, fact: Fact) -> list[str]:
        """List the columns in which the question of the fact is another one.

        A claim without a time is about the newest record, so that another record differs in its time.
        """
        found = Asked(claim).differs(fact)
        return found or (["as_of"] if self.rule == "another_question" else [])


class Rule(NamedTuple):
    """A rule: the verdict, and the facts by which it holds. The first rule with any decides."""

    code: v.ClaimRule
    verdict: v.ClaimVerdict
    find: Callable[[Case], Sequence[Fact]]


def decide(claim: Claim, facts: Iterable[Fact], release: int, revisions: Revisions) -> Decision:
    """Return what the release says about the claim. What later releases state makes no difference."""
    stated = [each for each in facts if each.from_release <= release]
    known = [each for each in stated if each.agency_id == claim.agency_id]
    held = tuple(each for each in known if each.holds_in(release))
    asked = Asked(claim)
    case = Case(
        asked=asked,
        release=release,
        held=held,
        parts=tuple(
            each for each in stated if each.agency_parent_id == claim.agency_id and each.holds_in(release)
        ),
        past=tuple(each for each in known if not each.holds_in(release)),
        answers=questions.answers(asked, held),
        revisions=revisions,
    )
    for rule in RULES:
        if facts_found := rule.find(case):
            return decision(rule, case, case.ranked(facts_found))
    return Decision(rule="nothing_held", verdict="cannot_verify", facts=tuple(cases.nearest(case)[:MOST]))


def decision(rule: Rule, case: Case, facts: Sequence[Fact]) -> Decision:
    first = facts[0]
    against = [each for each in cases.beside(case, first) if each not in facts]
    return Decision(
        rule=rule.code,
        verdict=rule.verdict,
        match=match_of(case.asked, first) if rule.verdict in STANDING else None,
        facts=tuple(dict.fromkeys([*facts[: MOST - 1], *against, *facts]))[:MOST],
        against=tuple(against),
        revision=cases.revision_of(case, first),
    )


RULES: Final = (
    Rule("newer_since", "right_when_printed", cases.newer_since),
    Rule("same_statement", "matches", cases.same_statement),
    Rule("revised_since", "right_when_printed", lambda case: cases.revised(case, wrong=False)),
    Rule("follows", "consistent", cases.fitting("certain")),
    Rule("rounded", "consistent", cases.fitting("rounded")),
    Rule("allowed", "consistent", cases.fitting("possible", open_ended=False)),
    Rule("narrower_period", "different_question", cases.narrower_period),
    Rule("another_question", "different_question", cases.another_question),
    Rule("not_excluded", "consistent", cases.not_excluded),
    Rule("was_wrong", "contradicted", lambda case: cases.revised(case, wrong=True)),
    Rule("doubtful_record", "cannot_verify", cases.doubtful_record),
    Rule("cannot_both_be_true", "contradicted", cases.cannot_both_be_true),
)
# The rules that look for the number outside the records of the question, and those after them.
ELSEWHERE: Final = frozenset(
    {
        "another_question",
        "not_excluded",
        "was_wrong",
        "doubtful_record",
        "cannot_both_be_true",
        "nothing_held",
    }
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
