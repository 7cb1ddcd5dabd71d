"""Queries that are answered in another way than asked find the same as plain Python and plain SQL."""

from urllib.parse import quote

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.catalog.resources import BY_NAME
from api.query import counting, keyset, parameters, parsing
from api.query.search import excluded, only_excludes
from api.query.sql import searched as asked_of
from tests.api.oracle import holds, ids, in_order
from tests.effort import examples

NUMBERS = (
    "0",
    "0.5",
    "1",
    "10",
    "10.25",
    "10.5",
    "11",
    "25",
    "350",
    "500",
    "10000",
    "50000",
    "200000",
    "1e9",
)
numbers = st.sampled_from(NUMBERS)
several = st.lists(numbers, min_size=1, max_size=100).map(",".join)
comparisons = st.fixed_dictionaries(
    {},
    optional={
        "value": numbers,
        "value__not": numbers,
        "value__in": several,
        "value__gt": numbers,
        "value__gte": numbers,
        "value__lt": numbers,
        "value__lte": numbers,
        "value__isnull": st.sampled_from(["true", "false"]),
    },
)


lists = st.tuples(
    st.sampled_from(["staffing-figures", "incentives"]),
    st.sampled_from(["stated", "certain", "possible"]),
    st.sampled_from(["id", "-id", "value", "-value", "as_of", "-agency_name"]),
)


@given(asked=lists, chosen=comparisons)
@settings(max_examples=examples(60), deadline=None)
async def test_comparisons_together_find_what_interval_arithmetic_finds(asked, chosen, records, get):
    name, match, sort = asked
    found = [
        record for record in records[name] if all(holds(record, *each, match) for each in chosen.items())
    ]
    query = "".join(f"&{parameter}={text}" for parameter, text in chosen.items())
    answer = await get(f"/v1/{name}?match={match}&sort={sort}&limit=1000&count=true{query}")
    assert answer.status == 200, answer.body
    assert ids(answer.json["data"]) == ids(in_order(found, sort)[:1000])
    assert answer.json["meta"]["count"] == len(found)


WORDS = [
    "police",
    "sheriff",
    "ice",
    "texas",
    "county",
    "the",
    "officers",
    "female",
    "zzzqq",
    "hires",
    "in-service",
]
signed = st.builds("{}{}".format, st.sampled_from(["", "-"]), st.sampled_from(WORDS))
searches = st.one_of(
    st.lists(signed, min_size=1, max_size=4).map(" ".join),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=10).map(" or ".join),
    st.lists(st.sampled_from(WORDS).map("-{}".format), min_size=1, max_size=3).map(" ".join),
    st.sampled_from(
        [
            '"police department"',
            '-"police department"',
            '-"police department" -the',
            "police or -sheriff",
            "- police",
            "-or -the",
        ]
    ),
)
QUERY = "websearch_to_tsquery('pg_catalog.english', $1)"
BY_SCORE = """select x.id from api.{view} x where x.to_release is null and x.search @@ q.q
order by {first} {score} x.id"""


@pytest.fixture(scope="module")
async def searched(database):
    """The ids that plain SQL finds for words, by score; without one if the words only exclude."""
    connection = await asyncpg.connect(database.reader_url)

    async def found(name: str, words: str) -> list[str]:
        resource = BY_NAME[name]
        first = f"(x.{resource.search_first} is null)," if resource.search_first else ""
        score = "" if only_excludes(words) else "-ts_rank(x.search, q.q),"
        sql = BY_SCORE.format(view=name.replace("-", "_") + "_at", first=first, score=score)
        sql = sql.replace("q.q", QUERY)
        return [row["id"] for row in await connection.fetch(sql, asked_of(resource, words))]

    yield found
    await connection.close()


@pytest.fixture(scope="module", params=[(counting.FEW_RECORDS, counting.FEW_ABSENT), (5_000, -1), (1, -1)])
def few(request):
    """Each way to count: by what does not match, one by one, and together what has the same words."""
    usual = counting.FEW_RECORDS, counting.FEW_ABSENT
    counting.FEW_RECORDS, counting.FEW_ABSENT = request.param
    keyset.build.cache_clear()
    yield
    counting.FEW_RECORDS, counting.FEW_ABSENT = usual
    keyset.build.cache_clear()


@given(name=st.sampled_from(["staffing-figures", "agencies", "citations", "incentives"]), words=searches)
@settings(max_examples=examples(40), deadline=None)
@pytest.mark.usefixtures("few")
async def test_a_search_finds_orders_and_counts_as_plain_sql_does(name, words, searched, get):
    expected = await searched(name, words)
    answer = await get(f"/v1/{name}?q={quote(words)}&count=true&limit=1000")
    assert answer.status == 200, answer.body
    found = ids(answer.json["data"])
    assert (len(set(found)), set(found) - set(expected)) == (min(len(expected), 1000), set())
    if only_excludes(words) or name not in ("agencies", "staffing-figures"):  # these have ranks of their own
        assert found == expected[:1000]
    assert answer.json["meta"]["count"] == len(expected)
    number = answer.json["meta"]["release"]
    pinned = await get(f"/v1/{name}?q={quote(words)}&count=true&limit=1&release={number}")
    assert pinned.json["meta"]["count"] == len(expected)


