"""Which records of a statewide body stand for the whole in a year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.headline.reporting_units import (
    HIGHEST,
    LOWEST,
    Choice,
    choose,
    computed,
    unit_changes,
    unit_of,
)

COUNTS = st.none() | st.integers(0, 5000)


@pytest.mark.parametrize(
    ("body", "whole", "posts", "in_2018", "chosen"),
    [
        ("Kansas 2025", 30, 437, 559, Choice("whole and posts", 467)),
        ("Vermont 2025", 20, 236, 325, Choice("whole and posts", 256)),
        ("Minnesota 2025", 67, 446, 618, Choice("whole and posts", 513)),
        ("Nevada 2025", None, 326, 411, Choice("posts", 326)),
        ("Pennsylvania 2025", 4634, 907, 4192, Choice("whole", 4634)),
        ("Maryland 2004: the whole is close to the posts", 1590, 1572, 1418, Choice("whole", 1590)),
        ("Michigan 2005: it is not", 2174, 1788, 1969, Choice("posts", 1788)),
        ("Idaho 2004", 183, 182, 278, Choice("whole and posts", 365)),
        ("Florida 2025: no posts", 1813, None, 1817, Choice("whole", 1813)),
        ("West Virginia 2025: too few", None, 440, 637, None),
        ("nobody reported", None, None, 500, None),
        ("zeros are no report", 0, 0, 500, None),
    ],
)
def test_the_records_nearest_to_the_count_of_2018_stand_for_the_body(body, whole, posts, in_2018, chosen):
    assert choose(whole, posts, in_2018) == chosen, body


@given(COUNTS, COUNTS, st.integers(1, 5000))
def test_what_stands_for_a_body_is_a_sum_of_its_records_and_no_far_cry_from_2018(whole, posts, in_2018):
    if (chosen := choose(whole, posts, in_2018)) is None:
        return
    sums = {"whole": whole, "posts": posts, "whole and posts": (whole or 0) + (posts or 0)}
    assert chosen.value == sums[chosen.unit] > 0
    if posts:
        assert LOWEST <= chosen.value / in_2018 <= HIGHEST


def test_a_year_that_counts_another_unit_than_the_one_before_is_marked():
    kansas = {2004: "whole", 2005: "whole", 2025: "whole and posts"}
    assert unit_changes(kansas) == {2025}
    assert unit_changes({2025: "whole", 2004: "whole", 2005: "posts"}) == {2005, 2025}
    assert unit_changes({2025: "posts"}) == unit_changes({}) == set()


@given(st.sampled_from(["whole", "posts", "whole and posts"]), st.integers(1, 99))
def test_what_was_computed_names_its_unit(unit, count):
    assert unit_of(computed(Choice(unit, 467), 30, 437, count)) == unit


@pytest.mark.parametrize("text", [None, "", "rows of the list", "AC + AD + AE"])
def test_another_computed_figure_names_no_unit(text):
    assert unit_of(text) is None
