"""What proves a file whole: rows, bytes, and a digest that is never said of other bytes than those sent."""

import base64
import gzip
import hashlib
import json
import re

import msgspec
import pytest

from api.exports import spool
from api.exports.formats import FORMATS
from api.routes.file_download import Download
from api.storage.checksums import Proof
from tests.api.forms import SUFFIXES, rows
from tests.api.wire import ask

FIGURES = "/v1/staffing-figures"
ADDRESSES = [f"/v1/agencies{suffix}?state=NY" for suffix in SUFFIXES]


def digest(body):
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def path(address):
    return address.removeprefix("https://muster.example")


async def metadata(get, address):
    name, _, query = address.partition("?")
    return await get(f"{name}.metadata.json?{query}")


@pytest.mark.parametrize("address", ADDRESSES)
async def test_a_small_file_says_its_length_rows_and_digest(address, get):
    answer = await get(address)
    suffix = re.search(r"agencies(\.[a-z.]+)\?", address)[1]
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["muster-rows"] == str(len(rows("agencies", suffix, answer.body)))
    assert answer.headers["repr-digest"] == digest(answer.body)


@pytest.mark.parametrize("address", ADDRESSES)
async def test_the_metadata_of_a_file_are_true_of_it(address, get):
    found = (await metadata(get, address)).json
    answer = await get(path(found["url"]))
    assert found["bytes"] == len(answer.body)
    assert found["sha256"] == hashlib.sha256(answer.body).hexdigest()
    assert str(found["rows"]) == answer.headers["muster-rows"]
    assert answer.headers["content-location"] == found["url"]
    assert (await get(address)).body == answer.body


async def test_the_metadata_say_what_was_asked_and_what_the_columns_are(get, newest, settings):
    address = (
        f"{FIGURES}.csv?metric__in=hires,offers&value__gte=10&match=certain&note__contains=%22no%22"
        "&headline=true&as_of__isnull=false&sort=-value&fields=value,id,as_of,modality"
    )
    found = (await metadata(get, address)).json
    assert found["query"] == (
        f"Staffing figures of release {newest} whose as_of is known and whose headline is true and whose "
        'metric is one of hires, offers and whose note is a text that contains “"no"”, in any case '
        "and whose value is at least 10, in the order of value, downwards. A comparison of value holds for "
        "every number that the statement allows. Only the columns id, value, modality, as_of."
    )
    assert found["release"] == newest
    assert found["cite_as"].endswith(found["url"])
    assert found["tableSchema"]["primaryKey"] == "id"
    columns = found["tableSchema"]["columns"]
    assert [(each["name"], each["datatype"], each["required"]) for each in columns] == [
        ("id", "string", True),
        ("value", "decimal", False),
        ("modality", "string", True),
        ("as_of", "date", False),
    ]
    assert "observed" in columns[2]["codes"]
    assert columns[0]["dc:description"] == "Readable id. Never reused."


async def test_lists_are_joined_where_the_metadata_say_so(get):
    for suffix, separator in ((".csv", "; "), (".xlsx", "; "), (".ndjson", None), (".parquet", None)):
        found = (await metadata(get, f"/v1/agencies{suffix}?fields=aliases")).json
        [column] = found["tableSchema"]["columns"]
        assert column["separator"] == separator
        assert found["tableSchema"]["primaryKey"] is None


async def test_a_file_leads_to_its_metadata(get):
    answer = await get("/v1/agencies.csv?state=NY&sort=name")
    found = re.search(r'<([^>]+)>; rel="describedby"; type="application/json"', answer.headers["link"])[1]
    assert (await get(path(found))).json["url"] == answer.headers["content-location"]


