from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.stated_value import MEANINGS, Stated, derive

# qualifier, value, unit: comparator, low, inclusive, high, inclusive, text
TABLE = [
    ("exact", 10474, "people", "=", 10474, True, 10474, True, "10,474"),
    ("more_than", 200000, "applications", ">", 200000, False, None, None, "more than 200,000"),
    ("at_least", 10000, "people", ">=", 10000, True, None, None, "at least 10,000"),
    ("nearly", 30_000_000_000, "usd", "<", 0, True, 30_000_000_000, False, "nearly $30 billion"),
    ("less_than", 5, "percent", "<", 0, True, 5, False, "less than 5 percent"),
    ("up_to", 50000, "usd", "<=", 0, True, 50000, True, "up to $50,000"),
    ("at_most", 12, "people", "<=", 0, True, 12, True, "at most 12"),
    ("approximately", 2, "times", "~", None, None, None, None, "about 2 times"),
    ("unspecified", None, "usd", None, None, None, None, None, None),
    ("exact", 29_850_000_000, "usd", "=", 29_850_000_000, True, 29_850_000_000, True, "$29.85 billion"),
    ("exact", 315_800_000, "usd", "=", 315_800_000, True, 315_800_000, True, "$315.8 million"),
    ("exact", 1_234_567, "usd", "=", 1_234_567, True, 1_234_567, True, "$1,234,567"),
    ("exact", Decimal("22.5"), "usd", "=", Decimal("22.5"), True, Decimal("22.5"), True, "$22.50"),
    ("exact", Decimal("1.87"), None, "=", Decimal("1.87"), True, Decimal("1.87"), True, "1.87"),
    ("exact", 2_000_000_000_000, "usd", "=", 2 * 10**12, True, 2 * 10**12, True, "$2 trillion"),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]} {row[1]} {row[2]}")
def test_what_a_qualifier_means(row):
    qualifier, value, unit, comparator, low, low_in, high, high_in, text = row
    derived = derive(Stated(qualifier=qualifier, value=value, unit=unit))
    assert (derived.comparator, derived.value_text) == (comparator, text)
    assert (derived.value_low, derived.low_inclusive) == (low, low_in)
    assert (derived.value_high, derived.high_inclusive) == (high, high_in)


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [(100000, 999999, "usd", "$100,000 to $999,999"), (5, 10, "percent", "5 to 10 percent")],
)
def test_between_has_typed_bounds(low, high, unit, text):
    derived = derive(Stated(qualifier="between", value_low=low, value_high=high, unit=unit))
    assert (derived.value_low, derived.value_high, derived.value_text) == (low, high, text)
    assert (derived.comparator, derived.low_inclusive, derived.high_inclusive) == (None, True, True)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("six-figure salaries", "six-figure salaries"),
        ("in the low hundreds", "in the low hundreds"),
        ("$100K to just under a million", "$100,000 to $999,999"),
        ("approximately $100,000 to $999,999", "about $100,000 to $999,999"),
        (None, "$100,000 to $999,999"),
    ],
)
def test_bounds_that_nobody_printed_are_not_printed(phrase, text):
    stated = Stated(qualifier="between", value_low=100000, value_high=999999, unit="usd", as_stated=phrase)
    assert derive(stated).value_text == text


def test_what_is_not_offered_says_so():
    derived = derive(Stated(qualifier="unspecified", modality="not_offered", unit="usd"))
    assert (derived.comparator, derived.value_text) == (None, "not offered")


@given(
    st.sampled_from(sorted(MEANINGS)), st.integers(1, 10**15), st.sampled_from(["usd", "people", "percent"])
)
def test_the_value_lies_on_or_between_its_bounds(qualifier, value, unit):
    derived = derive(Stated(qualifier=qualifier, value=value, unit=unit))
    assert derived.value_low is None or derived.value_low <= value
    assert derived.value_high is None or derived.value_high >= value
    assert (derived.value_high is None) == (derived.high_inclusive is None) or qualifier == "between"
