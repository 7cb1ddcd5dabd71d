"""A response from memory is the response that the application would give, and the database is asked once."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar
from msgspec import Struct
from msgspec.structs import replace

from api.catalog.resources import CATALOG
from api.memory.layer import Memory
from api.settings import Settings
from seeds.publishing.publish import publish
from tests import small_log
from tests.api.test_removed import QUOTED, remove
from tests.api.wire import Answer, ask
from tests.conftest import Database, running, settings_for
from tests.effort import examples

MEMORY_MB = 8
PAGE = "/v1/agencies?limit=25"
BAD = "/v1/agencies?sttae=CA"


def memory_of(app: Litestar) -> Memory:
    assert isinstance(app.asgi_handler, Memory)
    return app.asgi_handler


def remembering(of: Settings) -> Settings:
    return replace(of, memory_mb=MEMORY_MB)


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    async with running(remembering(settings)) as made:
        assert await memory_of(made).newest.confirm()
        yield made


async def get(app: Litestar, target: str, method: str = "GET", **headers: str) -> Answer:
    return await ask(app, target, method, {name.replace("_", "-"): text for name, text in headers.items()})


def known(app: Litestar) -> int:
    memory = memory_of(app)
    return len(memory.responses.probation) + len(memory.responses.protected) + len(memory.refused.probation)


# The law: two applications on one database, one of them with a memory.

VALUES = ("", "limit=1", "limit=3&sort=-id", "limit=0", "release=1", "release=2", "release=99", "q=police")
MORE = (
    "count=true",
    "known_on=2026-11-22",
    "known_on=2999-01-01",
    "x=1",
    "sttae=CA",
    "after=nobody",
    "q=%zz",
)
TRACKING = ("", "utm_source=a", "fbclid", "v=2", "utm%5Fterm=x", "&")
FIGURE = "us-dhs-ice-applications-founding-article-000"
FIGURE_FORMS = (
    "", "?release=1", ".txt", "/embed", "/embed?release=1", "/embed?release=1&mode=notice",
    "/embed?mode=notice",
)  # fmt: skip
SERVICE = (
    "/v1/config", "/openapi.json", "/docs", "/docs/agencies", "/docs/search?q=hires", "/guides/grammar",
    "/v1", "/health/live", "/problems/not-found", "/nothing", "/v1/corrections.atom", "/v1/changes.json",
    "/v1/releases/1.jsonld", "/data.json", "/llms.txt", "/v1/releases/1/files", "/v1/status?since_release=1",
    "/v1/status?ids=us-dhs-ice&since_release=1", "/v1/agencies/us-dhs-ice/status?since_release=1", "//v1",
    "/v1/agencies/us%2Ddhs-ice", "/v1/agencies/us-dhs-ice/summary", "/v1/agencies/us-dhs-ice/history",
    "/", "/agencies?q=ICE", "/agencies/us-dhs-ice", "/agencies/us-dhs-ice?release=1", "/about", "/codebook",
    f"/status?ids={FIGURE}@1", *(f"/staffing-figures/{FIGURE}{form}" for form in FIGURE_FORMS),
    "/v1/agencies.changes.atom?state=CA", "/v1/agencies.changes.feed.json", "/robots.txt", "/sitemap.xml",
)  # fmt: skip
SUFFIXES = ("", ".json", ".csv", ".ndjson", ".array.json", ".geojson", ".csv.metadata.json", "/")
RECORD_SUFFIXES = ("", ".json", "/cite", "/cite.bib", "/history", "/nothing")
CODINGS = ("", "gzip", "gzip, deflate, br, zstd", "br", "gzip;q=0", "*", "identity")
ACCEPTED = (
    "", "*/*", "text/html", "text/html,application/xhtml+xml,*/*;q=0.8", "text/csv", "application/json",
    "application/x-ndjson;q=0.9, text/csv;q=0.1", "image/png", "application/x-bibtex", "nonsense", "*/*;q=0",
)  # fmt: skip
TAGS = ("", "", "", "same", "weak", "two", "*", '"made-up"', "junk")


class Request(Struct, frozen=True):
    method: str
    target: str
    coding: str
    accept: str
    tag: str

    def headers(self, etag: str) -> dict[str, str]:
        tag = {"same": etag, "weak": f"W/{etag}", "two": f'"x", {etag}'}.get(self.tag, self.tag)
        given = {"accept-encoding": self.coding, "accept": self.accept, "if-none-match": tag}
        return {name: text for name, text in given.items() if text}


def joined(path: str, *parameters: str) -> str:
    given = "&".join(each for each in parameters if each)
    return path + ("&" if "?" in path else "?") + given if given else path


lists = st.builds(
    joined,
    st.builds(lambda each, suffix: each.path + suffix, st.sampled_from(CATALOG), st.sampled_from(SUFFIXES)),
    st.sampled_from(VALUES),
    st.sampled_from(("", "", *MORE)),
    st.sampled_from(TRACKING),
)
one_record = st.builds(
    lambda each, suffix, query: joined(f"{each.path}/{each.example}{suffix}", query),
    st.sampled_from(CATALOG),
    st.sampled_from(RECORD_SUFFIXES),
    st.sampled_from(VALUES),
)
services = st.builds(joined, st.sampled_from(SERVICE), st.sampled_from(TRACKING))
requests = st.builds(
    Request,
    st.sampled_from(("GET", "GET", "GET", "HEAD", "OPTIONS", "POST")),
    st.one_of(lists, one_record, services),
    st.sampled_from(CODINGS),
    st.sampled_from(ACCEPTED),
    st.sampled_from(TAGS),
)


class Pair(Struct):
    """Two applications on one database, and the releases that it does not have yet."""

    database: Database
    log: Path
    plain: Litestar
    with_memory: Litestar
    pending: list[Path]

    def publish_next(self) -> None:
        folder = self.pending.pop(0)
        folder.rename(self.log / folder.name)
        publish(self.database.owner_url, self.log, None)
        for app in (self.plain, self.with_memory):
            app.state.releases.fetched_at = 0.0  # as after the second for which an answer may rest on it

    async def compare(self, request: Request) -> None:
        tagged = await ask(self.plain, request.target, "GET", replace(request, tag="").headers(""))
        headers = request.headers(tagged.headers.get("etag", '"none"'))
        expected = await ask(self.plain, request.target, request.method, headers)
        for _ in range(2):
            found = await ask(self.with_memory, request.target, request.method, headers)
            assert found.status == expected.status
            assert list(found.headers.items()) == list(expected.headers.items())
            assert without_id(found.body) == without_id(expected.body)


def without_id(body: bytes) -> bytes:
    return re.sub(rb"[0-9a-f]{32}", b"", body)


@pytest.fixture(scope="module")
def begun(make_database, tmp_path_factory) -> tuple[Database, Path, list[Path]]:
    """A database with two releases, its log, and the releases that are published later."""
    folder = tmp_path_factory.mktemp("memory")
    log = small_log.write(folder / "releases", first=2, made_up=3)
    later = sorted(log.iterdir())[2:]
    pending = [each.rename(folder / each.name) for each in later]
    database = make_database("muster_tests_memory")
    database.publish(log)
    return database, log, pending


@pytest.fixture(scope="module")
async def pair(begun: tuple[Database, Path, list[Path]], tmp_path_factory) -> AsyncIterator[Pair]:
    database, log, pending = begun
    made = settings_for(database, tmp_path_factory.mktemp("data"))
    async with running(made) as plain, running(remembering(made)) as with_memory:
        yield Pair(database, log, plain, with_memory, pending)


@pytest.mark.timeout(900)
@settings(
    max_examples=examples(1000),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(several=st.lists(requests, min_size=1, max_size=5), publishes=st.integers(0, 99))
async def test_the_same_response_as_without_memory_while_releases_are_published(
    pair: Pair, several: list[Request], publishes: int
):
    if publishes < 2 and pair.pending:
        await asyncio.to_thread(pair.publish_next)
    for request in several:
        await pair.compare(request)


async def test_the_law_was_about_memory(pair: Pair):
    """Runs after the law: releases were published, and memory has answered."""
    while pair.pending:
        await pair.compare(Request("GET", PAGE, "gzip", "", ""))
        await asyncio.to_thread(pair.publish_next)
        await pair.compare(Request("GET", PAGE, "gzip", "", "same"))
        await pair.compare(Request("GET", PAGE, "gzip", "", ""))
    memory = memory_of(pair.with_memory)
    assert memory.hits >= 6


# One at a time.


async def test_what_is_asked_again_does_not_reach_the_application(app: Litestar):
    first = await get(app, PAGE)
    for tracking in ("", "&utm_source=newsletter", "&fbclid=1&v=2"):
        assert await get(app, PAGE + tracking) == first
    unchanged = [await get(app, PAGE, if_none_match=first.headers["etag"]) for _ in range(3)]
    assert {(each.status, each.body) for each in unchanged} == {(304, b"")}
    memory = memory_of(app)
    assert (memory.misses, memory.hits) == (2, 5)


@pytest.mark.parametrize(
    "target",
    [
        PAGE, BAD, "/v1/agencies.csv?state=CA", "/v1/agencies/us-dhs-ice", "/docs", "/v1/config",
        "/v1/incentives/us-dhs-ice-nypd-2025-signing-bonus/cite", "/v1/corrections.atom", "/docs?x=1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("coding", ["gzip", "identity"])
async def test_it_is_remembered_whatever_it_is(app: Litestar, target: str, method: str, coding: str):
    for _ in range(3):
        await get(app, target, method, accept_encoding=coding, accept="text/html, */*")
    assert (memory_of(app).misses, memory_of(app).hits) == (1, 2)


@pytest.mark.parametrize(
    "target",
    ["/health/live", "/health/ready", "/nothing", "/v1/agencies/nobody", "/docs/search?q=hires", "//v1"],
)
async def test_what_may_change_at_any_time_is_not_remembered(app: Litestar, target: str):
    for _ in range(3):
        await get(app, target)
    assert (memory_of(app).hits, known(app)) == (0, 0)


async def test_a_part_of_a_file_is_not_answered_from_memory(app: Litestar):
    whole = await get(app, "/v1/metrics.csv?release=1")
    part = await get(app, "/v1/metrics.csv?release=1", range="bytes=0-9")
    assert (part.status, part.body) == (206, whole.body[:10])


async def test_a_file_above_a_megabyte_is_not_remembered(app: Litestar):
    answers = [await get(app, "/v1/staffing-figures.ndjson?release=1") for _ in range(2)]
    large = [await get(app, "/openapi.json") for _ in range(2)]
    assert large[0].body == large[1].body
    for answer in (*answers, *large):
        assert answer.status == 200
    assert memory_of(app).hits == sum(len(each[0].body) <= 2**20 for each in (answers, large))


async def test_a_remembered_problem_has_the_id_of_its_request_also_in_the_log(app: Litestar, caplog):
    caplog.set_level(logging.DEBUG, "muster")
    answers = [await get(app, BAD) for _ in range(4)]
    numbers = [each.json["request_id"] for each in answers]
    assert len(set(numbers)) == 4
    assert memory_of(app).hits == 3
    told = [line for line in caplog.messages if "invalid-query" in line]
    assert told == [f"request {number}: 400 invalid-query, GET /v1/agencies" for number in numbers]


async def test_many_who_ask_the_same_new_thing_ask_the_database_once(app: Litestar):
    answers = await asyncio.gather(*(get(app, PAGE, accept_encoding="gzip") for _ in range(100)))
    assert {(each.status, each.body) for each in answers} == {(200, answers[0].body)}
    assert (memory_of(app).misses, memory_of(app).hits) == (1, 99)


async def test_failures_are_not_shared(settings: Settings):
    nowhere = "postgresql://muster_reader:s@127.0.0.1:1/muster"
    away = replace(remembering(settings), database_url=nowhere, exporter_url=nowhere)
    async with running(away) as app:
        answers = await asyncio.gather(*(get(app, PAGE) for _ in range(5)))
        assert [each.problem for each in answers] == ["database-unavailable"] * 5
        assert len({each.json["request_id"] for each in answers}) == 5
        assert (memory_of(app).hits, known(app)) == (0, 0)


async def test_invalid_requests_push_out_nothing_else(app: Litestar):
    page = await get(app, PAGE)
    for number in range(1000):
        assert (await get(app, f"/v1/agencies?nonsense{number}=1")).status == 400
    memory = memory_of(app)
    assert memory.refused.size <= memory.refused.capacity
    assert 0 < len(memory.refused.probation) < 1000
    hits = memory.hits
    assert await get(app, PAGE) == page
    assert memory.hits == hits + 1


async def test_made_up_tags_fill_nothing(app: Litestar):
    for number in range(50):
        assert (await get(app, PAGE, if_none_match=f'"{number}"')).status == 200
    assert (memory_of(app).hits, known(app)) == (49, 1)


async def test_the_bytes_stay_within_the_setting(app: Litestar):
    memory = memory_of(app)
    for number in range(1, 300):
        await get(app, f"/v1/agencies?limit={number}")
        assert memory.responses.size + memory.refused.size <= MEMORY_MB * 2**20
    held = [*memory.responses.probation.values(), *memory.responses.protected.values()]
    assert memory.responses.size == sum(each.size for each in held)
    assert sum(len(each.body) for each in held) > MEMORY_MB * 2**20 / 2


async def test_without_memory_the_application_answers(settings: Settings):
    async with running(replace(settings, memory_mb=0)) as app:
        assert not isinstance(app.asgi_handler, Memory)
        assert (await get(app, PAGE)).status == 200


@pytest.fixture(scope="module")
def to_remove(make_database, tmp_path_factory) -> tuple[Database, Path]:
    log = small_log.write(tmp_path_factory.mktemp("forgotten") / "releases", first=1, made_up=1)
    database = make_database("muster_tests_forgotten")
    database.publish(log)
    return database, log


async def test_a_removal_empties_it_also_of_pinned_responses(
    to_remove: tuple[Database, Path], tmp_path: Path
):
    database, log = to_remove
    path = f"/v1/citations/{QUOTED}?release=1"
    async with running(remembering(settings_for(database, tmp_path))) as app:
        assert await memory_of(app).newest.confirm()
        before = [await get(app, path) for _ in range(2)]
        assert {each.status for each in before} == {200}
        assert memory_of(app).hits == 1
        remove(log, QUOTED)
        await asyncio.to_thread(publish, database.owner_url, log, None)
        app.state.releases.fetched_at = 0.0  # a second later
        after = [await get(app, path) for _ in range(3)]
        assert {each.status for each in after} == {410}
        assert (await get(app, PAGE)).status == 200
        assert (memory_of(app).hits, known(app)) == (1, 0)
