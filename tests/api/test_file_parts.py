"""Parts and lengths of made files: every part is a slice of the one file that its ETag names."""

import asyncio
import gzip
import time
from functools import partial

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from msgspec import structs

from api.exports import formats, spool
from api.reading.releases import SETTLED
from api.routes.file_download import Download
from tests.api.forms import SUFFIXES
from tests.api.wire import ask
from tests.conftest import files_of, running
from tests.effort import examples
from tests.small_log import ADDITIONS

FIGURES = "/v1/staffing-figures"
PINNED = f"/v1/agencies{{}}?release={ADDITIONS}&state=NY"
FILES = [PINNED.format(suffix) for suffix in SUFFIXES]


@pytest.fixture(autouse=True)
def nothing_known(app):
    """Each test makes its files itself."""
    app.state.proofs.clear()
    app.state.kept.outgrown.clear()
    yield
    app.state.kept.clear()
    assert app.state.spool.used == 0


@pytest.fixture
def unmade(app, monkeypatch):
    """From now on, making a file fails the test."""

    def begin():
        monkeypatch.setattr(spool.Spool, "file", partial(pytest.fail, "a file is made again"))

    return begin


@pytest.fixture
def limit(monkeypatch):
    """Sets the size up to which a file is finished before its first byte, and the size of a chunk to 1 kB."""

    def limited(size):
        monkeypatch.setattr(spool, "CHUNK", 1000)
        monkeypatch.setattr(Download, "whole", size)

    return limited


def without(answer, *names):
    return {name: text for name, text in answer.headers.items() if name not in names}


@pytest.mark.parametrize("address", FILES)
async def test_head_has_every_header_of_get(address, get):
    head, answer = await get(address, method="HEAD"), await get(address)
    assert (head.status, head.body, head.headers) == (200, b"", answer.headers)
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize("address", FILES)
async def test_head_makes_a_file_once_for_all_that_follows(address, get, unmade):
    size = int((await get(address, method="HEAD")).headers["content-length"])
    unmade()
    whole = await get(address)
    assert len(whole.body) == size
    assert (await get(address, range="bytes=0-9")).body == whole.body[:10]
    assert (await get(address, range="bytes=-9")).body == whole.body[-9:]


@pytest.mark.parametrize("address", FILES)
async def test_a_part_has_the_headers_of_the_file_and_its_place(address, get):
    part, whole = await get(address, range="bytes=3-12"), await get(address)
    assert (part.status, part.body) == (206, whole.body[3:13])
    assert part.headers["content-length"] == "10"
    assert part.headers["content-range"] == f"bytes 3-12/{len(whole.body)}"
    assert without(part, "content-length", "content-range") == without(whole, "content-length")


@given(data=st.data())
@profile(max_examples=examples(60), deadline=None)
async def test_a_part_is_the_slice_of_the_file(data, get):
    address = data.draw(st.sampled_from(FILES))
    whole = (await get(address)).body
    size = len(whole)
    first, last = data.draw(st.integers(0, 2 * size)), data.draw(st.integers(0, 2 * size))
    form, expected = data.draw(
        st.sampled_from(
            [
                (f"bytes={first}-{first + last}", whole[first : first + last + 1]),
                (f"bytes={first}-", whole[first:]),
                (f"bytes=-{last}", whole[max(0, size - last) :] if last else b""),
            ]
        )
    )
    answer = await get(address, range=form)
    if expected:
        assert (answer.status, answer.body) == (206, expected)
    else:
        assert (answer.status, answer.problem) == (416, "range-not-satisfiable")
        assert answer.headers["content-range"] == f"bytes */{size}"


@pytest.mark.parametrize(
    "range_", ["bytes=0-1,5-6", "bytes=9-3", "rows=0-1", "bytes=", "bytes=a-b", "bytes 0-1", "0-1"]
)
async def test_several_ranges_and_what_is_none_get_the_whole(range_, get):
    answer = await get(FILES[0], range=range_)
    assert (answer.status, answer.body) == (200, (await get(FILES[0])).body)
    assert "content-range" not in answer.headers


async def test_an_empty_file_has_no_parts(get):
    address = f"{FIGURES}.ndjson?release={ADDITIONS}&agency_id=test-city-police&metric=offers"
    for headers in ({}, {"range": "bytes=0-9"}, {"range": "bytes=-9"}):
        answer = await get(address, **headers)
        assert (answer.status, answer.body, answer.headers["content-length"]) == (200, b"", "0")


async def test_a_part_is_one_of_the_file_without_a_coding(get):
    """Most clients accept gzip with every request, also with those for a part."""
    whole = await get(FILES[0])
    part = await get(FILES[0], range="bytes=0-9", accept_encoding="gzip, deflate")
    assert (part.status, part.body, part.headers["etag"]) == (206, whole.body[:10], whole.headers["etag"])
    assert "content-encoding" not in part.headers


