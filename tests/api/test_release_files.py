"""The files of a release over HTTP: listed, whole, in parts, and never when they hold what was removed."""

import base64
import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from litestar import Litestar

from api.storage import response
from tests.api.wire import Answer, ask
from tests.conftest import PUBLIC_URL, Database, files_of, running, settings_for
from tests.effort import examples

HOME = "/v1/releases/1/files"
FILE = f"{HOME}/metrics.csv"
FOR_EVER = "public, max-age=31536000, immutable"
pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture(scope="module")
def folder(settings, database) -> Path:
    """The files of release 1, where the application looks for them."""
    return files_of(database, settings, 1)


@pytest.fixture(scope="module")
def whole(folder: Path) -> bytes:
    return (folder / "metrics.csv").read_bytes()


@pytest.fixture(scope="module")
def tag(whole: bytes) -> str:
    return f'"{hashlib.sha256(whole).hexdigest()}"'


async def test_the_list_names_every_file_and_each_is_there(folder, get):
    answer = await get(HOME)
    found = answer.json["data"]
    listed = json.loads((folder / "files.json").read_text())["files"]
    assert {each["name"] for each in found} == {path.name for path in folder.iterdir()} - {"files.json"}
    besides = {"url": None, "tag": None}  # an address is the server's, a tag for nobody else
    assert [each | besides for each in found] == [each | besides for each in listed]
    for each in found:
        assert each["url"] == f"{PUBLIC_URL}{HOME}/{each['name']}"
        file = await get(each["url"].removeprefix(PUBLIC_URL))
        assert (len(file.body), hashlib.sha256(file.body).hexdigest()) == (each["bytes"], each["sha256"])
        assert file.headers.get("muster-rows") == (None if each["rows"] is None else str(each["rows"]))


