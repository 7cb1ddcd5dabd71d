import asyncio
import time

import pytest

from api.pools import Pools, exporter_of
from api.settings import Settings


@pytest.fixture
async def pools(make_database):
    made = await asyncio.to_thread(make_database, "muster_runtime_pools")
    settings = Settings.from_environment({"MUSTER_DATABASE_URL": made.reader_url})
    found = Pools(settings)
    await found.open()
    yield found
    await found.close()


async def test_numbers_are_ints_or_floats_and_json_is_text(pools):
    row = await pools.pages.fetchrow(
        "select 2e5::numeric, 1.5::numeric, -0.001::numeric, 7::numeric, '{}'::jsonb"
    )
    assert [(type(value), value) for value in row] == [
        (int, 200000),
        (float, 1.5),
        (float, -0.001),
        (int, 7),
        (str, "{}"),
    ]


async def test_files_have_their_own_role_and_longer_time(pools):
    asked = "select current_user::text, current_setting('statement_timeout')"
    assert tuple(await pools.pages.fetchrow(asked)) == ("muster_reader", "10s")
    assert tuple(await pools.files.fetchrow(asked)) == ("muster_exporter", "2min")


async def test_giving_a_connection_back_costs_no_round_trip(pools):
    seen = []
    async with pools.pages.acquire() as connection:
        connection.add_query_logger(lambda record: seen.append(record.query))
        await connection.fetchval("select 1")
    async with pools.pages.acquire() as connection:
        await connection.fetchval("select 2")
    assert seen == ["select 1", "select 2"]


async def test_a_transaction_left_open_is_ended(pools):
    async with pools.files.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await transaction.commit()
    assert await pools.files.fetchval("select pg_current_xact_id_if_assigned() is null")


async def test_who_waits_for_a_free_connection_waits_two_seconds(pools):
    held = [await pools.pages.acquire() for _ in range(pools.pages.get_max_size())]
    began = time.monotonic()
    assert pools.pages.is_exhausted()
    with pytest.raises(TimeoutError):
        await pools.pages.fetchval("select 1")
    assert 1.9 < time.monotonic() - began < 4
    for connection in held:
        await pools.pages.release(connection)
    assert not pools.pages.is_exhausted()
    assert await pools.pages.fetchval("select 1") == 1


async def test_pools_open_with_the_database_away():
    settings = Settings.from_environment(
        {"MUSTER_DATABASE_URL": "postgresql://muster_reader:s@127.0.0.1:1/muster"}
    )
    pools = Pools(settings)
    await pools.open()
    with pytest.raises(OSError, match=r"refused|Connect call failed"):
        await pools.pages.fetchval("select 1")
    await pools.close()


def test_the_exporters_address_follows_from_the_readers():
    assert exporter_of("postgresql://muster_reader:s@a,b/m?x=y") == "postgresql://muster_exporter:s@a,b/m?x=y"
    assert exporter_of("postgresql://somebody:s@a/m") == "postgresql://somebody:s@a/m"
