"""A release is published while clients read files in parts: nobody gets parts of two releases."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import asyncpg
import pytest
from msgspec import Struct

from tests import small_log
from tests.api.forms import SUFFIXES
from tests.api.wire import Answer, ask
from tests.conftest import Database, running, settings_for

LIVE = [f"/v1/agencies{suffix}?sort=name" for suffix in SUFFIXES]
PINNED = [f"{address}&release=1" for address in LIVE]


class World(Struct):
    """The first part of each file, read before the release, and the answer to the rest of it, after.

    `restarted` is that answer by a server that was started after the release, `settled` ten minutes later.
    """

    first: dict[str, Answer]
    whole: dict[str, bytes]
    rest: dict[str, Answer]
    bound: dict[str, Answer]
    restarted: dict[str, Answer]
    settled: dict[str, Answer]


async def rests(database: Database, folder: Path, addresses: Iterable[str]) -> dict[str, Answer]:
    """The rest of each file by a server that starts now."""
    async with running(settings_for(database, folder)) as app:
        return {each: await ask(app, each, "GET", {"range": "bytes=100-"}) for each in addresses}


@pytest.fixture(scope="module")
def published(make_database, tmp_path_factory) -> tuple[Database, Path, Path]:
    """A database with release 1, its log, and the folder of release 2."""
    log = small_log.write(tmp_path_factory.mktemp("parts") / "releases", first=1, made_up=1)
    second = max(log.iterdir())
    later = second.rename(tmp_path_factory.mktemp("later") / second.name)
    database = make_database("muster_tests_parts")
    database.publish(log)
    return database, log, later


@pytest.fixture(scope="module")
async def world(published, tmp_path_factory) -> AsyncIterator[World]:
    database, log, later = published
    async with running(settings_for(database, tmp_path_factory.mktemp("data"))) as app:

        async def get(address: str, **headers: str) -> Answer:
            return await ask(app, address, "GET", {name.replace("_", "-"): headers[name] for name in headers})

        begun = {address: await get(address, range="bytes=0-99") for address in (*LIVE, *PINNED)}
        whole = {address: (await get(address)).body for address in begun}
        shutil.move(later, log / later.name)
        await asyncio.to_thread(database.publish, log)
        app.state.releases.fetched_at = 0.0  # the newest release is known for a second
        restarted = await rests(database, tmp_path_factory.mktemp("restarted"), begun)
        await later_by(database, "10 minutes")
        yield World(
            restarted=restarted,
            settled=await rests(database, tmp_path_factory.mktemp("settled"), begun),
            first=begun,
            whole=whole,
            rest={address: await get(address, range="bytes=100-") for address in begun},
            bound={
                address: await get(address, range="bytes=100-", if_range=part.headers["etag"])
                for address, part in begun.items()
            },
        )


async def later_by(database: Database, interval: str) -> None:
    connection = await asyncpg.connect(database.owner_url)
    try:
        await connection.execute(
            f"update muster.current_release set changed_at = changed_at - interval '{interval}'"
        )
    finally:
        await connection.close()


@pytest.mark.parametrize("address", LIVE)
async def test_the_rest_of_a_live_file_is_the_whole_of_the_new_one(world, address):
    assert world.first[address].status == 206
    assert world.first[address].headers["muster-release"] == "1"
    for answer in (world.rest[address], world.bound[address], world.restarted[address]):
        assert (answer.status, answer.headers["muster-release"]) == (200, "2")
        assert answer.headers["etag"] != world.first[address].headers["etag"]
        assert len(answer.body) == int(answer.headers["content-length"])
    assert world.settled[address].status == 206


@pytest.mark.parametrize("address", PINNED)
async def test_the_rest_of_a_pinned_file_is_the_rest(world, address):
    for answer in (world.rest[address], world.bound[address], world.restarted[address]):
        assert answer.status == 206
        assert world.first[address].body + answer.body == world.whole[address]


async def test_the_release_changed_the_files(world):
    """Or the tests above would compare nothing."""
    assert all(world.whole[address] != world.bound[address].body for address in LIVE)
