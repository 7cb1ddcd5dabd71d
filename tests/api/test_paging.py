"""Walks: every record once, in order, whatever the sort, the size of the page and the place it begins at."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.catalog.resources import BY_NAME, CATALOG
from tests.api.oracle import holds, ids, in_order
from tests.effort import examples

SORTS = [
    pytest.param(resource.name, sign + column, id=f"{resource.name}-{sign or '+'}{column}")
    for resource in CATALOG
    for column in (resource.key, *resource.sorts)
    for sign in ("", "-")
]


def some(records, column, key, size):
    """Ids of records with and without a value of the column, ties among them."""
    known = [record[key] for record in records if record[column] is not None]
    unknown = [record[key] for record in records if record[column] is None]
    return sorted({*known[: size // 2], *known[-size // 4 :], *unknown[: size // 4]})


@pytest.mark.parametrize(("name", "sort"), SORTS)
async def test_a_walk_visits_every_record_once_in_order(name, sort, records, walk):
    key = BY_NAME[name].key
    assert await walk(f"/v1/{name}?sort={sort}&limit=1000") == in_order(records[name], sort, key)


@pytest.mark.parametrize(("name", "sort"), SORTS)
@pytest.mark.parametrize("limit", [1, 7])
async def test_small_pages_join_without_a_gap_or_a_repetition(name, sort, limit, records, walk):
    resource, column = BY_NAME[name], sort.lstrip("-")
    named = [record for record in records[name] if not record.get("replaced_by")]
    chosen = some(named, column, resource.key, 12 if limit == 1 else 60)
    among = [record for record in records[name] if record[resource.key] in chosen]
    condition = f"{resource.key}__in={','.join(map(str, chosen))}"
    assert await walk(f"/v1/{name}?{condition}&sort={sort}&limit={limit}") == in_order(
        among, sort, resource.key
    )


@pytest.mark.parametrize("name", [resource.name for resource in CATALOG if resource.searched])
@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("testville", 1),
        ("secret service", 7),
        ("police OR border", 300),
        ("bonus -ice", 7),
        ("nobody says this", 1),
    ],
)
async def test_a_search_is_walked_like_a_list(name, words, limit, walk):
    whole = await walk(f"/v1/{name}?q={quote(words)}&limit=1000")
    assert len({*ids(whole)}) == len(whole)
    assert await walk(f"/v1/{name}?q={quote(words)}&limit={limit}") == whole


async def test_a_search_on_figures_shows_those_with_a_quote_first(walk):
    found = await walk("/v1/staffing-figures?q=ICE&limit=1000")
    quoted = [bool(record["citations"] and record["citations"][0]["quote"]) for record in found]
    assert True in quoted
    assert False in quoted
    assert quoted == sorted(quoted, reverse=True)


def one_of(data, records):
    return records[data.draw(st.integers(0, len(records) - 1))]


@given(data=st.data())
@settings(max_examples=examples(60), deadline=None)
async def test_a_page_begins_after_the_place_of_any_id_whether_it_matches_or_not(data, records, get):
    name, sort = data.draw(st.sampled_from(SORTS)).values
    resource, key = BY_NAME[name], BY_NAME[name].key
    anchor = one_of(data, records[name])
    one = one_of(data, records[name])
    column = data.draw(
        st.sampled_from([c.name for c in resource.columns.values() if c.kind in {"enum", "boolean"}] or [key])
    )
    limit = data.draw(st.integers(1, 50))
    parameter, text = f"{column}__not", one[column]
    ordered = in_order(records[name], sort, key)
    behind = ordered[ordered.index(anchor) + 1 :]
    address = f"/v1/{name}?sort={sort}&limit={limit}&after={anchor[key]}"
    if isinstance(text, str):
        behind = [record for record in behind if holds(record, parameter, text)]
        address += f"&{parameter}={quote(text)}"
    answer = await get(address)
    assert ids(answer.json["data"]) == ids(behind[:limit])
    assert (answer.json["links"]["next"] is None) == (len(behind) <= limit)


async def test_the_next_page_is_of_the_same_release_and_counts_no_more(get, newest):
    answer = await get("/v1/agencies?sort=-name&limit=3&count=true&state=CA")
    following = urlsplit(answer.json["links"]["next"])
    assert f"{following.scheme}://{following.netloc}{following.path}" == "https://muster.example/v1/agencies"
    assert parse_qs(following.query) == {
        "sort": ["-name"],
        "limit": ["3"],
        "state": ["CA"],
        "release": [str(newest)],
        "after": [answer.json["data"][-1]["id"]],
    }
    assert answer.headers["link"].startswith(f'<{following.geturl()}>; rel="next"')


async def test_the_last_page_has_no_next(get):
    answer = await get("/v1/metrics?limit=1000")
    assert answer.json["links"]["next"] is None
    assert 'rel="next"' not in answer.headers["link"]


async def test_a_page_holds_a_hundred_records_unless_told(get, records):
    assert len((await get("/v1/agencies")).json["data"]) == 100
    assert len((await get("/v1/agencies?limit=1000")).json["data"]) == min(1000, len(records["agencies"]))


async def test_a_count_is_exact_and_only_where_asked_for(get, records):
    answer = await get("/v1/staffing-figures?metric=sworn_headcount&count=true&limit=1")
    assert answer.json["meta"]["count"] == sum(
        one["metric"] == "sworn_headcount" for one in records["staffing-figures"]
    )
    assert (await get("/v1/agencies?limit=1")).json["meta"]["count"] is None
    assert (await get("/v1/agencies?limit=1&count=false")).json["meta"]["count"] is None


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
async def test_every_list_counts_all_of_its_records(resource, get, records):
    answer = await get(f"{resource.path}?count=true&limit=1")
    assert answer.status == 200, answer.json
    assert answer.json["meta"]["count"] == len(records[resource.name])


async def test_a_count_is_of_the_whole_list_on_every_page(get, records):
    last = records["agencies"][-1]["id"]
    answer = await get(f"/v1/agencies?count=true&after={last}")
    assert answer.json["data"] == []
    assert answer.json["meta"]["count"] == len(records["agencies"])


async def test_a_place_that_no_record_has_is_not_found(get):
    answer = await get("/v1/agencies?after=ny0303001")
    assert (answer.status, answer.problem) == (404, "not-found")
    assert answer.json["nearest"] == "ny0303000"
    assert (await get("/v1/releases?after=999")).status == 404
