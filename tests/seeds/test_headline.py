import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.stated_value import Stated, derive
from seeds.headline.disputes import CitedDispute, Claim, Dispute
from seeds.headline.rule import headline_statuses
from seeds.headline.series import figure_series, incentive_series, topic_of
from seeds.headline.statement import Statement


def state(record_id, value=None, qualifier="exact", **columns):
    derived = derive(Stated(qualifier=qualifier, value=value))
    columns = {"value_low": derived.value_low, "value_high": derived.value_high} | columns
    if "as_of" in columns:
        columns.setdefault("as_of_precision", "day")
    return Statement(**({"id": record_id, "series": "s", "value": value, "qualifier": qualifier} | columns))


def stood(*statements, cited=()):
    return {status.id: status for status in headline_statuses(statements, cited)}


def headline(*statements):
    return [key for key, status in stood(*statements).items() if status.headline]


def headlines_of_years(*statements):
    return {key for key, status in stood(*statements).items() if status.headline_of_year}


def disputed(*statements, cited=()):
    return {key for key, status in stood(*statements, cited=cited).items() if status.disputed_by}


DAY, NEXT_MONTH = date(2025, 9, 16), date(2025, 10, 1)

# Each pair: the first wins, whatever its id.
BETTER = [
    (state("b", 1, rank="preferred"), state("a", 2, as_of=NEXT_MONTH)),
    (state("b", 1, as_of=NEXT_MONTH), state("a", 2, as_of=DAY, source_quality="primary")),
    (state("b", 1, as_of=DAY), state("a", 2)),
    (state("b", 1, as_of=DAY), state("a", 2, as_of=date(2025, 12, 31), as_of_precision="year")),
    (state("b", 1, as_of=DAY), state("a", 2, as_of=NEXT_MONTH, date_basis="inferred")),
    (state("b", 1, as_of=date(2026, 12, 31), as_of_precision="year"), state("a", 2, as_of=DAY)),
    (state("b", 1, as_of=DAY, source_quality="local_press"), state("a", 2, as_of=date(2025, 9, 30))),
    (state("b", 1, as_of=DAY, source_kind="dataset"), state("a", 2, as_of=DAY, source_quality="local_press")),
    (state("b", 1, as_of=DAY, source_quality="primary"), state("a", 2, as_of=DAY, source_kind="report")),
    (state("b", 1, as_of=DAY), state("a", 2, as_of=date(2025, 9, 30), as_of_precision="month")),
    (state("b", 1, as_of=date(2025, 9, 17)), state("a", 2, as_of=DAY)),
    (state("b", 1, as_of=DAY, source_kind="statute"), state("a", 2, as_of=DAY, source_kind="report")),
    (state("b", 1, as_of=DAY, source_kind="news_article"), state("a", 2, as_of=DAY, source_kind="opinion")),
    (state("b", 1, source_published_on=NEXT_MONTH), state("a", 2, source_published_on=DAY)),
    (state("b", 1, source_published_on=DAY), state("a", 2)),
    (state("a", 1), state("b", 2)),
    (state("b", 1), state("a", 2, rank="deprecated", as_of=DAY)),
]  # fmt: skip


# Of one year, the first wins the year, whatever its id.
BETTER_OF_YEAR = [
    (state("b", 1, as_of=DAY, rank="preferred"), state("a", 2, as_of=NEXT_MONTH)),
    (state("b", 1, as_of=DAY), state("a", 2, as_of=NEXT_MONTH, date_basis="inferred")),
    (state("b", 1, as_of=DAY), state("a", 2, as_of=NEXT_MONTH, as_of_precision="month")),
    (state("b", 1, as_of=DAY, source_quality="primary"), state("a", 2, as_of=NEXT_MONTH)),
    (state("b", 1, as_of=NEXT_MONTH), state("a", 2, as_of=DAY)),
    (state("a", 1, as_of=DAY), state("b", 2, as_of=DAY)),
]  # fmt: skip


