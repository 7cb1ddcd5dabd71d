"""Files: the same records as the pages, every one, in the same order and digit for digit."""

import asyncio
import re
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.catalog.resources import BY_NAME, CATALOG
from api.exports import spool
from tests.api.forms import flat, plain, rows, suffixes
from tests.api.test_sets import condition
from tests.api.wire import ask
from tests.effort import examples

NAMES = [resource.name for resource in CATALOG]
QUESTIONS = [
    "/v1/staffing-figures{}?metric=sworn_headcount&sort=-value",
    "/v1/staffing-figures{}?agency_id=test-city-police&value__gte=10&match=possible&sort=as_of",
    "/v1/staffing-figures{}?source_published_on__isnull=true&release=14&sort=-agency_name",
    "/v1/agencies{}?state=CA&sort=county_geoid",
    "/v1/agencies{}?aliases__in=NYPD,SFPD",
    "/v1/incentives{}?kind__not=signing_bonus&known_on=2026-11-22",
    "/v1/citations{}?attribution_chain__contains=ICE&sort=-speaker",
    "/v1/releases{}?sort=-number",
]


FORMS = [(name, suffix) for name in NAMES for suffix in suffixes(name)]


@pytest.fixture(scope="module")
def every_row(records, names):
    """The rows of a file with every record of a resource, worked out once for all of its forms."""

    @cache
    def flattened(name):
        return [flat(name, record, names) for record in plain(records[name])]

    return flattened


@pytest.mark.parametrize(("name", "suffix"), FORMS)
async def test_a_file_holds_every_record_of_the_pages(name, suffix, every_row, get):
    expected = every_row(name)
    found = rows(name, suffix, (await get(f"/v1/{name}{suffix}")).body)
    assert found == expected
    assert [[*row] for row in found] == [[*row] for row in expected]


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_filtered_and_sorted_file_is_the_pages_joined(question, walk, names_at, get):
    name = re.match("/v1/([a-z-]+)", question)[1]
    names = await names_at(re.search("(release|known_on)=[^&]*", question))
    found = plain(await walk(question.format("") + "&limit=1000"))
    expected = [flat(name, record, names) for record in found]
    assert expected
    for suffix in suffixes(name):
        assert rows(name, suffix, (await get(question.format(suffix))).body) == expected, suffix


@given(data=st.data())
@settings(max_examples=examples(40), deadline=None)
async def test_every_form_of_a_question_holds_the_rows_of_its_pages(data, records, names, walk, get):
    name = data.draw(st.sampled_from(NAMES))
    resource = BY_NAME[name]
    conditions = [condition(data, name, records) for _ in range(data.draw(st.integers(0, 2)))]
    assume(len({each.partition("=")[0] for each in conditions}) == len(conditions))
    columns = set(data.draw(st.lists(st.sampled_from(resource.file_columns), max_size=6)))
    order = data.draw(st.sampled_from([resource.key, *resource.sorts]))
    question = "&".join([*conditions, f"sort={data.draw(st.sampled_from(['', '-']))}{order}"])
    expected = [flat(name, each, names) for each in plain(await walk(f"/v1/{name}?{question}&limit=1000"))]
    if columns:
        question += f"&fields={','.join(sorted(columns))}"
        expected = [{key: cell for key, cell in row.items() if key in columns} for row in expected]
    for suffix in suffixes(name):
        answer = await get(f"/v1/{name}{suffix}?{question}")
        assert rows(name, suffix, answer.body) == expected, (suffix, question)


async def test_numbers_have_the_same_digits_everywhere(get):
    question = "?value__isnull=false&value__in=10,10.5,200000,30000000000,0,2&sort=-value"
    in_page = numbers((await get(f"/v1/staffing-figures{question}&limit=1000")).body)
    assert {"10.5", "200000", "30000000000", "0"} <= set(in_page)
    assert numbers((await get(f"/v1/staffing-figures.ndjson{question}")).body) == in_page
    column = (await get(f"/v1/staffing-figures.csv{question}&fields=value")).body.decode()
    assert column.splitlines()[1:] == in_page


def numbers(body):
    return re.findall(r'"value":([^,]+),', body.decode())


