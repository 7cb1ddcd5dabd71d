"""Laws of verdicts: themselves, pins, certain and possible, order, company."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import structs

from api.check import rules, times
from api.check.cases import Revision
from api.check.facts import Fact
from api.check.statements import intersection, is_same, match_of
from schemas.claim import Claim
from tests.api.oracle import holds

NUMBERS = st.sampled_from([Decimal(each) for each in ("1", "9.99", "10", "10.5", "11", "12", "200", "12000")])
QUALIFIERS = st.sampled_from(
    ["exact", "more_than", "at_least", "nearly", "approximately", "up_to", "less_than", "at_most", "between"]
)
# Qualifier of a claim → the comparison of the API that says the same.
COMPARISONS = {
    "exact": "value", "more_than": "value__gt", "at_least": "value__gte", "nearly": "value__lt",
    "less_than": "value__lt", "up_to": "value__lte", "at_most": "value__lte",
}  # fmt: skip
DAYS = [
    None,
    ("2025-01-31", "month"),
    ("2025-12-31", "year"),
    ("2025-09-30", "fiscal_year"),
    ("2026-01-15", "day"),
]


@st.composite
def stated(draw: Any) -> dict[str, Any]:
    """A qualifier with its number, or with the ends of a range."""
    qualifier = draw(QUALIFIERS)
    if qualifier != "between":
        return {"qualifier": qualifier, "value": draw(NUMBERS)}
    low, high = sorted(draw(st.tuples(NUMBERS, NUMBERS).filter(lambda ends: ends[0] != ends[1])))
    return {"qualifier": qualifier, "value_low": low, "value_high": high}


@st.composite
def figures(draw: Any) -> Fact:
    """A revision of a figure of one agency. A few ids, subsets and days, so that they meet."""
    day = draw(st.sampled_from(DAYS))
    start = draw(st.integers(1, 4))
    return Fact(
        id=f"ice-{draw(st.integers(1, 4))}",
        topic=draw(st.sampled_from(["hires", "offers"])),
        agency_id="ice",
        series=draw(st.sampled_from(["a", "b"])),
        sex="all",
        modality=draw(st.sampled_from(["observed", "estimated", "target"])),
        subset=draw(st.sampled_from([None, "officers"])),
        period=draw(st.sampled_from([None, "to_date"])),
        as_of=day and date.fromisoformat(day[0]),
        as_of_precision=day and day[1],
        rank=draw(st.sampled_from(["normal", "normal", "deprecated"])),
        headline=draw(st.booleans()),
        from_release=start,
        to_release=draw(st.sampled_from([None, *range(start, 5)])),
        **draw(stated()),
    )


def logs() -> st.SearchStrategy[list[Fact]]:
    """Figures of which each record has one revision at a time, as the log guarantees."""
    return st.lists(figures(), max_size=8).map(without_overlaps)


def without_overlaps(facts: list[Fact]) -> list[Fact]:
    kept: list[Fact] = []
    for each in facts:
        if not any(one.id == each.id and meet(one, each) for one in kept):
            kept.append(each)
    return kept


def meet(one: Fact, other: Fact) -> bool:
    return any(one.holds_in(release) and other.holds_in(release) for release in range(1, 6))


def claim_of(fact: Fact) -> Claim:
    return Claim(
        agency_id=fact.agency_id,
        metric=fact.topic,
        value=fact.value,
        value_low=fact.value_low,
        value_high=fact.value_high,
        qualifier=fact.qualifier,
        subset=fact.subset,
        sex=fact.sex,
        modality=fact.modality,
        period=fact.period,
        as_of=fact.as_of and times.written(fact.as_of, fact.as_of_precision or "day"),
    )


claims = st.builds(
    lambda fact, printed_on: structs.replace(claim_of(fact), printed_on=printed_on),
    figures(),
    st.sampled_from([None, date(2025, 6, 1), date(2026, 2, 1)]),
)
changes = st.dictionaries(
    st.sampled_from([f"ice-{n}" for n in range(1, 5)]),
    st.lists(
        st.builds(
            Revision,
            st.integers(2, 5),
            st.just(date(2026, 1, 1)),
            st.sampled_from(["our_error", "source_revision", "update"]),
        ),
        max_size=2,
    ),
)


@given(log=logs(), release=st.integers(1, 5), revisions=changes)
def test_a_record_checked_against_itself_matches_at_its_release(log, release, revisions):
    for fact in (each for each in log if each.holds_in(release) and each.rank != "deprecated"):
        found = rules.decide(claim_of(fact), log, release, revisions)
        assert (found.verdict, found.rule) == ("matches", "same_statement")
        assert any(is_same(fact, each) for each in found.facts)


@given(log=logs(), later=logs(), claim=claims, release=st.integers(1, 4), revisions=changes)
def test_a_verdict_at_a_pin_never_changes(log, later, claim, release, revisions):
    """Later releases add revisions, end those that held, and change records."""
    seen = [each for each in log if each.from_release <= release]
    then = [structs.replace(each, to_release=None) if each.holds_in(release) else each for each in seen]
    now = seen + [structs.replace(each, from_release=release + 1, to_release=None) for each in later]
    known = {key: [each for each in of if each.release <= release] for key, of in revisions.items()}
    assert decided(claim, now, release, known) == decided(claim, then, release, known)


def decided(claim: Claim, facts: list[Fact], release: int, revisions: Any) -> Any:
    found = rules.decide(claim, facts, release, revisions)
    facts_found = [(each.id, each.from_release) for each in found.facts]
    return found.rule, found.verdict, found.match, found.revision, facts_found


@given(log=logs(), claim=claims, release=st.integers(1, 4), revisions=changes, random=st.randoms())
def test_the_order_of_records_decides_nothing(log, claim, release, revisions, random):
    shuffled = list(log)
    random.shuffle(shuffled)
    assert decided(claim, shuffled, release, revisions) == decided(claim, log, release, revisions)


@given(log=logs(), others=logs(), claim=claims, release=st.integers(1, 4), revisions=changes)
def test_records_of_another_agency_decide_nothing(log, others, claim, release, revisions):
    """Unless it is a part of the agency, which only tells where a number stands."""
    elsewhere = [structs.replace(each, agency_id="cbp", id=f"cbp-{n}") for n, each in enumerate(others)]
    alone = decided(claim, log, release, revisions)
    assert decided(claim, [*elsewhere, *log], release, revisions) == alone
    of_parts = [structs.replace(each, agency_parent_id="ice") for each in elsewhere]
    beside = rules.decide(claim, [*of_parts, *log], release, revisions)
    if beside.rule != "another_question":
        assert decided(claim, [*of_parts, *log], release, revisions) == alone


@given(log=logs(), claim=claims, release=st.integers(1, 4), revisions=changes)
def test_a_verdict_that_the_claim_stands_rests_on_a_record_that_fits(log, claim, release, revisions):
    found = rules.decide(claim, log, release, revisions)
    if found.verdict in {"matches", "consistent"}:
        assert found.match is not None
        assert found.facts[0].holds_in(release)
    if found.verdict == "contradicted" and found.rule == "cannot_both_be_true":
        assert found.match is None


@given(claim=stated(), record=stated())
def test_what_is_certain_is_possible_and_what_is_the_same_fits(claim, record):
    ours, theirs = fact_of(claim), fact_of(record)
    match = match_of(ours, theirs)
    if match == "certain":
        assert not intersection(ours.span, theirs.span).is_empty
    if is_same(ours, theirs):
        assert match in {"certain", "possible"}
    assert (match is None) == (match_of(theirs, ours) is None)


@given(claim=stated(), record=stated())
def test_certain_and_possible_are_those_of_the_filters(claim, record):
    """Of a record that says "about", the filters know one point, and the check what rounds to it."""
    assume(claim["qualifier"] in COMPARISONS)
    ours, theirs = fact_of(claim), fact_of(record)
    bounds = theirs.span
    assert bounds is not None
    as_json = {
        "value": theirs.value,
        "qualifier": theirs.qualifier,
        "value_low": None if theirs.qualifier == "approximately" else bounds.low,
        "low_inclusive": bounds.low_closed,
        "value_high": None if bounds.high == Decimal("Infinity") else bounds.high,
        "high_inclusive": bounds.high_closed,
    }
    asked = COMPARISONS[claim["qualifier"]], str(claim["value"])
    match = match_of(ours, theirs)
    assert (match == "certain") == holds(as_json, *asked, "certain")
    possible = holds(as_json, *asked, "possible")
    assert (
        match in {"certain", "possible"}
        if possible
        else record["qualifier"] == "approximately" or match in {None, "rounded"}
    )


def fact_of(words: dict[str, Any]) -> Fact:
    return Fact(id="a", topic="hires", agency_id="ice", series="a", **words)
