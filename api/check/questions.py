"""Which records answer the question of a claim: the same thing counted, of the same people, at one time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from api.check import times
from api.check.facts import Fact, topic_of
from api.check.statements import span_of
from schemas.claim import Claim

# A count that is estimated answers the same question as one that is observed.
COUNTED: Final = frozenset({"observed", "estimated"})
# The time unit of a sum that is paid in whatever parts.
WHOLE: Final = "total"
# The columns of which a claim that leaves one out means any, and those of which it means none.
OPEN: Final = ("period", "audience_kind")
# What a reader must say in print if the claim leaves it out.
SAID: Final = ("period", "audience_kind", "eligibility", "per")
# A claim that names no period is read as about the longest one.
LENGTHS: Final[Mapping[str | None, int]] = {
    "month": 1,
    "quarter": 2,
    "year": 3,
    "fiscal_year": 3,
    "span": 4,
    "to_date": 4,
}


class Asked:
    """The question of a claim, compared with records."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.time = None if claim.as_of is None else times.read(claim.as_of)
        self.qualifier = claim.qualifier
        self.value, self.value_low, self.value_high = claim.value, claim.value_low, claim.value_high
        self.span = span_of(claim)
        self.target = None if claim.target_date is None else times.read(claim.target_date)

    def is_topic(self, fact: Fact) -> bool:
        return fact.topic == topic_of(self.claim)

    def is_time(self, fact: Fact) -> bool:
        return self.time is None or (fact.time is not None and self.time.meets(fact.time))

    def is_question(self, fact: Fact) -> bool:
        """Whether the record is about the same question, at whatever time."""
        return next(self.differences(fact), None) is None

    def answers(self, fact: Fact) -> bool:
        """Whether the record is about the same question and time. One without a date may be."""
        return self.is_question(fact) and (fact.time is None or self.is_time(fact))

    def differs(self, fact: Fact) -> list[str]:
        return [*self.differences(fact), *([] if self.is_time(fact) else ["as_of"])]

    def differences(self, fact: Fact) -> Iterator[str]:
        """Yield the columns in which the question of the record is another one, at whatever time."""
        claim = self.claim
        if fact.agency_id != claim.agency_id:
            yield "agency_id"
        if not self.is_topic(fact):
            yield "kind" if claim.metric is None else "metric"
        for column in ("subset", "sex"):
            if claim.metric is not None and getattr(fact, column) != getattr(claim, column):
                yield column
        if modality(fact.modality) != modality(claim.modality):
            yield "modality"
        if rate(fact.per) != rate(claim.per) and (claim.metric is not None or claim.per is not None):
            yield "per"
        for column in OPEN:
            if (asked := getattr(claim, column)) is not None and getattr(fact, column) != asked:
                yield column
        if self.target is not None and (fact.target is None or not self.target.meets(fact.target)):
            yield "target_date"

    def unsaid(self, fact: Fact) -> list[str]:
        """List the columns that the record states and the claim leaves out."""
        claim: Any = self.claim
        times_left = [("as_of", fact.time, self.time), ("target_date", fact.target, self.target)]
        left = [name for name, stated, asked in times_left if stated is not None and asked is None]
        named = [
            name
            for name in SAID
            if getattr(fact, name) not in {None, WHOLE} and getattr(claim, name, None) is None
        ]
        return sorted([*left, *named])

    def distance(self, fact: Fact) -> tuple[Any, ...]:
        """A sort key: the record whose question is the closest comes first."""
        time = fact.time
        coarser = self.time is not None and (time is None or time.precision != self.time.precision)
        return (
            len(self.differs(fact)),
            len([column for column in self.unsaid(fact) if column != "as_of"]),
            coarser,
            time is None,
            not fact.headline,
            -time.last.toordinal() if time else 0,
            fact.id,
            -fact.from_release,
        )


def rate(per: str | None) -> str | None:
    """Return the time unit of a rate. A whole sum and a count have none."""
    return None if per == WHOLE else per


def is_longer(one: Fact, other: Fact) -> bool:
    """Whether one covers a longer kind of period than the other, which has one."""
    return LENGTHS.get(one.period, 0) > LENGTHS.get(other.period, 5)


def modality(code: str) -> str:
    return "observed" if code in COUNTED else code


def answers(asked: Asked, held: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the records that answer the claim: with a number, and not known to be doubtful.

    If the claim names no time, these are the newest of each series on the day of printing, or else the
    headlines. A record without a date answers at any time.
    """
    facts = [
        each
        for each in held
        if asked.is_question(each) and each.rank != "deprecated" and each.span is not None
    ]
    if asked.time is not None:
        return tuple(each for each in facts if asked.answers(each))
    undated = [each for each in facts if each.time is None]
    dated = [each for each in facts if each.time is not None]
    return (*undated, *current(asked, dated))


def current(asked: Asked, dated: Sequence[Fact]) -> list[Fact]:
    printed_on = asked.claim.printed_on
    if printed_on is None:
        return [each for each in dated if each.headline]
    newest: dict[str, Fact] = {}
    for each in dated:
        known = was_known(each, printed_on)
        if known and (each.series not in newest or is_newer(each, newest[each.series])):
            newest[each.series] = each
    return list(newest.values())


def was_known(fact: Fact, day: date) -> bool:
    """Whether a source had stated the record by that day, as far as the dates say."""
    appeared = fact.source_published_on
    begun = fact.time is not None and fact.time.first <= day
    return begun and (appeared is None or appeared <= day)


def is_newer(one: Fact, other: Fact) -> bool:
    def key(fact: Fact) -> tuple[int, bool, str]:
        return (0 if fact.time is None else fact.time.last.toordinal(), fact.headline, fact.id)

    return key(one) > key(other)