async def test_what_is_packed_on_its_way_has_no_digest(get):
    address = "/v1/agencies.csv?state=CA"
    plain, packed = await get(address), await get(address, accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "repr-digest" not in packed.headers
    assert packed.headers["muster-rows"] == plain.headers["muster-rows"]
    assert packed.headers["content-length"] == str(len(packed.body))


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx"])
async def test_what_is_packed_by_itself_is_not_packed_again(suffix, get):
    answer = await get(f"/v1/agencies{suffix}?state=CA", accept_encoding="gzip")
    assert "content-encoding" not in answer.headers
    assert answer.headers["repr-digest"] == digest(answer.body)


@pytest.fixture
def large(monkeypatch):
    """Every file is too large to be whole before it is sent."""
    monkeypatch.setattr(spool, "CHUNK", 1000)
    monkeypatch.setattr(Download, "whole", 0)


async def test_a_large_file_says_so_when_it_was_made_before(large, get):
    address = f"{FIGURES}.ndjson?sort=-agency_name&value__gte=3"
    first, head = await get(address), await get(address, method="HEAD")
    assert {"content-length", "muster-rows", "repr-digest"}.isdisjoint(first.headers)
    again = await get(address)
    assert again.body == first.body
    assert again.headers["content-length"] == str(len(first.body))
    assert again.headers["repr-digest"] == head.headers["repr-digest"] == digest(first.body)
    assert again.headers["muster-rows"] == head.headers["muster-rows"] == str(first.body.count(b"\n"))
    packed = await get(address, accept_encoding="gzip")
    assert packed.headers["muster-rows"] == again.headers["muster-rows"]
    assert {"content-length", "repr-digest"}.isdisjoint(packed.headers)


async def test_the_metadata_make_the_file_known(large, get):
    address = f"{FIGURES}.csv?sort=-as_of&value__gte=4"
    found = (await metadata(get, address)).json
    answer = await get(address)
    assert answer.headers["content-length"] == str(found["bytes"]) == str(len(answer.body))
    assert answer.headers["repr-digest"] == digest(answer.body)


async def test_a_known_file_is_not_made_again_for_its_metadata(app, get, monkeypatch):
    address = "/v1/agencies.csv?state=TX"
    body = (await get(address)).body
    monkeypatch.setattr(app.state.pools.files, "size", 0)
    monkeypatch.setattr(app.state.pools.files, "idle", [])
    assert (await metadata(get, address)).json["bytes"] == len(body)


async def test_a_file_that_is_not_what_it_was_is_cut(app, large, get, caplog):
    address = f"{FIGURES}.csv?sort=as_of&value__gte=5"
    whole = await get(address)
    [tag] = [tag for tag, proof in app.state.proofs.items() if proof.bytes == len(whole.body)]
    false = Proof(rows=1, bytes=len(whole.body), sha256="0" * 64)
    app.state.proofs[tag] = false
    answer = await ask(app, address, "GET", {})
    assert len(answer.body) < len(whole.body)
    assert "file-cut" in caplog.text
    assert app.state.proofs.get(tag) != false


async def test_a_client_of_http_1_0_gets_the_digest_with_the_length(app, large):
    answer = await ask(app, f"{FIGURES}.csv?value__gte=6", "GET", {}, "1.0")
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["repr-digest"] == digest(answer.body)


async def test_only_so_much_is_remembered():
    from api.storage.checksums import Proofs

    proofs = Proofs(3)
    for number in range(5):
        proofs[str(number)] = Proof(rows=number, bytes=0, sha256="")
        proofs.get("1")
    assert {*proofs} == {"3", "4", "1"}


@pytest.mark.parametrize("suffix", SUFFIXES)
async def test_the_same_question_makes_the_same_bytes(suffix, app, get):
    address = f"/v1/agencies{suffix}?sort=-name"
    first = await get(address)
    app.state.proofs.clear()
    assert (await get(address)).body == first.body


@pytest.fixture
def small_workbooks():
    """Workbooks hold five rows."""
    [form] = [form for form in FORMATS if form.max_rows]
    before = form.max_rows
    msgspec.structs.force_setattr(form, "max_rows", 5)
    yield
    msgspec.structs.force_setattr(form, "max_rows", before)


async def test_a_workbook_of_too_many_rows_is_refused_at_once(small_workbooks, app, get, monkeypatch):
    monkeypatch.setattr(app.state.pools.files, "size", 0)
    monkeypatch.setattr(app.state.pools.files, "idle", [])
    for address in ("/v1/agencies.xlsx?state=NY", "/v1/agencies.xlsx.metadata.json?state=NY"):
        answer, head = await get(address), await get(address, method="HEAD")
        assert (answer.status, answer.problem, head.status) == (400, "too-many-rows", 400)
        assert answer.json["detail"] == (
            "More than 5 records match. Request the same URL with .csv, which has no limit, "
            "or narrow the filter."
        )


async def test_a_workbook_of_just_as_many_rows_is_made(small_workbooks, get):
    five = ",".join(each["id"] for each in (await get("/v1/agencies?limit=5")).json["data"])
    assert (await get(f"/v1/agencies.xlsx?id__in={five}")).headers["muster-rows"] == "5"


async def test_a_text_that_no_cell_can_hold_is_refused(get, monkeypatch):
    from api.exports import xlsx

    def longer(self, row, place, text, *_):
        return -2 if len(text) > 60 else 0

    monkeypatch.setattr("xlsxwriter.worksheet.Worksheet._write_string", longer)
    answer = await get("/v1/metrics.xlsx?id=hires&fields=id,definition")
    assert (answer.status, answer.problem) == (400, "too-many-rows")
    assert f"A workbook cell holds at most {xlsx.CELL}." in answer.json["detail"]


async def test_conversions_are_limited_and_the_rest_is_told(app, get, monkeypatch):
    runner = app.state.export_runner
    monkeypatch.setattr(runner.admission, "timeout", 0.05)
    slot = await runner.admission.enter()
    try:
        for address in (
            "agencies.parquet",
            "agencies.xlsx?state=NY",
            "metrics.xlsx.metadata.json?nature=flow",
        ):
            answer = await get(f"/v1/{address}")
            assert (answer.status, answer.problem) == (503, "overloaded")
            assert answer.headers["retry-after"] == "1"
        assert (await get("/v1/agencies.csv")).status == 200
    finally:
        runner.admission.leave(slot)
    assert (await get("/v1/agencies.parquet")).status == 200


async def test_a_byte_order_mark_is_put_on_request(get):
    plain, marked = await get("/v1/agencies.csv?state=NY"), await get("/v1/agencies.csv?state=NY&bom=true")
    assert marked.body == b"\xef\xbb\xbf" + plain.body
    assert not plain.body.startswith(b"\xef\xbb\xbf")
    assert marked.headers["etag"] != plain.headers["etag"]
    assert marked.headers["repr-digest"] == digest(marked.body)
    assert (await get("/v1/agencies.csv?state=NY&bom=false")).headers["etag"] == plain.headers["etag"]
    for address in ("/v1/agencies.ndjson?bom=true", "/v1/agencies?bom=true"):
        [fault] = (await get(address)).json["errors"]
        assert fault["expected"] == (
            "not available here: only the .csv file has a byte-order mark, for Excel"
        )


def test_every_form_is_tried_here():
    assert tuple(form.suffix for form in FORMATS) == SUFFIXES


async def test_a_file_of_one_column_has_no_blank_line(get):
    answer = await get("/v1/agencies.csv?fields=short_name&sort=name")
    assert b"\n\n" not in answer.body
    assert b'\n""\n' in answer.body
    lines = (await get("/v1/agencies.ndjson?fields=short_name&sort=name")).body.splitlines()
    assert len(answer.body.splitlines()) == 1 + len(lines)
    assert json.loads(lines[0]).keys() == {"short_name"}