@pytest.mark.parametrize(("better", "worse"), BETTER_OF_YEAR)
def test_the_order_of_merit_within_a_year(better, worse):
    assert headlines_of_years(better, worse) == headlines_of_years(worse, better) == {better.id}


def test_each_year_has_a_headline_and_a_record_without_a_date_is_none():
    old, new = state("old", 5, as_of=date(2005, 10, 31)), state("new", 7, as_of=DAY)
    deprecated = state("wrong", 7, as_of=date(2004, 10, 31), rank="deprecated")
    assert headlines_of_years(old, new, state("undated", 9), deprecated) == {"old", "new"}


@pytest.mark.parametrize(("better", "worse"), BETTER)
def test_the_order_of_merit(better, worse):
    assert headline(better, worse) == headline(worse, better) == [better.id]


def test_deprecated_records_alone_have_no_headline():
    assert headline(state("a", 1, rank="deprecated")) == []


def test_two_numbers_of_one_month_dispute():
    leaders = state("a", 301, as_of=date(2023, 8, 14))
    union = state("b", 322, as_of=date(2023, 8, 31), as_of_precision="month")
    assert disputed(leaders, union) == {"a", "b"}
    assert disputed(leaders, state("b", 322, as_of=date(2023, 9, 1))) == set()
    assert disputed(leaders, state("b", 322)) == set()


def test_a_hundredth_is_rounding():
    rounded, exact = state("a", 29_800_000_000, as_of=DAY), state("b", 29_850_000_000, as_of=DAY)
    assert disputed(rounded, exact) == set()
    assert disputed(state("a", 99, as_of=DAY), state("b", 100, as_of=DAY)) == set()
    assert disputed(state("a", 98, as_of=DAY), state("b", 100, as_of=DAY)) == {"a", "b"}


def test_bounds_that_overlap_do_not_dispute():
    more = state("a", 150, "more_than", as_of=DAY)
    assert disputed(more, state("b", 250, "more_than", as_of=DAY)) == set()
    assert disputed(more, state("b", 200, as_of=DAY)) == set()
    assert disputed(more, state("b", 100, as_of=DAY)) == {"a", "b"}
    assert disputed(more, state("b", 100, "up_to", as_of=DAY)) == {"a", "b"}


def test_years_compare_with_years_only():
    one = state("a", 10, as_of=date(2025, 12, 31), as_of_precision="year")
    assert disputed(one, state("b", 20, as_of=date(2025, 12, 31), as_of_precision="year")) == {"a", "b"}
    assert disputed(one, state("b", 20, as_of=date(2025, 12, 31))) == set()
    assert disputed(one, state("b", 20, as_of=date(2024, 12, 31), as_of_precision="year")) == set()


