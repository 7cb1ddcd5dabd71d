"""Claims are confidential: nothing keeps, logs or caches them, whatever becomes of the request."""

import gc
import logging
from pathlib import Path
from urllib.parse import quote

import pytest
from litestar import Request
from msgspec.structs import replace

from api.http import errors
from api.memory.layer import Memory
from tests.api.wire import ask
from tests.conftest import running

# A number and a word of a draft that occur nowhere else.
NUMBER, WORD = "987654321", "zz-never-printed"
CLAIM = f"agency_id=us-dhs-ice&metric=hires&value={NUMBER}"
REQUESTS = {
    "a verdict": (f"/v1/check?{CLAIM}", "GET", 200),
    "a verdict without its body": (f"/v1/check?{CLAIM}", "HEAD", 200),
    "an unknown parameter": (f"/v1/check?{CLAIM}&{WORD}=1", "GET", 400),
    "an invalid value": (f"/v1/check?{CLAIM}&as_of={WORD}", "GET", 400),
    "an unknown agency": (f"/v1/check?agency_id={WORD}&metric=hires&value={NUMBER}", "GET", 404),
    "an unknown release": (f"/v1/check?{CLAIM}&release=9999", "GET", 404),
    "a URL with a slash": (f"/v1/check/?{CLAIM}", "GET", 308),
    "doubled slashes": (f"//v1/check?{CLAIM}", "GET", 308),
    "capital letters": (f"/v1/Check?{CLAIM}", "GET", 404),
    "a percent-encoded path": (f"/v1/%63heck?{CLAIM}", "GET", 404),
    "a suffix": (f"/v1/check.json?{CLAIM}", "GET", 404),
    "a body": (f"/v1/check?{CLAIM}", "POST", 405),
    "a preflight": (f"/v1/check?{CLAIM}", "OPTIONS", 204),
    "a long URL": (f"/v1/check?{CLAIM}&text={WORD * 800}", "GET", 414),
}


@pytest.mark.parametrize("name", REQUESTS)
async def test_no_cache_keeps_and_no_log_names_a_claim(name, get, caplog):
    target, method, status = REQUESTS[name]
    with caplog.at_level(logging.DEBUG):
        answer = await get(target, method)
    assert answer.status == status
    assert answer.headers["cache-control"] == "private, no-store"
    assert NUMBER not in caplog.text
    assert WORD not in caplog.text


async def test_headers_that_are_too_large_are_kept_by_no_cache(get):
    answer = await get(f"/v1/check?{CLAIM}", accept="a/b," * 9000)
    assert (answer.status, answer.headers["cache-control"]) == (431, "private, no-store")


async def test_memory_keeps_no_claim(settings):
    """Neither a response nor its key, nor a refused request; and the next one asks the database again."""
    async with running(replace(settings, memory_mb=8)) as app:
        memory = app.asgi_handler
        assert isinstance(memory, Memory)
        for target, method, status in REQUESTS.values():
            for _ in range(2):
                assert (await ask(app, target, method, {})).status == status
        assert (memory.hits, memory.misses, memory.flights) == (0, 0, {})
        kept = [*memory.responses.probation, *memory.responses.protected, *memory.refused.probation]
        assert kept == []
        page = f"/v1/agencies?name={quote(WORD)}"
        assert (await ask(app, page, "GET", {})).status == 200
        assert (memory.misses, len(memory.responses.probation)) == (1, 1)


async def test_a_database_that_is_away_is_logged_without_the_claim(settings, caplog, tmp_path: Path):
    away = replace(settings, database_url="postgresql://nobody@127.0.0.1:1/none", exporter_url=None)
    with caplog.at_level(logging.DEBUG):
        async with running(replace(away, data_dir=tmp_path)) as app:
            answer = await ask(app, f"/v1/check?{CLAIM}", "GET", {})
    assert (answer.status, answer.headers["cache-control"]) == (503, "private, no-store")
    assert NUMBER not in caplog.text


def raised(failure: type[Exception]) -> Exception:
    with pytest.raises(failure) as caught:
        raise failure(f"cannot read {NUMBER}")
    return caught.value


@pytest.mark.parametrize("failure", [ValueError, TimeoutError, OSError])
async def test_our_own_failure_is_logged_with_its_lines_and_without_its_message(failure, app, caplog):
    """The message of an exception may repeat what was asked, as those of drivers and decoders do."""
    scope = {
        "type": "http", "method": "GET", "path": "/v1/check", "headers": [], "query_string": CLAIM.encode(),
        "litestar_app": app,
    }  # fmt: skip
    errors.outages.last_logged.clear()
    with caplog.at_level(logging.DEBUG):
        answer = errors.to_response(Request(scope), raised(failure))
    assert answer.status_code >= 500
    assert failure.__name__ in caplog.text
    assert NUMBER not in caplog.text
    if answer.status_code == 500:
        assert f"{Path(__file__).name}:" in caplog.text
    assert NUMBER not in str(answer.content)


async def test_another_request_that_fails_is_logged_with_its_message(app, caplog):
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/v1/agencies",
        "headers": [],
        "query_string": b"",
        "litestar_app": app,
    }
    with caplog.at_level(logging.DEBUG):
        errors.to_response(Request(scope), ValueError(f"cannot read {NUMBER}"))
    assert NUMBER in caplog.text


async def test_nothing_keeps_a_claim_after_its_response(get):
    """No struct of a claim is left, in whatever cache."""
    from schemas.claim import Claim

    await get(f"/v1/check?{CLAIM}")
    gc.collect()
    assert not [each for each in gc.get_objects() if isinstance(each, Claim) and str(each.value) == NUMBER]
