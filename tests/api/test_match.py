"""What a comparison means for numbers such as "more than 200,000": stated, certain and possible."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.oracle import holds, ids
from tests.effort import examples

QUALIFIED = "/v1/staffing-figures?agency_id=test-city-police&metric=employees_per_1000&limit=1000"
NUMBERS = (
    "0",
    "0.5",
    "1",
    "9.99",
    "10",
    "10.25",
    "10.5",
    "10.6",
    "10.75",
    "10.99",
    "11",
    "12",
    "200000",
    "200001",
)
OPERATORS = ("value", "value__not", "value__gt", "value__gte", "value__lt", "value__lte")
MATCHES = ("stated", "certain", "possible")


@pytest.fixture(scope="session")
async def qualified(walk):
    return await walk(QUALIFIED)


@pytest.fixture(scope="session")
def found(get):
    """The ids that a condition finds among the qualified figures."""

    async def asked(condition: str) -> list[str]:
        answer = await get(f"{QUALIFIED}&{condition}")
        assert answer.status == 200, answer.body
        return ids(answer.json["data"])

    return asked


def test_the_figures_touch_one_another_in_every_way(qualified):
    assert {record["qualifier"] for record in qualified} == {
        "exact", "more_than", "at_least", "nearly", "approximately", "up_to", "less_than", "at_most",
        "between", "unspecified",
    }  # fmt: skip
    assert any(record["value"] is None for record in qualified)


@pytest.mark.parametrize("match", MATCHES)
@pytest.mark.parametrize("operator", OPERATORS)
async def test_a_comparison_finds_what_interval_arithmetic_finds(operator, match, qualified, found):
    for number in NUMBERS:
        expected = ids(each for each in qualified if holds(each, operator, number, match))
        assert await found(f"{operator}={number}&match={match}") == expected, number


@pytest.mark.parametrize("match", MATCHES)
async def test_one_of_several_numbers_is_any_of_them(match, qualified, found):
    for given_ in ("10", "10,11", "0,10.5,200000", ",".join(NUMBERS)):
        expected = ids(each for each in qualified if holds(each, "value__in", given_, match))
        assert await found(f"value__in={given_}&match={match}") == expected


async def test_stated_is_what_is_meant_without_match(found):
    for operator, number in product(OPERATORS, ("10", "11")):
        assert await found(f"{operator}={number}") == await found(f"{operator}={number}&match=stated")


async def test_a_number_may_be_written_as_json_writes_numbers(found):
    for same in ("1e1", "10.0", "1.0E%2B1", "100e-1", "10.000"):
        assert await found(f"value={same}") == await found("value=10")


async def test_match_asks_a_range_of_pay_too(walk):
    offers = await walk("/v1/incentives?limit=1000")
    for operator, number, match in product(OPERATORS, ("12500", "50000", "100000"), MATCHES):
        expected = ids(each for each in offers if holds(each, operator, number, match))
        answer = await walk(f"/v1/incentives?{operator}={number}&match={match}&limit=1000")
        assert ids(answer) == expected, (operator, number, match)


numbers = st.one_of(
    st.sampled_from(NUMBERS), st.integers(0, 300000).map(str), st.decimals(0, 12, places=2).map(str)
)


@given(number=numbers, operator=st.sampled_from(OPERATORS[2:]))
@settings(max_examples=examples(25), deadline=None)
async def test_what_is_certain_is_possible(number, operator, found):
    certain = await found(f"{operator}={number}&match=certain")
    assert set(certain) <= set(await found(f"{operator}={number}&match=possible"))


@given(number=numbers)
@settings(max_examples=examples(25), deadline=None)
async def test_what_is_possibly_at_least_a_number_and_what_is_certainly_below_it_are_all(
    number, qualified, found
):
    with_bounds = {
        each["id"] for each in qualified if each["qualifier"] not in ("approximately", "unspecified")
    }
    above = set(await found(f"value__gte={number}&match=possible")) & with_bounds
    below = set(await found(f"value__lt={number}&match=certain")) & with_bounds
    assert above | below == with_bounds
    assert not above & below


@given(number=numbers)
@settings(max_examples=examples(25), deadline=None)
async def test_not_certain_is_the_rest_of_what_is_possible(number, qualified, found):
    everything = ids(qualified)
    for match, opposite in (("certain", "possible"), ("possible", "certain"), ("stated", "stated")):
        equal = set(await found(f"value={number}&match={opposite}"))
        assert await found(f"value__not={number}&match={match}") == [
            each for each in everything if each not in equal
        ]
