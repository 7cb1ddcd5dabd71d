"""`excel=true`: a CSV whose texts no spreadsheet runs as a formula."""

import csv
import io
import re

import pytest

from schemas.formulas import FORMULA

FIGURES = "/v1/staffing-figures.csv?agency_id=test-city-police"


def cells(answer):
    return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))


async def test_a_text_like_a_formula_begins_with_an_apostrophe_and_nothing_else_changes(get):
    plain, safe = await get(FIGURES), await get(f"{FIGURES}&excel=true")
    assert safe.body.startswith(b"\xef\xbb\xbf")
    pairs = [
        (one, other)
        for before, after in zip(cells(plain), cells(safe), strict=True)
        for one, other in zip(before, after, strict=True)
    ]
    changed = {(one, other) for one, other in pairs if one != other}
    assert changed == {("=1+1", "'=1+1")}
    # the comparator = is no formula: nothing follows it
    assert {other for _, other in pairs if re.match(FORMULA, other)} == {"="}


async def test_numbers_below_zero_stay_numbers(get):
    path = "/v1/agencies.csv?state=NY&fields=id,county_longitude"
    plain, safe = await get(path), await get(f"{path}&excel=true")
    assert b",-7" in plain.body
    assert safe.body == b"\xef\xbb\xbf" + plain.body


async def test_its_bytes_have_an_etag_a_link_and_a_digest_of_their_own(get):
    plain, safe = await get(FIGURES), await get(f"{FIGURES}&excel=true")
    assert plain.headers["etag"] != safe.headers["etag"]
    assert "excel=true" in safe.headers["content-location"]
    assert plain.headers["repr-digest"] != safe.headers["repr-digest"]
    described = (await get(f"{FIGURES.replace('?', '.metadata.json?')}&excel=true")).json
    assert described["bytes"] == len(safe.body)
    assert (await get(f"{FIGURES}&excel=false")).headers["etag"] == plain.headers["etag"]


@pytest.mark.parametrize("path", ["/v1/agencies", "/v1/agencies.ndjson", "/v1/agencies.xlsx"])
async def test_only_csv_has_it(get, path):
    answer = await get(f"{path}?excel=true")
    assert answer.status == 400
    (fault,) = answer.json["errors"]
    assert (fault["parameter"], "only the .csv file" in fault["expected"]) == ("excel", True)


@pytest.mark.parametrize(
    "start", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20a"]
)
async def test_every_start_of_a_formula_is_known_to_postgresql_too(database, start):
    import asyncpg

    connection = await asyncpg.connect(database.reader_url)
    try:
        assert await connection.fetchval(f"select $1::text ~ '{FORMULA}'", start)
        assert not await connection.fetchval(f"select $1::text ~ '{FORMULA}'", "a" + start)
    finally:
        await connection.close()
