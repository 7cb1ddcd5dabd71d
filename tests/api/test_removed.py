"""Removed, end to end: cut out of the log by the command, and gone from every release while a server runs."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from litestar import Litestar
from msgspec import Struct

from api.catalog.resources import CATALOG
from api.cli import main
from seeds.publishing.publish import Phases, publish, replay
from tests import small_log
from tests.api.test_pins import ADDRESSES, pinned
from tests.api.wire import ask
from tests.conftest import Database, running, settings_for
from tests.seeds.served import everything, fetch

QUOTED = "founding-article-000-08"
WORDS = "racist, anti-queer"
HOUSING = "test-city-police-drive-2026-housing"
SPOKEN = "test-gazette-2026-11-20-01"
SPEAKER = "Ada Example"
RELEASES = (1, 2, 3)
REASON = "A court ordered it."


class World(Struct):
    """A server that ran before, during and after the removal."""

    app: Litestar
    database: Database
    log: Path
    before: dict[str, tuple[int, bytes, str]]
    meanwhile: list[int]
    said: list[str]

    async def get(self, target: str, **headers: str):
        return await ask(
            self.app, target, "GET", {name.replace("_", "-"): text for name, text in headers.items()}
        )


def remove(log: Path, *words: str) -> str:
    environment = {"MUSTER_RELEASES_DIR": str(log)}
    answer = CliRunner().invoke(main, ["remove", *words, "--reason", REASON], env=environment)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


async def known(app: Litestar) -> dict[str, tuple[int, bytes, str]]:
    addresses = [pinned(address, number) for address in ADDRESSES for number in RELEASES]
    answers = {address: await ask(app, address, "GET", {}) for address in addresses}
    return {
        address: (answer.status, answer.body, answer.headers.get("etag", ""))
        for address, answer in answers.items()
    }


@pytest.fixture(scope="module")
def published(make_database, tmp_path_factory) -> tuple[Database, Path]:
    log = small_log.write(tmp_path_factory.mktemp("removed") / "releases", first=1, made_up=2)
    database = make_database("muster_tests_removed")
    database.publish(log)
    return database, log


@pytest.fixture(scope="module")
async def world(published, tmp_path_factory) -> AsyncIterator[World]:
    database, log = published
    async with running(settings_for(database, tmp_path_factory.mktemp("data"))) as app:
        made = World(app, database, log, await known(app), [], [])
        remove(log, QUOTED)
        remove(log, HOUSING, "--unlink")
        remove(log, SPOKEN, "--field", "attribution")
        working = asyncio.create_task(
            asyncio.to_thread(publish, database.owner_url, log, None, phases=Phases(made.said.append))
        )
        while not working.done():
            made.meanwhile.append((await made.get("/v1/staffing-figures?release=2&limit=50")).status)
            made.meanwhile.append((await made.get("/v1/agencies")).status)
        assert await working is None
        yield made


async def test_readers_are_answered_while_the_releases_are_made_again(world):
    assert set(world.meanwhile) == {200}


async def test_publishing_says_what_it_does(world):
    (said,) = world.said
    assert said.startswith("removals.toml has changed: rebuilding every release without ")
    assert f"{QUOTED}, {HOUSING}, attribution of {SPOKEN}" in said


@pytest.mark.parametrize("moment", ["", *(f"?release={n}" for n in RELEASES), "?known_on=2026-11-30"])
@pytest.mark.parametrize("record", [f"citations/{QUOTED}", f"incentives/{HOUSING}"])
async def test_a_removed_record_is_gone_at_every_release_with_its_reason(world, record, moment):
    answer = await world.get(f"/v1/{record}{moment}")
    assert (answer.status, answer.problem) == (410, "removed")
    assert answer.json == {
        "type": "https://muster.example/problems/removed",
        "title": "Removed",
        "status": 410,
        "detail": f"{record.partition('/')[2]} was removed from every release: {REASON}",
        "errors": [],
        "nearest": None,
        "last_release": None,
        "request_id": answer.json["request_id"],
    }


async def test_nothing_behind_the_address_of_a_removed_record_is_left(world):
    for rest in ("/cite", "/cite.bib", "/cite.ris", "/cite.csl.json", "/history", ".json"):
        answer = await world.get(f"/v1/incentives/{HOUSING}{rest}?release=2")
        assert (answer.status, answer.problem) == (410, "removed"), rest
    answer = await world.get(f"/v1/incentives/{HOUSING}/status?since_release=2")
    assert (answer.status, answer.problem) == (410, "removed")


async def test_a_removed_record_among_others_is_told_in_its_place(world):
    answer = await world.get(f"/v1/status?ids={HOUSING},test-county-sheriff&since_release=2")
    removed, other = answer.json["data"]
    assert removed["id"] == HOUSING
    assert (removed["status"], removed["resource"]) == ("unknown", None)
    assert removed["problem"] == f"{HOUSING} was removed from every release: {REASON}"
    assert (other["id"], other["status"]) == ("test-county-sheriff", "current")


@pytest.mark.parametrize("release", RELEASES)
async def test_no_answer_holds_the_removed_words(world, release):
    for resource in CATALOG:
        for form in (".ndjson?", ".csv?", "?limit=1000&"):
            answer = await world.get(f"/v1/{resource.name}{form}release={release}")
            assert answer.status == 200
            for words in (WORDS, SPEAKER, QUOTED, HOUSING):
                assert words.encode() not in answer.body, (resource.name, form)
    for path in (
        f"/v1/releases/{release}.jsonld",
        f"/data.json?release={release}",
        f"/llms.txt?release={release}",
    ):
        answer = await world.get(path)
        assert answer.status == 200
        assert not [words for words in (WORDS, SPEAKER, QUOTED, HOUSING) if words.encode() in answer.body]
    assert (await world.get(f"/v1/citations?q=anti-queer&release={release}")).json["data"] == []


async def test_the_words_were_there_before(world):
    assert any(WORDS.encode() in body for _, body, _ in world.before.values())
    assert any(SPEAKER.encode() in body for _, body, _ in world.before.values())


async def test_a_removed_field_is_unknown_at_every_release(world):
    for release in (2, 3):
        found = (await world.get(f"/v1/citations/{SPOKEN}?release={release}")).json["data"]
        assert (found["attribution"], found["speaker"], found["attribution_chain"]) == ([], None, None)
        assert found["quote"] == "Testville pays up to $12,500 and offers a place to live"


async def test_what_a_client_or_a_cache_holds_is_no_longer_confirmed(world):
    for address, (status, _, tag) in world.before.items():
        if status == 200:
            answer = await world.get(address, if_none_match=tag)
            assert answer.status == 200, address
            assert answer.headers["etag"] != tag


async def test_a_removed_record_is_no_place_in_a_list(world):
    answer = await world.get(f"/v1/citations?after={QUOTED}&release=1")
    assert (answer.status, answer.problem) == (404, "not-found")


async def test_the_rest_is_what_it_was(world):
    """Metrics and agencies name nothing that is gone: the same bytes, but for the hash of the release."""
    for address, (status, body, _) in world.before.items():
        if "/v1/metrics" in address or "/v1/agencies?" in address:
            answer = await world.get(address)
            assert (answer.status, answer.body) == (status, body), address


def test_no_table_holds_the_removed_words(world):
    tables = everything(world.database.owner_url)
    rows = [row for name, rows in tables.items() if name != "muster.removals" for row in rows]
    assert [row for row in rows if WORDS in row or SPEAKER in row or QUOTED in row or HOUSING in row] == []


def test_an_empty_database_gets_the_same_from_the_log(world, make_database):
    other = make_database("muster_tests_removed_again")
    assert replay(other.owner_url, world.log) == 3
    assert everything(other.owner_url) == everything(world.database.owner_url)


def test_the_hash_of_the_removals_begins_that_of_every_release(world):
    import hashlib

    from seeds.log.folders import folder_sha256

    content = hashlib.sha256((world.log.parent / "removals.toml").read_bytes()).hexdigest()
    for number, folder in enumerate(sorted(world.log.iterdir()), start=1):
        content = hashlib.sha256(f"{content}{folder_sha256(folder)}".encode()).hexdigest()
        found = fetch(
            world.database.owner_url, "select content_sha256 from api.releases where number = $1", number
        )
        assert found[0][0] == content


def test_starting_again_changes_nothing(world):
    said: list[str] = []
    before = everything(world.database.owner_url)
    assert replay(world.database.owner_url, world.log, phases=Phases(said.append)) == 3
    assert (said, everything(world.database.owner_url)) == ([], before)


def test_the_log_goes_on_behind_a_removal(world, make_database):
    """The next folder names the original hash of the one before, and is published as ever."""
    small_log.invent(world.log, "c-merger")
    other = make_database("muster_tests_removed_more")
    assert replay(other.owner_url, world.log) == 4
    (row,) = fetch(other.owner_url, "select removed_because from api.records where id = $1", QUOTED)
    assert row[0] == REASON