async def test_the_list_is_an_answer_like_others(get):
    answer, head = await get(HOME), await get(HOME, method="HEAD")
    assert answer.json["meta"]["release"] == 1
    assert answer.json["links"] == {"self": f"{PUBLIC_URL}{HOME}", "latest": f"{PUBLIC_URL}{HOME}"}
    assert answer.headers["content-location"] == f"{PUBLIC_URL}{HOME}"
    assert f'<{PUBLIC_URL}/v1/releases/1>; rel="cite-as"' in answer.headers["link"]
    assert head.headers == {name: text for name, text in answer.headers.items() if name != "content-length"}
    again = await get(HOME, if_none_match=answer.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert (await get(HOME, accept="text/html")).problem == "not-acceptable"
    packed = await get(HOME, accept_encoding="gzip")
    assert packed.headers["etag"] != answer.headers["etag"]


async def test_a_file_says_everything_about_itself(get, whole, tag):
    answer = await get(FILE)
    assert (answer.status, answer.body) == (200, whole)
    digest = base64.b64encode(hashlib.sha256(whole).digest()).decode()
    said = dict(answer.headers)
    assert said.pop("access-control-allow-origin") == "*"
    exposed = said.pop("access-control-expose-headers")
    for name in ("Content-Range", "Accept-Ranges", "Content-Length", "ETag", "Repr-Digest", "Muster-Rows"):
        assert name in exposed
    assert said.pop("link").split(", ") == [
        f'<{PUBLIC_URL}{HOME}/datapackage.json>; rel="describedby"; type="application/json"',
        f'<{PUBLIC_URL}{HOME}>; rel="collection"',
        f'<{PUBLIC_URL}/openapi.json>; rel="service-desc"',
        f'<{PUBLIC_URL}/docs>; rel="describedby"',
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
        f'<{PUBLIC_URL}/v1/releases/1>; rel="cite-as"',
    ]
    assert said == {
        "accept-ranges": "bytes",
        "cache-control": FOR_EVER,
        "content-disposition": 'attachment; filename="metrics-release-1.csv"',
        "content-length": str(len(whole)),
        "content-location": PUBLIC_URL + FILE,
        "content-type": "text/csv; charset=utf-8; header=present",
        "cross-origin-resource-policy": "cross-origin",
        "etag": tag,
        "muster-contract": "2",
        "muster-release": "1",
        "muster-rows": str(whole.count(b"\n") - 1),
        "repr-digest": f"sha-256=:{digest}:",
        "x-content-type-options": "nosniff",
    }


async def test_a_table_is_the_pinned_file_byte_for_byte(get, whole):
    assert (await get("/v1/metrics.csv?release=1")).body == whole


@pytest.mark.parametrize(
    ("name", "saved", "kind"),
    [
        ("metrics.csv.gz", "metrics-release-1.csv.gz", "application/gzip"),
        ("metrics.parquet", "metrics-release-1.parquet", "application/vnd.apache.parquet"),
        ("LICENSE", "LICENSE-release-1", "text/plain; charset=utf-8"),
        ("datapackage.json", "datapackage-release-1.json", "application/json"),
        ("muster-release-1.zip", "muster-release-1.zip", "application/zip"),
    ],
)
async def test_a_file_is_saved_with_its_release_in_the_name(name, saved, kind, get):
    answer = await get(f"{HOME}/{name}")
    assert answer.headers["content-disposition"] == f'attachment; filename="{saved}"'
    assert answer.headers["content-type"] == kind


async def test_the_zip_opens(get):
    with zipfile.ZipFile(io.BytesIO((await get(f"{HOME}/muster-release-1.zip")).body)) as zipped:
        assert zipped.testzip() is None
        assert "metrics.csv" in zipped.namelist()


async def test_a_file_is_never_packed_on_its_way(get, whole):
    answer = await get(FILE, accept_encoding="gzip, br", accept="text/html")
    assert answer.body == whole
    assert {"content-encoding", "vary"}.isdisjoint(answer.headers)


async def test_head_says_what_get_says_the_length_too(get):
    for name in ("metrics.csv", "muster-release-1.zip"):
        answer, head = await get(f"{HOME}/{name}"), await get(f"{HOME}/{name}", method="HEAD")
        assert (head.status, head.body, head.headers) == (200, b"", answer.headers)
        asked = await get(f"{HOME}/{name}", method="HEAD", range="bytes=0-9")
        assert (asked.status, asked.headers) == (200, answer.headers)


def part(answer: Answer, whole: bytes, first: int, last: int) -> None:
    """The bytes from first to last, as everything about the answer says."""
    assert (answer.status, answer.body) == (206, whole[first : last + 1])
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"
    assert answer.headers["content-length"] == str(last - first + 1)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=10-", 10, None),
        ("bytes=0-", 0, None),
        ("bytes=-1", -1, None),
        ("bytes=-100", -100, None),
        ("bytes=-99999999", 0, None),
        ("bytes=5-99999999", 5, None),
        ("bytes=5-" + "9" * 5000, 5, None),
        ("bytes=-" + "9" * 5000, 0, None),
        ("bytes=" + "0" * 5000 + "7-9", 7, 9),
        ("BYTES = 7-9 ", 7, 9),
        ("bytes=, 7-9 ,,", 7, 9),
    ],
    ids=lambda asked: str(asked)[:20],
)
async def test_a_range_is_that_part_of_the_file(asked, first, last, get, whole):
    answer = await get(FILE, range=asked)
    part(answer, whole, first % len(whole), len(whole) - 1 if last is None else last)
    full = await get(FILE)
    several = {"content-length", "content-range"}
    assert {name: text for name, text in answer.headers.items() if name not in several} == {
        name: text for name, text in full.headers.items() if name not in several
    }


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=a-b",
        "bytes=1",
        "bytes=9-7",
        "bytes=1.5-3",
        "bytes=0x1-5",
        "bytes=\u0663-\u0665".encode().decode("latin-1"),
        "bytes=--5",
        "bytes=1-2-3",
        "items=0-9",
        "bytes=0-1,5-6",
        "bytes=0-0,99999999-",
    ],
)
async def test_what_makes_no_sense_or_has_several_parts_is_the_whole(asked, get, whole):
    answer = await get(FILE, range=asked)
    assert (answer.status, answer.body) == (200, whole)
    assert "content-range" not in answer.headers


@pytest.mark.parametrize("beyond", ["{size}-", "{size}-{size}", "99999999999999999999-", "-0"])
async def test_a_range_behind_the_end_is_told_the_length(beyond, get, whole):
    answer = await get(FILE, range="bytes=" + beyond.replace("{size}", str(len(whole))))
    assert (answer.status, answer.problem) == (416, "range-not-satisfiable")
    assert answer.headers["content-range"] == f"bytes */{len(whole)}"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.json["detail"] == f"The file has {len(whole)} bytes. The range must begin before its end."


