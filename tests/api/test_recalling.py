"""Whole tables of a release whose files are stored here are sent as they lie there, with the same bytes."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from api.catalog.resources import CATALOG
from api.exports import reuse
from api.exports.spool import Spool
from api.problems import ProblemError
from api.storage.response import OpenFile
from tests.conftest import files_of

TABLES = [f"/v1/{resource.name}{suffix}" for resource in CATALOG for suffix in (".csv", ".parquet")]
FIGURES = "/v1/staffing-figures.parquet?release=1"
# Told of what is known before it is sent: for a file in the making only after its first time.
PROVEN = {"content-length", "muster-rows", "repr-digest", "transfer-encoding"}


@pytest.fixture
def folder(settings, database) -> Path:
    return files_of(database, settings, 1)


@pytest.fixture
def newest_files(settings, database) -> Iterator[Path]:
    folder = files_of(database, settings)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def nothing_is_made(monkeypatch):
    def refused(_: Spool) -> None:
        raise ProblemError("overloaded", "A file was to be made.")

    monkeypatch.setattr(Spool, "file", refused)


@pytest.mark.parametrize("table", TABLES)
async def test_a_stored_table_answers_as_if_it_were_made(folder, app, get, table):
    address = f"{table}?release=1"
    found = await get(address)
    app.state.release_files.root = folder / "elsewhere"
    try:
        made = await get(address)
    finally:
        app.state.release_files.root = folder.parent
    assert (found.status, found.body) == (made.status, made.body)
    assert {*found.headers} >= {"content-length", "muster-rows", "repr-digest"}
    plain = [
        {name: text for name, text in answer.headers.items() if name not in PROVEN}
        for answer in (found, made)
    ]
    assert plain[0] == plain[1]


class SlowStore:
    """Opens a file, here the end of a pipe, only when it is free to."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor, self.begun, self.free = descriptor, Event(), Event()

    @property
    def release_files(self):
        return self

    def find_by_etag(self, *_):
        self.begun.set()
        self.free.wait(10)
        return OpenFile(file=None, descriptor=self.descriptor)


async def test_a_stored_file_that_opens_after_the_client_left_is_closed():
    end, descriptor = os.pipe()
    store = SlowStore(descriptor)
    reading = asyncio.create_task(reuse.stored(store, "tag", None))
    await asyncio.to_thread(store.begun.wait, 10)
    reading.cancel()
    await asyncio.wait({reading})
    os.set_blocking(end, False)
    with pytest.raises(BlockingIOError):
        os.read(end, 1)
    store.free.set()
    closed = asyncio.Event()
    asyncio.get_running_loop().add_reader(end, closed.set)
    await asyncio.wait_for(closed.wait(), 10)
    asyncio.get_running_loop().remove_reader(end)
    assert os.read(end, 1) == b""
    os.close(end)


@pytest.mark.usefixtures("folder", "nothing_is_made")
@pytest.mark.parametrize("table", TABLES)
async def test_a_stored_table_takes_no_session_and_no_room(get, table):
    assert (await get(f"{table}?release=1")).status == 200
    assert (await get(f"{table}?release=1", method="HEAD")).headers["muster-rows"]


@pytest.mark.usefixtures("folder", "nothing_is_made")
@pytest.mark.parametrize("asked", ["agency_id=us-dhs-ice", "fields=id,value", "sort=-id", "q=officers"])
async def test_what_is_not_the_whole_table_is_made(get, asked):
    assert (await get(f"/v1/staffing-figures.csv?release=1&{asked}")).problem == "overloaded"


@pytest.mark.usefixtures("folder", "nothing_is_made")
async def test_another_release_form_or_coding_is_made(get):
    assert (await get("/v1/staffing-figures.csv")).problem == "overloaded"
    assert (await get("/v1/staffing-figures.ndjson?release=1")).problem == "overloaded"
    assert (await get("/v1/staffing-figures.csv?release=1&bom=true")).problem == "overloaded"
    assert (await get("/v1/staffing-figures.csv?release=1", accept_encoding="gzip")).problem == "overloaded"


@pytest.mark.usefixtures("nothing_is_made")
async def test_the_newest_table_is_stored_whatever_way_its_release_is_named(newest_files, get, newest):
    day = (await get(f"/v1/releases/{newest}")).json["data"]["published_at"][:10]
    named = await get(f"/v1/agencies.csv?release={newest}")
    live, dated = await get("/v1/agencies.csv"), await get(f"/v1/agencies.csv?known_on={day}")
    assert named.status == 200
    assert named.body == live.body == dated.body == (newest_files / "agencies.csv").read_bytes()


@pytest.mark.usefixtures("folder")
async def test_its_metadata_is_known_without_making_it(get, nothing_is_made):
    told = (await get(FIGURES.replace("?", ".metadata.json?"))).json
    answer = await get(FIGURES)
    assert (told["bytes"], str(told["rows"])) == (len(answer.body), answer.headers["muster-rows"])


async def test_a_damaged_file_or_one_of_another_address_is_made_anew(folder, app, get, tmp_path):
    whole = await get(FIGURES)
    copy = tmp_path / "1"
    shutil.copytree(folder, copy)
    (copy / "staffing-figures.parquet").write_bytes(b"PAR1")
    app.state.release_files.root = tmp_path
    try:
        assert (await get(FIGURES)).body == whole.body
        listed = (folder / "files.json").read_text()
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        (copy / "files.json").write_text(listed.replace('"tag": "', '"tag": "other-'))
        (copy / "staffing-figures.parquet").write_bytes(b"PAR1")
        assert (await get(FIGURES)).body == whole.body
    finally:
        app.state.release_files.root = folder.parent