async def test_what_is_packed_on_its_way_has_a_length_and_no_parts(get, unmade):
    head = await get(FILES[0], method="HEAD", accept_encoding="gzip")
    unmade()
    packed = await get(FILES[0], accept_encoding="gzip")
    assert head.headers == packed.headers
    assert packed.headers["accept-ranges"] == "none"
    assert packed.headers["content-length"] == str(len(packed.body))
    other = {"range": "bytes=0-9", "if_range": packed.headers["etag"], "accept_encoding": "gzip"}
    again = await get(FILES[0], **other)
    assert (again.status, again.body) == (200, packed.body)
    assert gzip.decompress(packed.body).startswith(b"id,")


async def test_who_has_the_file_is_told_so_before_any_part(get):
    etag = (await get(FILES[0])).headers["etag"]
    answer = await get(FILES[0], range="bytes=0-9", if_none_match=etag)
    assert (answer.status, answer.body) == (304, b"")


@pytest.mark.parametrize("condition", ['"another"', "W/{}", "Sun, 22 Nov 2026 00:00:00 GMT", ""])
async def test_the_rest_of_another_file_is_the_whole(condition, get):
    whole = await get(FILES[0])
    answer = await get(FILES[0], range="bytes=5-", if_range=condition.format(whole.headers["etag"]))
    assert (answer.status, answer.body) == (200, whole.body)
    same = await get(FILES[0], range="bytes=5-", if_range=whole.headers["etag"])
    assert (same.status, same.body) == (206, whole.body[5:])


@pytest.fixture
def seen(app, monkeypatch):
    """Whether this worker saw a new release, or the same one rewritten, so many seconds ago."""

    def saw(name, ago):
        monkeypatch.setattr(app.state.releases, name, time.monotonic() - ago)

    return saw


LIVE = "/v1/agencies.csv?state=NY"


@pytest.mark.parametrize(
    ("address", "event"), [(LIVE, "changed_at"), (f"/v1/agencies.csv?release={ADDITIONS}", "rewritten_at")]
)
async def test_after_a_change_only_who_names_the_file_gets_a_part(address, event, get, seen):
    """A client that began before it must not get the rest of another file."""
    seen(event, SETTLED - 60)
    head, whole = await get(address, method="HEAD"), await get(address, range="bytes=5-")
    assert (whole.status, whole.headers["accept-ranges"]) == (200, "none")
    assert head.headers == whole.headers
    bound = await get(address, range="bytes=5-", if_range=head.headers["etag"])
    assert (bound.status, bound.body) == (206, whole.body[5:])
    seen(event, SETTLED + 1)
    later = await get(address, range="bytes=5-")
    assert (later.status, later.body, later.headers["accept-ranges"]) == (206, whole.body[5:], "bytes")


async def test_a_new_release_changes_no_file_of_an_old_one(get, seen):
    seen("changed_at", 0)
    assert (await get(FILES[0], range="bytes=5-")).status == 206


async def test_a_larger_file_is_sent_as_it_is_made_and_has_no_parts(get, limit):
    address = f"{FIGURES}.ndjson?release={ADDITIONS}&value__gte=1"
    whole = (await get(address)).body
    limit(len(whole) - 1)
    for headers in ({}, {"range": "bytes=0-9"}):
        answer = await get(address, **headers)
        assert (answer.status, answer.body) == (200, whole)
        assert answer.headers["accept-ranges"] == "none"
    limit(len(whole))
    answer = await get(address, range="bytes=0-9")
    assert (answer.status, answer.body) == (206, whole[:10])


async def test_two_files_have_room_before_they_are_sent(get, app, monkeypatch):
    """A small spool sends a file while it is made that a large one finishes first."""
    address = f"{FIGURES}.ndjson?release={ADDITIONS}&value__gte=5"
    size = len((await get(address)).body)
    assert size > 10_000
    monkeypatch.setattr(spool, "CHUNK", 1000)
    for capacity, divisible in ((2 * size, "bytes"), (2 * size - 2, "none")):
        monkeypatch.setattr(app.state.spool, "capacity", capacity)
        app.state.proofs.clear()
        answer = await get(address)
        assert (len(answer.body), answer.headers["accept-ranges"]) == (size, divisible)


async def test_head_of_a_larger_file_makes_no_more_than_it_must(app, get, limit, unmade):
    limit(2000)
    address = f"{FIGURES}.ndjson?release={ADDITIONS}&value__gte=2"
    for _ in range(2):
        head = await get(address, method="HEAD")
        assert (head.status, head.headers["accept-ranges"]) == (200, "none")
        assert "content-length" not in head.headers
        unmade()
    assert not app.state.proofs


@pytest.fixture
def stored(database, settings):
    files_of(database, settings, 1)


@pytest.mark.usefixtures("stored")
async def test_a_stored_table_has_parts_at_any_size(get, limit, unmade):
    limit(1000)
    unmade()
    for suffix in (".csv", ".parquet"):
        address = f"{FIGURES}{suffix}?release=1"
        whole, head = await get(address), await get(address, method="HEAD")
        assert head.headers == whole.headers
        assert whole.headers["accept-ranges"] == "bytes"
        assert len(whole.body) > 1000
        part = await get(address, range="bytes=-1000")
        assert (part.status, part.body) == (206, whole.body[-1000:])
        assert (await get(address, range=f"bytes={len(whole.body)}-")).problem == "range-not-satisfiable"


