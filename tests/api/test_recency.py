"""What memory keeps: never more bytes than it may, and what is used again in spite of a crawler."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from api.memory.recency import Recency

HOT, CRAWLED, TIMES = 200, 10_000, 20
# The room holds the hot URLs five times over.
PAGE, CAPACITY = 10_000, 10_000 * HOT * 5


class Sized(Struct, frozen=True):
    size: int


def hits(crawled: list[str]) -> float:
    """The share of requests for hot URLs that find them, while others are asked for in between."""
    chance, recency, found, asked = random.Random(1), Recency[Sized](CAPACITY), 0, 0
    hot = [f"hot {number}" for number in range(HOT)]

    def ask(key: str) -> bool:
        if recency.get(key):
            return True
        recency.put(key, Sized(PAGE))
        return False

    for key in hot * 2:
        ask(key)
    for number, key in enumerate(crawled):
        ask(key)
        if number % TIMES == 0:
            asked += 1
            found += ask(chance.choice(hot))
    return found / asked


def test_a_crawler_that_asks_for_everything_once_pushes_nothing_out():
    assert hits([f"page {number}" for number in range(CRAWLED)] * 1) >= 0.95


def test_a_crawler_that_comes_again_and_again_pushes_little_out():
    assert hits([f"page {number}" for number in range(CRAWLED)] * 8) >= 0.90


def test_a_crawler_that_was_there_first_gives_way():
    recency = Recency[Sized](CAPACITY)
    for number in range(CRAWLED):
        recency.put(f"page {number}", Sized(PAGE))
    recency.put("hot", Sized(PAGE))
    assert recency.get("hot") is None
    recency.put("hot", Sized(PAGE))
    assert recency.get("hot") is not None


@pytest.mark.parametrize("size", [101, 1000])
def test_what_is_larger_than_all_of_it_is_not_kept(size: int):
    recency = Recency[Sized](100)
    recency.put("small", Sized(100))
    recency.put("large", Sized(size))
    assert (recency.get("small"), recency.get("large")) == (Sized(100), None)


STEPS = st.lists(st.tuples(st.sampled_from(["get", "put", "drop"]), st.integers(0, 8), st.integers(1, 120)))


@given(STEPS)
def test_its_size_is_that_of_its_values_and_within_its_capacity(steps):
    recency, last = Recency[Sized](100), dict[int, int]()
    for step, key, size in steps:
        if step == "put":
            recency.put(key, Sized(size))
            last[key] = size
        elif step == "drop":
            recency.drop(key)
            last.pop(key, None)
        elif (value := recency.get(key)) is not None:
            assert value.size == last[key], "an older value came back"
        held = [*recency.probation.values(), *recency.protected.values()]
        assert recency.size == sum(each.size for each in held) <= recency.capacity
        assert recency.protected_size == sum(each.size for each in recency.protected.values())
        assert not recency.probation.keys() & recency.protected.keys()