async def test_pages_of_what_words_exclude_follow_one_another(walk, searched):
    for words in ("-police", "-sheriff -county", "-zzzqq"):
        found = await walk(f"/v1/staffing-figures?q={quote(words)}&limit=97")
        assert ids(found) == await searched("staffing-figures", words)


AFTER = f"""select x.id from api.staffing_figures_at x, api.staffing_figures_at a
where x.to_release is null and x.search @@ {QUERY} and a.to_release is null and a.id = $2
  and (x.quote is null, x.id) > (a.quote is null, a.id)
order by x.quote is null, x.id limit 1000"""


@pytest.mark.parametrize("words", ["-police", "-police -foo", '-"police department"', "-foo"])
async def test_a_page_may_begin_after_any_record_also_one_that_is_excluded(words, get, records, database):
    everything = ids(records["staffing-figures"])
    connection = await asyncpg.connect(database.reader_url)
    for other in everything[:: len(everything) // 12]:
        answer = await get(f"/v1/staffing-figures?q={quote(words)}&after={other}&limit=1000")
        expected = [row["id"] for row in await connection.fetch(AFTER, words, other)]
        assert ids(answer.json["data"]) == expected, other
    await connection.close()


EXCLUDING = [
    ("-foo", True),
    ("-foo -bar", True),
    ("  -foo   -bar ", True),
    ("foo", False),
    ("-foo bar", False),
    ("- foo", False),
    ("--foo", False),
    ("-foo-bar", False),
    ('-"foo bar"', True),
    ('-"foo  bar" -foo', True),
    ('-"foo bar', False),
    ('-"foo" "bar"', False),
    ('-"foo-bar"', False),
    ("-foo or -bar", False),
    ("-3", False),
    ("-é", False),
    ("", False),
    (None, False),
]


@pytest.mark.parametrize(("words", "expected"), EXCLUDING)
def test_words_that_only_exclude(words, expected):
    assert only_excludes(words) is expected


def test_what_words_exclude_is_any_of_them():
    assert excluded(" -foo  -bar ") == "foo or bar"
    assert excluded('-"foo bar" -foo') == '"foo bar" or foo'


SHARED = """select count(*) filter (where x.search is distinct from ({words})) as others, count(*) as all
from api.staffing_figures_at x
join api.agencies_at y on y.id = x.agency_id and y.from_release <= $1 and coalesce(y.to_release >= $1, true)
where x.from_release <= $1 and coalesce(x.to_release >= $1, true) and {where}"""


async def test_figures_that_are_said_to_have_the_same_words_have_them_at_every_release(database):
    shared = BY_NAME["staffing-figures"].shared
    assert shared is not None
    sql = SHARED.format(words=shared.words, where=shared.where)
    connection = await asyncpg.connect(database.reader_url)
    numbers = [row["number"] for row in await connection.fetch("select number from api.releases")]
    found = [await connection.fetchrow(sql, number) for number in numbers]
    await connection.close()
    assert [row["others"] for row in found] == [0] * len(numbers)
    assert max(row["all"] for row in found) > 0


async def test_an_exact_number_is_one_point_of_every_release(database):
    connection = await asyncpg.connect(database.reader_url)
    for view in ("staffing_figures_at", "incentives_at"):
        others = await connection.fetchval(
            f"""select count(*) from api.{view} where qualifier = 'exact' and not coalesce(
            value = value_low and value = value_high and low_inclusive and high_inclusive,
            value_low is null)"""
        )
        assert others == 0
    await connection.close()


@pytest.mark.parametrize("column", ["note", "as_stated", "computed", "agency_short_name"])
async def test_a_text_that_few_figures_have_is_looked_for_in_those(column, database):
    """Whatever the size of the tables: PostgreSQL would read a small one whole."""
    figures = BY_NAME["staffing-figures"]
    question = parsing.read(f"{column}__contains=zzz".encode(), parameters.page_values(figures))
    sql, args = keyset.page(figures, question, None)
    connection = await asyncpg.connect(database.reader_url, server_settings={"enable_seqscan": "off"})
    try:
        plan = "\n".join(row[0] for row in await connection.fetch(f"explain {sql}", *args))
    finally:
        await connection.close()
    assert f"served_staffing_figures_with_{column.removeprefix('agency_')}" in plan