async def test_without_room_head_and_parts_are_refused_like_the_file(app, get, monkeypatch):
    monkeypatch.setattr(app.state.spool, "capacity", 10)
    for method, headers in (("HEAD", {}), ("GET", {"range": "bytes=0-9"}), ("GET", {})):
        answer = await get(f"{FIGURES}.csv?value__gte=3", method=method, **headers)
        assert answer.status == 503
        assert answer.headers["retry-after"]


async def test_too_many_conversions_refuse_head_and_parts_too(app, get, monkeypatch):
    runner = app.state.export_runner
    monkeypatch.setattr(runner.admission, "timeout", 0.05)
    slot = await runner.admission.enter()
    try:
        for method, headers in (("HEAD", {}), ("GET", {"range": "bytes=0-9"})):
            answer = await get("/v1/agencies.parquet?state=CA", method=method, **headers)
            assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    finally:
        runner.admission.leave(slot)


async def test_kept_files_give_way_to_files_in_the_making(app, get, monkeypatch):
    monkeypatch.setattr(spool, "CHUNK", 100)
    await get(FILES[0], method="HEAD")
    assert len(app.state.kept.files) == 1
    monkeypatch.setattr(app.state.spool, "capacity", app.state.spool.used + 40)
    answer = await get(f"/v1/agencies.csv?release={ADDITIONS}&id=ny0303000&fields=id,name")
    assert (answer.status, len(answer.body) > 40) == (200, True)
    assert not app.state.kept.files


async def test_only_so_many_files_are_kept(app, get, monkeypatch):
    kept = app.state.kept
    monkeypatch.setattr(kept, "NUMBER", 3)
    for address in FILES:
        await get(address, method="HEAD")
    assert len(kept.files) == 3
    monkeypatch.setattr(kept, "capacity", 0)
    answer = await get(f"/v1/agencies.csv?release={ADDITIONS}&state=TX", range="bytes=0-1")
    assert (answer.status, answer.body, len(kept.files)) == (206, b"id", 3)


async def test_a_file_is_not_kept_for_long(app, get, monkeypatch):
    kept, gone = app.state.kept, asyncio.Event()

    def drop(etag):
        type(kept).drop(kept, etag)
        gone.set()

    monkeypatch.setattr(kept, "drop", drop)
    monkeypatch.setattr(kept, "SECONDS", 0.01)
    await get(FILES[0], range="bytes=0-9")
    await asyncio.wait_for(gone.wait(), 120)
    assert not kept.files


async def test_a_file_that_is_read_outlives_its_keeping(app, get):
    await get(FILES[0], method="HEAD")
    [etag] = app.state.kept.files
    file = app.state.kept.get(etag)
    app.state.kept.clear()
    assert app.state.spool.used == file.size > 0
    file.close()
    assert app.state.spool.used == 0


async def test_a_client_of_http_1_0_gets_parts_too(app, get):
    answer = await ask(app, FILES[0], "GET", {"range": "bytes=1-4"}, "1.0")
    assert (answer.status, answer.body) == (206, (await get(FILES[0])).body[1:5])


async def test_the_size_is_a_setting_that_the_configuration_states(settings):
    smaller = structs.replace(settings, whole_file_mb=0)
    for setting, size, ranges in ((settings, 32 * 2**20, "bytes"), (smaller, 0, "none")):
        async with running(setting) as app:
            stated = (await ask(app, "/v1/config", "GET", {})).json["limits"]["whole_file_bytes_max"]
            head = await ask(app, FILES[0], "HEAD", {})
            assert (stated, head.headers["accept-ranges"]) == (size, ranges)


@pytest.fixture
async def updated(settings, monkeypatch):
    """The same server after an update of the libraries that write files."""
    monkeypatch.setattr(formats, "version", lambda library: f"newer {library}")
    async with running(settings) as app:
        yield app


@pytest.mark.parametrize("suffix", SUFFIXES)
async def test_another_version_of_the_writer_changes_the_etag(suffix, get, updated):
    """Its files may have other bytes, so no copy and no part of the older one fits."""
    address = PINNED.format(suffix)
    older = (await get(address)).headers["etag"]
    newer = await ask(updated, address, "GET", {"range": "bytes=0-9", "if-range": older})
    written = suffix in {".parquet", ".xlsx"}
    assert (newer.headers["etag"] != older) == written
    assert newer.status == (200 if written else 206)


@pytest.mark.usefixtures("stored")
async def test_a_stored_table_of_another_version_of_the_writer_is_made(get, updated, unmade):
    address = f"{FIGURES}.parquet?release=1"
    assert (await get(address)).status == 200
    unmade()
    with pytest.raises(pytest.fail.Exception, match="a file is made again"):
        await ask(updated, address, "GET", {})
