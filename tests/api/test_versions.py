"""The same bytes from PostgreSQL 15 as from the embedded one, for one release and one address."""

import asyncio

import pytest

from api.catalog import CATALOG
from tests.conftest import Server, client_of, running, settings_for
from tests.faults.postgres import DebianCluster

pytestmark = pytest.mark.extra

ADDRESSES = [
    f"/v1/{resource.name}{form}release={release}"
    for resource in CATALOG
    for form in (
        ".csv?",
        ".ndjson?",
        ".array.json?",
        "?limit=1000&count=true&",
        f"?sort=-{resource.sorts[0]}&",
    )
    for release in (1, 4, 14, 15)
] + [
    "/v1/incentives?include=agency,program,source&limit=1000&release=15",
    "/v1/agencies/us-dhs-ice/summary?release=15",
    "/v1/staffing-figures?agency_name__contains=É&release=15",
    "/v1/staffing-figures.csv?value__gte=10.5&match=possible&sort=value&release=15",
]


@pytest.fixture(scope="module")
def debian():
    """Debian's PostgreSQL 15."""
    cluster = DebianCluster()
    try:
        cluster.prepare()
        yield Server(url=cluster.owner_url.replace("/muster?", "/postgres?"))
    finally:
        cluster.stop()


async def bodies(client):
    answers = {address: await client.get(address) for address in ADDRESSES}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: (answer.content, answer.headers["etag"]) for address, answer in answers.items()}


async def test_every_byte_is_the_same_on_postgresql_15(debian, small_log, client, tmp_path):
    database = await asyncio.to_thread(debian.create, "muster_tests")
    await asyncio.to_thread(database.publish, small_log)
    expected = await bodies(client)
    async with running(settings_for(database, tmp_path)) as app, client_of(app) as other:
        found = await bodies(other)
    assert [address for address in ADDRESSES if found[address] != expected[address]] == []
