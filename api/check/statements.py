"""Compare two statements of a number: the numbers that the words of each allow."""

from decimal import Decimal
from typing import Any, Final, NamedTuple, Protocol

from schemas.stated_value import MEANINGS
from schemas.vocabularies import ClaimMatch, Qualifier

INFINITY: Final = Decimal("Infinity")
ZERO: Final = Decimal(0)
# "About" allows what rounds to the number, but at most a twentieth of it.
TWENTIETH: Final = Decimal(20)
# Numbers that differ by at most a hundredth of the larger one do not contradict each other.
HUNDREDTH: Final = 100


class Statement(Protocol):
    """A number with its qualifier, of a claim or of a record, and the numbers that it allows."""

    @property
    def qualifier(self) -> Qualifier: ...
    @property
    def value(self) -> int | float | Decimal | None: ...
    @property
    def value_low(self) -> int | float | Decimal | None: ...
    @property
    def value_high(self) -> int | float | Decimal | None: ...
    @property
    def span(self) -> "Span | None": ...


class Span(NamedTuple):
    """The numbers between two ends, each allowed itself or not."""

    low: Decimal
    low_closed: bool
    high: Decimal
    high_closed: bool

    @property
    def is_empty(self) -> bool:
        closed = self.low_closed and self.high_closed
        return self.low > self.high or (self.low == self.high and not closed)


def span_of(statement: Any) -> Span | None:
    """Return the numbers that a claim or record allows by its qualifier. None if it states no number."""
    value = exact(statement.value)
    if statement.qualifier == "approximately" and value is not None:
        slack = leeway(value)
        return Span(value - slack, True, value + slack, True)
    meaning = MEANINGS[statement.qualifier]
    low, high = (bound(statement, value, name) for name in (meaning.low, meaning.high))
    if low is None:
        return None
    top = INFINITY if high is None else high
    return Span(low, bool(meaning.low_inclusive), top, bool(meaning.high_inclusive))


def bound(statement: Any, value: Decimal | None, name: str | None) -> Decimal | None:
    """Return an end of a statement, as the table of qualifiers names it."""
    match name:
        case "value":
            return value
        case "zero":
            return ZERO
        case "low":
            return exact(statement.value_low)
        case "high":
            return exact(statement.value_high)
    return None


def exact(number: float | Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def leeway(value: Decimal) -> Decimal:
    """Return half a unit of the last digit that is not 0, at most a twentieth: about 12,000 is ±500."""
    if not value:
        return ZERO
    unit = Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))
    return min(unit / 2, abs(value) / TWENTIETH)


def is_same(claim: Statement, record: Statement) -> bool:
    """Whether both state one number in words of one meaning, such as "nearly" and "less than"."""
    roughly = {each.qualifier == "approximately" for each in (claim, record)}
    return len(roughly) == 1 and claim.span is not None and claim.span == record.span


def is_same_number(claim: Statement, record: Statement) -> bool:
    """Whether both name one number or range, whatever the qualifier."""
    ours, theirs = named(claim), named(record)
    return ours == theirs and ours != (None, None, None)


def named(statement: Statement) -> tuple[Decimal | None, ...]:
    """Return the number, or the ends of a range: other records have ends that only follow from the words."""
    if statement.value is not None:
        return exact(statement.value), None, None
    return None, exact(statement.value_low), exact(statement.value_high)


def match_of(claim: Statement, record: Statement) -> ClaimMatch | None:
    """Say how the record fits the claim. A record that says "about" makes nothing certain."""
    ours, theirs = claim.span, record.span
    if ours is None or theirs is None or ours.is_empty or theirs.is_empty:
        return None
    if record.qualifier != "approximately" and contains(ours, theirs):
        return "certain"
    if not intersection(ours, theirs).is_empty:
        return "possible"
    return None if apart(ours, theirs) or apart(theirs, ours) else "rounded"


def contains(outer: Span, inner: Span) -> bool:
    """Whether every number of the inner span is in the outer one."""
    above = outer.low < inner.low or (outer.low == inner.low and outer.low_closed >= inner.low_closed)
    below = outer.high > inner.high or (outer.high == inner.high and outer.high_closed >= inner.high_closed)
    return above and (below or outer.high == INFINITY)


def intersection(one: Span, other: Span) -> Span:
    low, high = max(one.low, other.low), min(one.high, other.high)
    return Span(
        low,
        all(each.low_closed for each in (one, other) if each.low == low),
        high,
        all(each.high_closed for each in (one, other) if each.high == high),
    )


def apart(below: Span, above: Span) -> bool:
    """Whether one ends more than a hundredth of the larger number below where the other begins."""
    return below.high != INFINITY and (above.low - below.high) * HUNDREDTH > above.low


def is_open_ended(record: Statement) -> bool:
    """Whether the words name only one end, so that they exclude little: "more than", "up to"."""
    return record.qualifier not in {"exact", "approximately", "between"}
