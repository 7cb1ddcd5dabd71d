"""Files: the same records as the pages, every one, in the same order and digit for digit."""

import csv
import io
import json
import re

import pytest

from api.catalog import CATALOG
from tests.api.wire import ask

NAMES = [resource.name for resource in CATALOG]
QUESTIONS = [
    "/v1/staffing-figures{}?metric=sworn_headcount&sort=-value",
    "/v1/staffing-figures{}?agency_id=test-city-police&value__gte=10&match=possible&sort=as_of",
    "/v1/staffing-figures{}?source_published_on__isnull=true&release=13&sort=-agency_name",
    "/v1/agencies{}?state=CA&sort=county_geoid",
    "/v1/agencies{}?aliases__in=NYPD,SFPD",
    "/v1/incentives{}?kind__not=signing_bonus&known_on=2026-11-22",
    "/v1/citations{}?attribution_chain__contains=ICE&sort=-speaker",
    "/v1/releases{}?sort=-number",
]


def flat(name, record):
    """A record as a line of a file: its best citation flat and last, other nested lists as they are."""
    row = {column: value for column, value in record.items() if column != "attribution"}
    if name in {"staffing-figures", "incentives", "agreements"}:
        del row["citations"]
        best = next(iter(record["citations"]), {})
        steps = [step["name"] for step in best.get("attribution", []) if step["name"]]
        last = {
            "source_id": record["source_id"],
            "publisher": record["source_publisher"],
            "source_title": title(record),
            "source_published_on": record["source_published_on"],
            "source_published_on_precision": record["source_published_on_precision"],
            "source_url": url(record),
            "speaker": steps[-1] if steps else record["source_publisher"],
            "attribution_chain": " > ".join(steps) or record["source_publisher"],
            "locator": record["locator"],
            "quote": best.get("quote"),
        }
        row = {column: value for column, value in row.items() if column not in last} | last
    return row


def title(record):
    return of_source(record, "title")


def url(record):
    return of_source(record, "url")


def of_source(record, field):
    return next((c[field] for c in record["citations"] if c["source_id"] == record["source_id"]), None)


def cell(value):
    """A value as a cell of a CSV."""
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(value) if isinstance(value[0], str) else value
    return value if isinstance(value, str) else json.dumps(value)


def read_cell(text):
    return json.loads(text) if text.startswith("[{") else text


def read_csv(body):
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8"), newline=""), strict=True))
    return [{name: read_cell(text) for name, text in row.items()} for row in rows]


def text_records(records):
    """As json.loads has them, without exact fractions."""
    return json.loads(json.dumps(records, default=float))


@pytest.mark.parametrize("name", NAMES)
async def test_a_file_holds_every_record_of_the_pages(name, records, get):
    expected = [flat(name, record) for record in text_records(records[name])]
    lines = (await get(f"/v1/{name}.ndjson")).body.splitlines()
    assert [json.loads(line) for line in lines] == expected
    assert (await get(f"/v1/{name}.array.json")).json == expected
    rows = read_csv((await get(f"/v1/{name}.csv")).body)
    assert rows == [{column: cell(value) for column, value in row.items()} for row in expected]


@pytest.mark.parametrize("name", NAMES)
async def test_columns_stand_in_the_order_of_the_record_with_the_citation_last(name, records, get):
    expected = [*flat(name, records[name][0])]
    header = (await get(f"/v1/{name}.csv")).body.splitlines()[0].decode()
    assert header.split(",") == expected
    assert [*json.loads((await get(f"/v1/{name}.ndjson")).body.splitlines()[0])] == expected


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_filtered_and_sorted_file_is_the_pages_joined(question, walk, get):
    name = re.match("/v1/([a-z-]+)", question)[1]
    expected = [
        flat(name, record) for record in text_records(await walk(question.format("") + "&limit=1000"))
    ]
    assert expected
    assert [
        json.loads(line) for line in (await get(question.format(".ndjson"))).body.splitlines()
    ] == expected
    assert (await get(question.format(".array.json"))).json == expected
    rows = read_csv((await get(question.format(".csv"))).body)
    assert rows == [{column: cell(value) for column, value in row.items()} for row in expected]


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


@pytest.mark.parametrize("suffix", [".csv", ".ndjson", ".array.json"])
@pytest.mark.parametrize("parameter", ["limit=5", "after=ny0303000", "count=true", "include=parent"])
async def test_a_file_has_no_pages_and_says_why(parameter, suffix, get):
    answer = await get(f"/v1/agencies{suffix}?{parameter}")
    assert (answer.status, answer.problem) == (400, "invalid-query")
    [fault] = answer.json["errors"]
    assert fault["parameter"] == parameter.partition("=")[0]
    assert fault["expected"].startswith("no such parameter here: a file ")


async def test_a_page_shows_every_column_and_says_so(get):
    [fault] = (await get("/v1/agencies?fields=id")).json["errors"]
    assert fault["expected"] == (
        "no such parameter here: a page shows every column; "
        "the files (.csv, .ndjson, .array.json) take fields"
    )


async def test_a_file_says_what_it_is(get, newest):
    answer = await get("/v1/agencies.csv?state=NY")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["content-disposition"] == f'attachment; filename="agencies-release-{newest}.csv"'
    assert answer.headers["accept-ranges"] == "none"
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
    monkeypatch.setattr(app.state.spool, "capacity", 10)
    answer = await get("/v1/staffing-figures.csv")
    assert (answer.status, answer.problem) == (503, "overloaded")
    assert app.state.spool.used == 0
