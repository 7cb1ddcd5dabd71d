"""Changes lead from any release to any later one, statuses say what they add up to: on any log."""

import asyncio
import shutil
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from api.changes.status import StatusLookup
from api.database.pool import Pool
from schemas.status import Status
from schemas.value_columns import VALUE_COLUMNS
from schemas.vocabularies import CORRECTIONS
from seeds.publishing.publish import replay
from tests.effort import examples
from tests.seeds import logs, past
from tests.seeds.past import Moment
from tests.seeds.served import empty, fetch

CHANGES = "select body from api.changes_at order by release_number, id"
CORRECTED = "select id, body from api.corrections_at order by release_number, id"
PUBLIC_URL = "https://muster.example"


@pytest.fixture(scope="module")
def database(make_database: Callable[[str], Any]) -> Any:
    return make_database("law_of_the_past")


@settings(
    max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(releases=logs.logs)
def test_the_past_of_any_log_is_what_the_model_says(
    database: Any, tmp_path: Path, releases: list[logs.Rows]
) -> None:
    log = tmp_path / "log"
    shutil.rmtree(log, ignore_errors=True)
    logs.write(log, releases)
    empty(database.owner_url)
    replay(database.owner_url, log)
    moments = past.moments(log)
    changes = [msgspec.json.decode(row["body"]) for row in fetch(database.reader_url, CHANGES)]
    assert_changes_lead_from_state_to_state(moments, changes)
    assert_changes_are_what_the_releases_did(moments, changes)
    assert_corrections_are_the_changes_that_are_corrections(moments, changes, database.reader_url)
    asyncio.run(assert_statuses_are_those_of_the_model(moments, database.reader_url))


def assert_changes_lead_from_state_to_state(moments: list[Moment], changes: list[Any]) -> None:
    for since, until in combinations(range(len(moments)), 2):
        between = [each for each in changes if since < each["release_number"] <= until]
        assert past.applied(moments[since].state, between) == moments[until].state


def assert_changes_are_what_the_releases_did(moments: list[Moment], changes: list[Any]) -> None:
    said = {
        (each["release_number"], each["record_id"]): (each["operation"], each["kind"], each["notice"])
        for each in changes
    }
    done = {(n, key): tail for n, moment in enumerate(moments) for key, tail in moment.tails.items()}
    assert said == done
    assert len(changes) == len(done)
    for each in changes:
        assert each["id"] == f"{each['release_number']}-{each['record_id']}"
        assert all(field["old"] != field["new"] for field in each["fields"])
        assert (each["agency_id"], each["agency_name"]) == agency(moments, each)


def agency(moments: list[Moment], change: Any) -> tuple[str | None, str | None]:
    """Of the record as the release has it, or as it was before it went."""
    number, key = change["release_number"], (change["resource"], change["record_id"])
    record = moments[number].state.get(key) or moments[number - 1].state[key]
    found = key[1] if key[0] == "agencies" else record.get("agency_id")
    if found is None:
        return None, None
    named = moments[number].state.get(("agencies", found)) or moments[number - 1].state["agencies", found]
    return found, named["name"]


def assert_corrections_are_the_changes_that_are_corrections(
    moments: list[Moment], changes: list[Any], url: str
) -> None:
    rows = {row["id"]: msgspec.json.decode(row["body"]) for row in fetch(url, CORRECTED)}
    assert rows.keys() == past.corrections(moments)
    for change in changes:
        if change["kind"] in CORRECTIONS:
            correction = rows[change["id"]]
            assert {name: correction[name] for name in change} == change
            assert correction["source_id"] == source(moments, change)


def source(moments: list[Moment], change: Any) -> str | None:
    number, resource, key = change["release_number"], change["resource"], change["record_id"]
    served = moments[number].served[resource].get(key) or moments[number - 1].served[resource][key]
    return key if resource == "sources" else served.get("source_id")


async def assert_statuses_are_those_of_the_model(moments: list[Moment], url: str) -> None:
    connection = await asyncpg.connect(url)
    pool = Pool(lambda: asyncio.sleep(0, connection), 1)
    ever = {key for moment in moments for key in moment.state}
    try:
        for since in range(1, len(moments)):
            inquiry = StatusLookup(pool, PUBLIC_URL, since=since, newest=len(moments) - 1)
            asked = sorted(ever)
            found = await inquiry.answer([record_id for _, record_id in asked])
            for (resource, record_id), status in zip(asked, found, strict=True):
                assert status.id == record_id
                assert status.resource == resource
                check(moments, status, since)
    finally:
        await connection.close()


def check(moments: list[Moment], status: Status, since: int) -> None:
    resource, key = str(status.resource), status.id
    first = next(n for n, moment in enumerate(moments) if (resource, key) in moment.state)
    if first > since:
        assert status.status == "unknown"
        assert (
            status.problem
            == f"Release {since} does not include {key}, which first appears in release {first}."
        )
        return
    expected = withdrawn_before(moments, key, since) or past.status(moments, resource, key, since)
    assert (status.status, status.since) == expected
    then = moments[since].served[resource].get(key)
    now = moments[-1].served[resource].get(key)
    if resource in {"staffing-figures", "incentives"}:
        assert (status.value_then, status.value_text_then) == said(then)
        assert (status.value_now, status.value_text_now) == said(now)
        assert status.headline_then == bool(then and then["headline"])
        assert status.headline_now == bool(now and now["headline"])
        had, has = (set((each or {}).get("flags", [])) for each in (then, now))
        assert set(status.flags_gained) == (has - had if then and now else set())
        later = (status.newer.as_of.isoformat(), status.newer.id) if status.newer else None
        assert later == past.newer(moments, resource, key, since)
    else:
        assert (status.value_then, status.headline_then, status.newer) == (None, None, None)
    before, after = (moments[n].state.get((resource, key), {}) for n in (since, -1))
    printed = [name for name in VALUE_COLUMNS[resource] if before.get(name) != after.get(name)]
    assert sorted(each.field for each in status.fields) == sorted(printed)
    assert all(known(each.old) == before.get(each.field) for each in status.fields)
    assert all(known(each.new) == after.get(each.field) for each in status.fields)


def known(value: Any) -> Any:
    return None if value == [] else value


def withdrawn_before(moments: list[Moment], key: str, since: int) -> tuple[str, int] | None:
    """What a release no longer held cannot be cited from it; it stands as withdrawn all the same."""
    gone = [n for n, moment in enumerate(moments) if moment.tails.get(key, ("",))[0] == "withdrawn"]
    return ("retracted", gone[0]) if gone and gone[0] <= since else None


def said(record: Any) -> tuple[Any, Any]:
    return (record["value"], record["value_text"]) if record else (None, None)