async def test_who_has_begun_with_another_file_gets_the_whole(get, whole, tag):
    part(await get(FILE, range="bytes=5-9", if_range=tag), whole, 5, 9)
    for other in ('"another"', f"W/{tag}", "*", "Mon, 01 Sep 2025 00:00:00 GMT", "", f"{tag}, {tag}"):
        answer = await get(FILE, range="bytes=5-9", if_range=other)
        assert (answer.status, answer.body) == (200, whole), other
        beyond = await get(FILE, range="bytes=99999999-", if_range=other)
        assert (beyond.status, beyond.body) == (200, whole), other
    assert (await get(FILE, if_range=tag)).status == 200


@effort(
    max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
async def test_any_range_is_the_slice(data, get, whole, tag):
    size = len(whole)
    first = data.draw(st.one_of(st.none(), st.integers(0, size - 1)), "first")
    last = data.draw(st.one_of(st.none(), st.integers(first or 0, 2 * size)), "last")
    if first is None:
        suffix = data.draw(st.integers(1, 2 * size), "suffix")
        asked, first, last = f"bytes=-{suffix}", max(0, size - suffix), size - 1
    else:
        asked = f"bytes={first}-{'' if last is None else last}"
        last = size - 1 if last is None else min(last, size - 1)
    condition = data.draw(st.sampled_from([None, tag, '"another"']), "If-Range")
    answer = await get(FILE, range=asked, **({"if_range": condition} if condition else {}))
    if condition == '"another"':
        assert (answer.status, answer.body) == (200, whole)
    else:
        part(answer, whole, first, last)


@effort(
    max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cuts=st.lists(st.integers(1, 10_000), max_size=6))
async def test_a_download_in_parts_is_the_file(cuts, get, whole, tag):
    places = sorted({0, *(cut for cut in cuts if cut < len(whole)), len(whole)})
    found = b""
    for first, end in pairwise(places):
        found += (await get(FILE, range=f"bytes={first}-{end - 1}", if_range=tag)).body
    assert found == whole


async def test_who_has_the_file_is_told_so(get, tag):
    full = await get(FILE)
    for known in (tag, f"W/{tag}", f'"a", {tag}', "*"):
        answer = await get(FILE, if_none_match=known, range="bytes=0-9")
        assert (answer.status, answer.body) == (304, b"")
        for name in ("etag", "cache-control", "content-location"):
            assert answer.headers[name] == full.headers[name]
        assert (await get(FILE, method="HEAD", if_none_match=known)).status == 304
    assert (await get(FILE, if_none_match='"another"')).status == 200


async def test_a_preflight_allows_ranges(get):
    answer = await get(FILE, method="OPTIONS", origin="null", access_control_request_method="GET")
    allowed = answer.headers["access-control-allow-headers"]
    assert (answer.status, "Range" in allowed, "If-Range" in allowed) == (204, True, True)


@pytest.mark.parametrize(
    ("address", "status", "slug", "nearest"),
    [
        (f"{HOME}/metric.csv", 404, "not-found", "metrics.csv"),
        (f"{HOME}/zzzzzzzz", 404, "not-found", None),
        (f"{HOME}/files.json", 404, "not-found", None),
        (f"{HOME}/..", 404, "not-found", None),
        (f"{HOME}/.", 404, "not-found", None),
        (f"{HOME}/METRICS.CSV", 404, "not-found", None),
        (f"{HOME}/%2e%2e%2f%2e%2e%2fpasswd", 404, "not-found", None),
        (f"{HOME}/metrics.csv%00", 404, "not-found", None),
        (f"{HOME}/../files/metrics.csv", 404, "not-found", None),
        ("/v1/releases/999/files", 404, "not-found", None),
        ("/v1/releases/999/files/metrics.csv", 404, "not-found", None),
        ("/v1/releases/0/files", 404, "not-found", None),
        ("/v1/releases/-1/files/metrics.csv", 404, "not-found", None),
        ("/v1/releases/01/files/metrics.csv", 404, "not-found", None),
        ("/v1/releases/x/files", 404, "not-found", None),
        ("/v1/releases/2/files", 404, "files-not-here", None),
        ("/v1/releases/2/files/metrics.csv", 404, "files-not-here", None),
        (f"{FILE}?download=1", 400, "invalid-query", None),
        (f"{HOME}?release=1", 400, "invalid-query", None),
    ],
)
async def test_what_is_not_there_is_told(address, status, slug, nearest, get):
    answer, head = await get(address), await get(address, method="HEAD")
    assert (answer.status, answer.problem, head.status) == (status, slug, status)
    assert answer.json["nearest"] == nearest


async def test_files_that_are_not_here_are_said_to_be_made_by_a_command(get):
    answer = await get("/v1/releases/2/files")
    assert answer.json["detail"] == (
        "This server does not store the files of release 2. Write them with `muster release-files 2`."
    )
    assert (await get("/v1/releases/2")).status == 200


@pytest.fixture
async def own(database: Database, folder: Path, tmp_path: Path) -> Iterator[tuple[Litestar, Path]]:
    """An application with a copy of the files, to be tampered with."""
    settings = settings_for(database, tmp_path)
    place = settings.release_files_dir / "1"
    shutil.copytree(folder, place)
    async with running(settings) as app:
        yield app, place


async def problem(app: Litestar, address: str = FILE) -> tuple[int, str]:
    answer = await ask(app, address, "GET", {})
    return answer.status, answer.problem


async def test_a_folder_that_comes_later_is_found(own):
    app, place = own
    away = place.with_name(".1.away")
    place.rename(away)
    assert await problem(app) == (404, "files-not-here")
    away.rename(place)
    assert (await ask(app, FILE, "GET", {})).status == 200
    (place / "files.json").write_text("{")
    assert await problem(app) == (404, "files-not-here")
    (place / "files.json").unlink()
    assert await problem(app) == (404, "files-not-here")


async def test_files_that_hold_what_was_removed_are_gone_until_they_are_made_anew(own):
    """A removal makes every release anew, which its content hash shows: that of the files is the old one."""
    app, place = own
    text = (place / "files.json").read_text()
    content = json.loads(text)["content_sha256"]
    assert (await ask(app, FILE, "GET", {})).status == 200
    (place / "files.json").write_text(text.replace(content, "0" * 64))
    for address in (FILE, HOME):
        assert await problem(app, address) == (410, "removed")
    assert (await ask(app, FILE, "GET", {"if-none-match": "*"})).status == 410
    (place / "files.json").write_text(text)
    assert (await ask(app, FILE, "GET", {})).status == 200


@pytest.mark.parametrize("harm", ["shorter", "gone"])
async def test_a_damaged_file_is_our_mistake_and_never_sent(own, harm, caplog):
    app, place = own
    if harm == "gone":
        (place / "metrics.csv").unlink()
    else:
        os.truncate(place / "metrics.csv", 10)
    assert await problem(app) == (500, "internal")
    assert "the files of release 1 are damaged" in caplog.text
    assert "metrics.csv" in caplog.text
    assert (await ask(app, f"{HOME}/agencies.csv", "GET", {})).status == 200


async def test_a_file_that_shrinks_while_it_is_sent_is_cut(own, monkeypatch, caplog):
    app, _ = own
    monkeypatch.setattr(response, "PIECE", 100)
    before = os.pread

    def shrinking(descriptor: int, size: int, at: int) -> bytes:
        return b"" if at > 500 else before(descriptor, size, at)

    monkeypatch.setattr(response.os, "pread", shrinking)
    answer = await ask(app, FILE, "GET", {})
    assert len(answer.body) < int(answer.headers["content-length"])
    assert "file-cut" in caplog.text


async def test_a_folder_that_is_replaced_is_never_mixed_with_its_successor(own, monkeypatch, whole):
    """Who has begun reads the old file to its end."""
    app, place = own
    monkeypatch.setattr(response, "PIECE", 100)
    before, swapped = os.pread, []

    def swapping(descriptor: int, size: int, at: int) -> bytes:
        if not swapped:
            swapped.append(place.rename(place.with_name(".1.old")))
            shutil.copytree(swapped[0], place)
            (place / "metrics.csv").write_bytes(b"x" * len(whole))
        return before(descriptor, size, at)

    monkeypatch.setattr(response.os, "pread", swapping)
    assert (await ask(app, FILE, "GET", {})).body == whole


def descriptors() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


async def test_no_request_leaves_a_file_open(own):
    app, _ = own
    asked = [
        (FILE, {}),
        (FILE, {"range": "bytes=0-9"}),
        (FILE, {"range": "bytes=99999999-"}),
        (FILE, {"if-none-match": "*"}),
        (f"{HOME}/nothing", {}),
        (HOME, {}),
    ]
    for _ in range(2):
        before = descriptors()
        for address, headers in asked:
            for method in ("GET", "HEAD"):
                await ask(app, address, method, headers)
    assert descriptors() == before
