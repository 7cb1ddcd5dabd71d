"""Filters as sets: together they intersect, and a filter and its negation share a list between them."""

import re
from urllib.parse import quote, unquote

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.catalog.resources import BY_NAME, CATALOG
from tests.api.oracle import holds, written
from tests.effort import examples

NAMES = [resource.name for resource in CATALOG]


async def found(get, name, *conditions):
    key = BY_NAME[name].key
    answer = await get(f"/v1/{name}.ndjson?" + "&".join((f"fields={key}", *conditions)))
    assert answer.status == 200, answer.body
    return [line.decode() for line in answer.body.splitlines()]


def condition(data, name, records, ending=""):
    """A filter of the resource, about a value that one of its records has."""
    parameter = data.draw(
        st.sampled_from(sorted(each for each in BY_NAME[name].filters if each.endswith(ending)))
    )
    value = records[name][data.draw(st.integers(0, len(records[name]) - 1))][parameter.partition("__")[0]]
    if parameter.endswith("__isnull"):
        return f"{parameter}={data.draw(st.sampled_from(['true', 'false']))}"
    if isinstance(value, list):
        value = next(iter(value), None)
    text = written(value)
    assume(value is not None and 0 < len(text) <= 200 and "," not in text)
    return f"{parameter}={quote(text)}"


@given(data=st.data())
@settings(max_examples=examples(60), deadline=None)
async def test_two_filters_find_what_both_find(data, records, get):
    name = data.draw(st.sampled_from(NAMES))
    one, other = (condition(data, name, records) for _ in range(2))
    assume(one.partition("=")[0] != other.partition("=")[0])
    found_by_other = set(await found(get, name, other))
    assert await found(get, name, one, other) == [
        each for each in await found(get, name, one) if each in found_by_other
    ]


@given(data=st.data())
@settings(max_examples=examples(60), deadline=None)
async def test_a_filter_and_its_negation_share_the_list(data, records, get):
    name = data.draw(st.sampled_from(NAMES))
    given_ = condition(data, name, records, "__not")
    equal = set(await found(get, name, given_.replace("__not=", "=", 1)))
    rest = await found(get, name, given_)
    assert equal
    assert not equal & set(rest)
    assert len(equal) + len(rest) == len(records[name])


@given(data=st.data())
@settings(max_examples=examples(40), deadline=None)
async def test_with_a_value_and_without_one_share_the_list(data, records, get):
    name = data.draw(st.sampled_from(NAMES))
    nullable = sorted(each for each in BY_NAME[name].filters if each.endswith("__isnull"))
    assume(nullable)
    parameter = data.draw(st.sampled_from(nullable))
    without, having = (
        await found(get, name, f"{parameter}=true"),
        await found(get, name, f"{parameter}=false"),
    )
    assert not set(without) & set(having)
    assert len(without) + len(having) == len(records[name])


@pytest.fixture(scope="module")
def records_at(walk):
    """The records of a resource at a release, by walking its pages once."""
    known = {}

    async def read(name, release):
        if (name, release) not in known:
            known[name, release] = await walk(f"/v1/{name}?limit=1000&release={release}")
        return known[name, release]

    return read


@given(data=st.data())
@settings(max_examples=examples(60), deadline=None)
async def test_a_pinned_list_is_filtered_by_what_its_release_says(data, records, records_at, newest, get):
    name = data.draw(st.sampled_from(NAMES))
    release = data.draw(st.sampled_from([1, 4, newest - 2, newest - 1]))
    asked = condition(data, name, records)
    parameter, _, text = asked.partition("=")
    held = [each for each in await records_at(name, release) if holds(each, parameter, unquote(text))]
    key = BY_NAME[name].key
    answer = await get(f"/v1/{name}?{asked}&release={release}&limit=1000")
    if answer.status == 404:  # the value is an id, and its record comes later or is of no release
        assert not held
        assert re.search("has no record|first appears in release", answer.json["detail"])
    else:
        assert [each[key] for each in answer.json["data"]] == [each[key] for each in held][:1000]