async def test_a_file_of_nothing_is_a_file(get):
    question = "?agency_id=test-city-police&metric=offers"
    header = (await get(f"/v1/staffing-figures.csv{question}")).body
    assert header.count(b"\n") == 1
    assert header.startswith(b"id,agency_id,")
    assert (await get(f"/v1/staffing-figures.ndjson{question}")).body == b""
    assert (await get(f"/v1/staffing-figures.array.json{question}")).json == []


async def test_fields_choose_columns_in_record_order(get):
    answer = await get("/v1/agencies.csv?fields=state,name,id&id=ny0303000")
    assert answer.body == b"id,name,state\nny0303000,New York City Police Department,NY\n"
    same = await get("/v1/agencies.csv?fields=id,name,state&id=ny0303000")
    assert (same.body, same.headers["etag"]) == (answer.body, answer.headers["etag"])
    assert (await get("/v1/agencies.array.json?fields=name&id=ny0303000")).json == [
        {"name": "New York City Police Department"}
    ]


@pytest.mark.parametrize("suffix", [*suffixes("agencies"), ".csv.metadata.json"])
@pytest.mark.parametrize("parameter", ["limit=5", "after=ny0303000", "count=true", "include=parent"])
async def test_a_file_has_no_pages_and_says_why(parameter, suffix, get):
    answer = await get(f"/v1/agencies{suffix}?{parameter}")
    assert (answer.status, answer.problem) == (400, "invalid-query")
    [fault] = answer.json["errors"]
    assert fault["parameter"] == parameter.partition("=")[0]
    assert fault["expected"].startswith("not available here: a file ")


async def test_a_page_shows_every_column_and_says_so(get):
    [fault] = (await get("/v1/agencies?fields=id")).json["errors"]
    assert fault["expected"] == (
        "not available here: a page always has every column; use fields on a file (.csv, .parquet and others)"
    )


async def test_a_file_says_what_it_is(get, newest):
    answer = await get("/v1/agencies.csv?state=NY")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["content-disposition"] == f'attachment; filename="agencies-release-{newest}.csv"'
    assert answer.headers["accept-ranges"] == "bytes"
    assert (
        answer.headers["content-location"]
        == f"https://muster.example/v1/agencies.csv?release={newest}&state=NY"
    )
    assert answer.headers["muster-release"] == str(newest)
    assert (await get("/v1/agencies.ndjson")).headers["content-type"] == "application/x-ndjson"
    assert (await get("/v1/agencies.array.json")).headers["content-type"] == "application/json"


async def test_the_list_itself_is_the_file_for_those_who_prefer_it(get):
    for media_type, suffix in (("text/csv", ".csv"), ("application/x-ndjson", ".ndjson")):
        preferred = await get("/v1/agencies?state=NY", accept=media_type)
        assert preferred.body == (await get(f"/v1/agencies{suffix}?state=NY")).body


async def test_files_give_their_room_and_their_connections_back(app, client):
    spool, pool = app.state.spool, app.state.pools.files
    app.state.kept.clear()  # what other tests have asked for in parts
    for _ in range(8):
        answer = await client.get("/v1/staffing-figures.csv")
        assert answer.status_code == 200
    assert spool.used == 0
    assert pool.get_size() == pool.get_idle_size()


async def test_a_client_of_http_1_0_learns_how_long_the_file_is(app, get):
    whole = await get("/v1/staffing-figures.csv")
    # granian says "1" for HTTP/1.0; a transfer cut there would look complete without a length
    for version in ("1", "1.0"):
        answer = await ask(app, "/v1/staffing-figures.csv", "GET", {}, version)
        assert answer.body == whole.body
        assert answer.headers["content-length"] == str(len(whole.body))


async def test_a_file_for_which_there_is_no_room_is_refused(app, get, monkeypatch):
    app.state.kept.clear()
    monkeypatch.setattr(app.state.spool, "capacity", 10)
    answer = await get("/v1/staffing-figures.csv")
    assert (answer.status, answer.problem) == (503, "overloaded")
    assert app.state.spool.used == 0


async def test_a_file_that_finds_no_room_for_its_last_piece_is_refused_at_once(get, monkeypatch):
    """COPY is over by then: there is nothing left to cancel, and nothing to wait for."""

    def full(*_):
        raise spool.no_room()

    monkeypatch.setattr(spool.SpooledFile, "write", full)
    async with asyncio.timeout(120):
        answer = await get("/v1/metrics.csv?nature=flow&sort=-label")
    assert (answer.status, answer.problem) == (503, "overloaded")
