"""The same bytes from PostgreSQL 15 as from the embedded one, of the tables of every publisher."""

import asyncio

import pytest

from tests.api import promised
from tests.conftest import client_of, running, settings_for

pytestmark = pytest.mark.extra

OTHERS = (
    "/v1/agencies/us-dhs-ice/summary",
    "/data.json",
    "/llms.txt",
    "/v1/staffing-figures?agency_name__contains=É",
    "/v1/staffing-figures.csv?value__gte=10.5&match=possible&sort=value",
)


@pytest.fixture
async def on_15(debian, small_log, tmp_path):
    """A client of the small log on PostgreSQL 15."""
    database = await asyncio.to_thread(debian.create, "muster_tests")
    await asyncio.to_thread(database.publish, small_log)
    async with running(settings_for(database, tmp_path)) as app, client_of(app) as other:
        yield other


async def test_every_byte_is_the_same_on_postgresql_15(on_15, newest, walk, client):
    for release in (1, 4, newest):
        questions = promised.questions(await promised.records_of(walk, release))
        expected = await promised.asked(client, [*questions, *OTHERS], release)
        assert promised.differing(await promised.asked_again(on_15, expected), expected) == []
