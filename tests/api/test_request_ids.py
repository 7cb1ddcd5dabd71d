"""Every problem names its request, and so does every line that the log has about it."""

import logging
import re
from pathlib import Path

import msgspec
import pytest

from api.settings import Settings
from tests.api.wire import Answer, ask
from tests.conftest import running

REFUSED = [
    ("GET", "/nothing", {}, 404),
    ("GET", "/v1/agencies/us%2Ddhs-ice", {}, 404),
    ("GET", "/v1/agencies?q=" + "x" * 9000, {}, 414),
    ("POST", "/v1/agencies", {}, 405),
    ("DELETE", "/health/live", {}, 405),
    ("GET", "/v1/agencies?sttae=CA", {}, 400),
    ("GET", "/v1/agencies.csv?sttae=CA", {}, 400),
    ("GET", "/docs?x=1", {}, 400),
    ("GET", "/v1/agencies/nobody", {}, 404),
    ("GET", "/v1/agencies?release=999", {}, 404),
    ("GET", "/v1/agencies/us-dhs-ice", {"accept": "text/html"}, 406),
    ("GET", "/v1/releases/1/files/nothing.csv", {}, 404),
    ("GET", "/problems/nothing", {}, 404),
]
SECRET = "a-reader-searched-for-this"


def lines_about(answer: Answer, caplog: pytest.LogCaptureFixture) -> list[str]:
    number = answer.json["request_id"]
    assert re.fullmatch("[0-9a-f]{32}", number)
    return [line for line in caplog.messages if line.startswith(f"request {number}: ")]


@pytest.mark.parametrize("refused", REFUSED)
async def test_a_problem_has_the_id_of_its_line_in_the_log(get, caplog, refused):
    method, target, headers, status = refused
    caplog.set_level(logging.DEBUG, "muster")
    answer = await get(target, method, **headers)
    assert answer.status == status
    (line,) = lines_about(answer, caplog)
    assert f": {status} {answer.problem}, {method} " in line


async def test_every_request_has_its_own(get):
    found = {(await get("/v1/agencies?sttae=CA")).json["request_id"] for _ in range(20)}
    assert len(found) == 20


@pytest.mark.parametrize("name", ["x-request-id", "request-id", "traceparent", "x-correlation-id"])
async def test_no_header_of_a_client_becomes_the_id(get, name):
    given = "0" * 32
    answer = await get("/v1/agencies?sttae=CA", **{name: given})
    assert answer.json["request_id"] != given


@pytest.mark.parametrize("target", [f"/v1/agencies?q={SECRET}&x=1", f"/v1/agencies/{SECRET}", f"/{SECRET}"])
async def test_the_log_does_not_repeat_what_a_client_sent(get, caplog, target):
    caplog.set_level(logging.DEBUG, "muster")
    answer = await get(target, user_agent=SECRET, referer=f"https://elsewhere.example/{SECRET}")
    assert lines_about(answer, caplog)
    assert SECRET not in caplog.text


@pytest.fixture
async def away(settings: Settings):
    """The application, whose database is away."""
    nowhere = "postgresql://muster_reader:s@127.0.0.1:1/muster"
    async with running(msgspec.structs.replace(settings, database_url=nowhere, exporter_url=nowhere)) as app:
        yield app


async def test_what_is_told_of_an_outage_names_the_request_it_was_seen_by(away, caplog):
    answers = [await ask(away, path, "GET", {}) for path in ("/v1/agencies", "/v1/metrics.csv")]
    assert {answer.status for answer in answers} == {503}
    told = [line for answer in answers for line in lines_about(answer, caplog)]
    assert len(told) <= 1, "an outage is told once in a while"
    assert all("database-unavailable: ConnectionRefusedError" in line for line in told)
    caplog.set_level(logging.DEBUG, "muster")
    again = await ask(away, "/v1/agencies", "GET", {})
    assert any(": 503 database-unavailable, GET /v1/agencies" in line for line in lines_about(again, caplog))


async def test_our_own_mistake_is_logged_with_its_reason(settings: Settings, caplog, tmp_path: Path):
    """The files of a release that are listed and cannot be read."""
    root = tmp_path / "files"
    (root / "1" / "files.json").mkdir(parents=True)
    async with running(msgspec.structs.replace(settings, release_files_dir=root)) as app:
        answer = await ask(app, "/v1/releases/1/files", "GET", {})
    assert answer.status == 500
    (line,) = lines_about(answer, caplog)
    assert "GET '/v1/releases/1/files' failed" in line
    (record,) = [each for each in caplog.records if each.getMessage() == line]
    assert "Is a directory" in str(record.exc_info)