def test_periods_compare_when_equal():
    year = {"period": "year", "as_of": date(2025, 12, 31), "as_of_precision": "year"}
    known = year | {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    assert disputed(state("a", 10, **known), state("b", 20, **known)) == {"a", "b"}
    assert disputed(state("a", 10, **year), state("b", 20, **year)) == set()
    month = {"period": "month", "period_start": date(2025, 12, 1), "period_end": date(2025, 12, 31)}
    assert disputed(state("a", 10, **known), state("b", 20, **(known | month))) == set()


def test_totals_to_date_compare_on_one_day():
    so_far = {"period": "to_date", "as_of": DAY}
    assert disputed(state("a", 10, **so_far), state("b", 20, **so_far)) == {"a", "b"}
    later = so_far | {"as_of": date(2025, 9, 17)}
    assert disputed(state("a", 10, **so_far), state("b", 20, **later)) == set()
    month = {"period": "to_date", "as_of": date(2025, 9, 30), "as_of_precision": "month"}
    assert disputed(state("a", 10, **month), state("b", 20, **month)) == set()


def test_one_number_for_four_deadlines():
    days = [date(2026, 7, 9), date(2029, 7, 4), date(2029, 12, 31), date(2026, 1, 1)]
    ice = [
        state(f"d{n}", 10000, series=f"s{n}", topic="ice.hires.", target_date=day)
        for n, day in enumerate(days)
    ]
    assert disputed(*ice) == {"d0", "d1", "d2", "d3"}
    undated = state("u", 10000, "at_least", series="u", topic="ice.hires.")
    assert disputed(ice[0], undated) == {"d0", "u"}
    assert disputed(undated, state("v", 10000, series="v", topic="ice.hires.")) == set()
    assert disputed(ice[0], state("e", 5000, series="e", topic="ice.hires.")) == set()
    assert disputed(ice[0], state("e", 10000, series="e", topic="cbp.hires.")) == set()


def test_a_citation_disputes_even_a_lone_record():
    cited = [CitedDispute(record=claim("a", 10000), citation_id="c")]
    assert disputed(state("a", 10000), cited=cited) == {"a"}


def claim(record_id, value, question="ice.hires", target_date=None, audience=None):
    return Claim(id=record_id, question=question, value=value, target_date=target_date, audience=audience)


ABOUT = [
    (claim("b", 7), "value"),
    (claim("b", 7, target_date=DAY), "deadline"),
    (claim("b", 5, target_date=DAY, audience="lateral"), "deadline"),
    (claim("b", 5, audience="lateral"), "audience"),
    (claim("b", 5), ""),
]


@pytest.mark.parametrize(("other", "about"), ABOUT)
def test_a_citation_disputes_with_the_records_it_supports(other, about):
    cited = [CitedDispute(record=claim("a", 5), citation_id="c", other=other)]
    found = stood(state("a", 5), cited=cited)
    assert found["a"].disputed_by == (Dispute(id="b", citation_id="c", about=about),)


def test_a_citation_does_not_dispute_with_what_it_says_about_something_else():
    cited = [CitedDispute(record=claim("a", 5), citation_id="c", other=claim("b", 7, "cbp.hires"))]
    assert stood(state("a", 5), cited=cited)["a"].disputed_by == (Dispute(citation_id="c"),)


def test_a_citation_disputes_with_what_it_says_about_the_same_day():
    later = claim("later", 9, target_date=NEXT_MONTH)
    cited = [
        CitedDispute(record=claim("a", 5), citation_id="c", other=each) for each in (later, claim("b", 7))
    ]
    expected = (Dispute(id="b", citation_id="c", about="value"),)
    assert stood(state("a", 5), cited=cited)["a"].disputed_by == expected


def test_a_record_that_contradicts_and_is_cited_stands_once():
    one, other = state("a", 10, as_of=DAY), state("b", 20, as_of=DAY)
    cited = [CitedDispute(record=claim("a", 10), citation_id="c", other=claim("b", 20))]
    found = stood(one, other, cited=cited)
    assert found["a"].disputed_by == (Dispute(id="b", citation_id="c", about="value"),)
    assert found["b"].disputed_by == (Dispute(id="a", about="value"),)


def test_what_disputes_a_record_is_named():
    one, other = state("a", 10, as_of=DAY), state("b", 20, as_of=DAY)
    found = stood(one, other, state("c", 15, "approximately", as_of=DAY))
    assert found["a"].disputed_by == (Dispute(id="b", about="value"),)
    assert found["b"].disputed_by == (Dispute(id="a", about="value"),)
    january, june = (
        state(key, 9, series=key, topic="t", target_date=day)
        for key, day in (("e", date(2026, 1, 31)), ("f", date(2026, 6, 30)))
    )
    assert stood(january, june)["e"].disputed_by == (Dispute(id="f", about="deadline"),)


def test_alternatives_are_other_sources_with_another_number_for_the_year():
    old, new = state("old", 5, as_of=date(2024, 5, 1)), state("new", 7, as_of=DAY)
    same, about = state("same", 7, as_of=NEXT_MONTH), state("about", 7, "approximately", as_of=DAY)
    undated, wrong = state("undated", 9), state("wrong", 1, as_of=DAY, rank="deprecated")
    found = stood(old, new, same, about, undated, wrong)
    counts = {key: status.alternatives for key, status in found.items()}
    assert counts == {"old": 1, "new": 2, "same": 2, "about": 3, "undated": 4, "wrong": 4}


def test_the_months_of_one_source_are_no_alternatives_to_each_other():
    months = [state(f"m{n}", n, as_of=date(2025, n, 1), source_id="opm") for n in range(1, 13)]
    press = state("p", 7, as_of=DAY, source_id="press")
    found = {key: status.alternatives for key, status in stood(*months, press).items()}
    assert found == {f"m{n}": int(n != 7) for n in range(1, 13)} | {"p": 1}


FIGURE = {
    "agency_id": "us-dhs-ice", "metric": "hires", "subset": None, "sex": "all", "modality": "estimated",
    "per": None, "period": "to_date", "period_start": date(2025, 1, 20), "target_date": None,
}  # fmt: skip


def test_the_parts_of_a_series_keep_their_places():
    assert figure_series(FIGURE) == "us-dhs-ice.hires..all.observed..to_date.2025-01-20."
    assert figure_series(FIGURE | {"period": "year"}) == "us-dhs-ice.hires..all.observed..year.."
    assert topic_of(FIGURE) is None
    assert topic_of(FIGURE | {"modality": "projected", "subset": "officers"}) == "us-dhs-ice.hires.officers"
    incentive = {
        "agency_id": "x", "kind": "tuition", "audience_kind": "entry", "eligibility": None,
        "modality": "offered", "unit": "usd", "per": "total", "part_of": None,
    }  # fmt: skip
    assert incentive_series(incentive) == "x.tuition.entry..offered.usd.total."


DAYS = st.none() | st.dates(date(2024, 11, 1), date(2025, 2, 28))
STATEMENTS = st.lists(
    st.builds(
        lambda value, qualifier, as_of, precision, rank, quality, series: state(
            "?", value, qualifier, as_of=as_of, as_of_precision=precision if as_of else None,
            rank=rank, source_quality=quality, series=series,
        ),
        st.integers(0, 300),
        st.sampled_from(["exact", "more_than", "up_to", "approximately", "nearly", "at_least"]),
        DAYS,
        st.sampled_from(["day", "month", "year"]),
        st.sampled_from(["normal", "preferred", "deprecated"]),
        st.sampled_from([None, "primary", "aggregator"]), st.sampled_from(["s", "t"]),
    ),
    max_size=8,
)  # fmt: skip


def numbered(statements):
    return [
        Statement(**{name: getattr(each, name) for name in Statement.__struct_fields__} | {"id": f"r{n}"})
        for n, each in enumerate(statements)
    ]


@given(STATEMENTS, st.randoms())
def test_a_series_has_one_headline_whatever_the_order(statements, order: random.Random):
    statements = numbered(statements)
    found = stood(*statements)
    for series in {statement.series for statement in statements}:
        of_series = [statement for statement in statements if statement.series == series]
        leading = [each.id for each in of_series if found[each.id].headline]
        assert len(leading) == any(each.rank != "deprecated" for each in of_series)
    order.shuffle(statements)
    assert stood(*statements) == found


@given(STATEMENTS)
def test_disputes_are_symmetric_and_never_vague(statements):
    statements = numbered(statements)
    found = disputed(*statements)
    assert not {each.id for each in statements if each.qualifier == "approximately"} & found
    pairs = {
        (one.id, other.id) for one in statements for other in statements
        if one is not other and one.series == other.series and one.id in disputed(one, other)
    }  # fmt: skip
    assert pairs == {(other, one) for one, other in pairs}
    assert found == {one for one, _other in pairs}
