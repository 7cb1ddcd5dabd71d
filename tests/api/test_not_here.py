"""A worker that was shown a release by one host, and whose next session is with another that has it not yet.

A standby is such a host. Whatever was asked for, an answer made of nothing would look like an answer.
"""

import pytest

from api.catalog.resources import CATALOG
from api.exports.formats import forms_of
from api.reading.releases import ReleaseRef
from tests.api.promised import pinned

LISTS = [
    f"/v1/{resource.name}{form}"
    for resource in CATALOG
    for form in ("", ".json", f"?sort=-{resource.sorts[0]}", *(each.suffix for each in forms_of(resource)))
]
RECORDS = [f"/v1/{resource.name}/{resource.example}" for resource in CATALOG]
OTHERS = [
    "/v1/agencies/us-dhs-ice/summary",
    "/v1/agencies/us-dhs-ice?include=parent",
    "/v1/agencies/nypd",
    "/v1/agencies/nobody",
    "/v1/agencies?after=us-dhs-ice",
    "/v1/agencies?id=nobody",
    "/v1/staffing-figures?agency_id=nobody&count=true",
    "/v1/staffing-figures.csv?agency_id=us-dhs-ice",
    "/v1/staffing-figures.csv?agency_id=nobody",
    "/v1/incentives?include=agency,program,source",
    "/v1/incentives/test-city-police-drive-2026-housing",
    "/v1/incentives/test-city-police-drive-2026-housing/cite",
    "/v1/incentives/test-city-police-drive-2026-housing/cite.bib",
    "/v1/incentives/test-city-police-drive-2026-housing/history",
    "/v1/incentive-programs/test-city-police-drive-2026/cite",
    "/data.json",
    "/llms.txt",
]


@pytest.fixture
def ahead(app, newest):
    """Two releases ahead of this database: it may lag by more than one."""
    held = ReleaseRef(number=newest + 2, content_sha256="0" * 64, published_at="2030-01-01T00:00:00Z")
    app.state.releases.cache[held.number] = held
    yield held
    del app.state.releases.cache[held.number]


@pytest.fixture
def shown(ahead, app, monkeypatch):
    """It is what this worker takes for the newest."""
    monkeypatch.setattr(app.state.releases, "newest", ahead)
    monkeypatch.setattr(app.state.releases, "fetched_at", float("inf"))
    return ahead.number


@pytest.mark.parametrize("address", LISTS + RECORDS + OTHERS)
async def test_a_pin_that_has_not_arrived_is_to_be_asked_for_again(address, ahead, get):
    answer = await get(pinned(address, ahead.number))
    assert (answer.status, answer.problem) == (503, "release-not-here")
    assert answer.json["detail"] == f"Release {ahead.number} has not reached this server yet."
    assert (answer.headers["retry-after"], answer.headers["cache-control"]) == ("1", "no-store")


async def test_a_data_set_that_has_not_arrived_is_to_be_asked_for_again(ahead, get):
    answer = await get(f"/v1/releases/{ahead.number}.jsonld")
    assert (answer.status, answer.problem) == (503, "release-not-here")


@pytest.mark.parametrize(
    "address",
    [
        "/v1/agencies.csv",
        "/v1/incentives/test-city-police-drive-2026-housing/status?since_release=1",
        "/v1/status?ids=us-dhs-ice,test-city-police&since_release=1",
        "/v1/check?agency_id=us-dhs-ice&metric=hires&value=12000",
    ],
)
async def test_a_live_answer_of_several_statements_is_of_one_release_or_none(address, shown, get):
    answer = await get(address)
    assert (answer.status, answer.problem) == (503, "release-not-here")


@pytest.mark.parametrize("address", ["/v1/agencies/us-dhs-ice/summary", "/data.json", "/llms.txt"])
async def test_a_live_page_is_of_the_newest_release_that_has_arrived(address, shown, newest, get):
    answer = await get(address)
    assert (answer.status, answer.headers["muster-release"]) == (200, str(newest))
    assert f"release={shown}" not in answer.body.decode()


@pytest.mark.parametrize(
    "case", [(True, 1, "release-not-here"), (True, 2, "not-found"), (False, 1, "not-found")]
)
async def test_a_release_nobody_has_seen_may_be_on_its_way_to_a_standby(case, newest, get, monkeypatch):
    standby, beyond, problem = case
    monkeypatch.setattr("api.reading.releases.BOUNDS", ends(standby=standby))
    assert (await get(f"/v1/agencies?release={newest + beyond}")).problem == problem


async def test_a_release_that_arrives_while_it_is_asked_for_is_to_be_asked_for_again(
    newest, get, monkeypatch
):
    monkeypatch.setattr("api.reading.releases.BOUNDS", ends(newest=newest + 1))
    assert (await get(f"/v1/agencies?release={newest + 1}")).problem == "release-not-here"


async def test_a_day_in_a_database_without_a_release_is_no_mistake_of_the_reader(get, monkeypatch):
    monkeypatch.setattr("api.reading.releases.BOUNDS", "select null as newest, null as since")
    answer = await get("/v1/agencies?known_on=1999-01-01")
    assert (answer.status, answer.problem) == (503, "database-unavailable")


def ends(standby=False, newest=None):
    from api.reading.releases import BOUNDS

    return BOUNDS.replace("pg_is_in_recovery()", str(standby)).replace(
        "max(r.number)", "max(r.number)" if newest is None else str(newest)
    )


async def test_a_summary_begun_on_a_host_without_the_release_is_not_finished_on_another(
    app, get, monkeypatch
):
    async def nothing(*_):
        return None

    monkeypatch.setattr(app.state.record_loader, "find", nothing)
    assert (await get("/v1/agencies/us-dhs-ice/summary")).problem == "release-not-here"


@pytest.mark.parametrize(
    "record",
    ["incentives/test-city-police-drive-2026-signing-bonus", "incentive-programs/us-dhs-ice-nypd-2025"],
)
async def test_a_citation_is_not_made_without_the_source_because_another_host_lags(
    record, app, get, monkeypatch
):
    found = app.state.record_loader.find

    async def only_the_record(pool, resource, *rest):
        return None if resource.name in {"sources", "citations"} else await found(pool, resource, *rest)

    monkeypatch.setattr(app.state.record_loader, "find", only_the_record)
    for form in ("/cite", "/cite.csl.json", "/cite.ris"):
        assert (await get(f"/v1/{record}{form}")).problem == "release-not-here"
