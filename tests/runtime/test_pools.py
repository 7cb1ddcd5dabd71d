import asyncio
import time

import asyncpg
import psutil
import pytest

from api.database import fetch
from api.database.pools import PAGES, Pools, exporter_of
from api.settings import Settings
from tests.faults import web


@pytest.fixture
async def pools(make_database):
    made = await asyncio.to_thread(make_database, "muster_runtime_pools")
    settings = Settings.from_environment({"MUSTER_DATABASE_URL": made.reader_url})
    found = Pools(settings)
    yield found
    found.close()


async def test_numbers_are_ints_or_floats_and_json_is_text(pools):
    asked = "select 2e5::numeric, 1.5::numeric, -0.001::numeric, 7::numeric, '{}'::jsonb"
    row = await fetch.row(pools.pages, asked, [])
    assert [(type(value), value) for value in row] == [
        (int, 200000),
        (float, 1.5),
        (float, -0.001),
        (int, 7),
        (str, "{}"),
    ]


async def test_files_have_their_own_role_and_longer_time(pools):
    asked = "select current_user::text, current_setting('statement_timeout')"
    assert tuple(await fetch.row(pools.pages, asked, [])) == ("muster_reader", "3s")
    assert tuple(await fetch.row(pools.files, asked, [])) == ("muster_exporter", "2min")


async def test_giving_a_connection_back_costs_no_round_trip(pools):
    seen = []
    async with pools.pages.acquire() as connection:
        connection.add_query_logger(lambda record: seen.append(record.query))
        await connection.fetchval("select 1")
    async with pools.pages.acquire() as connection:
        await connection.fetchval("select 2")
    await asyncio.sleep(0)  # the logger is called a turn of the loop later
    assert seen == ["select 1", "select 2"]


async def test_a_transaction_left_open_is_ended(pools):
    async with pools.files.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await transaction.commit()
    async with pools.files.acquire() as connection:
        assert await connection.fetchval("select pg_current_xact_id_if_assigned() is null")


async def test_a_question_given_up_half_way_leaves_nothing_to_the_next(pools):
    for _ in range(20):
        asking = asyncio.create_task(fetch.rows(pools.pages, "select pg_sleep(5)", []))
        await asyncio.sleep(0.01)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert (await fetch.row(pools.pages, "select 1", []))[0] == 1


async def test_a_copy_given_up_half_way_leaves_nothing_to_the_next(pools):
    async def nowhere(data):
        await asyncio.sleep(0)

    async def copy():
        async with fetch.acquired(pools.files) as session:
            await session.copy_from_query("select generate_series(1, 10000000)", output=nowhere)

    for _ in range(20):
        copying = asyncio.create_task(copy())
        await asyncio.sleep(0.02)
        copying.cancel()
        with pytest.raises(asyncio.CancelledError):
            await copying
        async with fetch.acquired(pools.files) as session:
            assert await session.fetchval("select 1") == 1


async def test_a_refused_question_keeps_its_session(pools):
    with pytest.raises(asyncpg.DivisionByZeroError):
        await fetch.row(pools.pages, "select 1 / 0", [])
    assert (pools.pages.get_size(), pools.pages.get_idle_size()) == (1, 1)


async def test_who_waits_for_a_free_connection_waits_two_seconds(pools):
    held = [await pools.pages.take() for _ in range(PAGES)]
    began = time.monotonic()
    assert pools.pages.is_exhausted()
    with pytest.raises(TimeoutError):
        await pools.pages.take()
    assert 1.9 < time.monotonic() - began < 2 + 2 * web.busy()
    for connection in held:
        pools.pages.give_back(connection)
    assert not pools.pages.is_exhausted()
    assert pools.pages.free() in held


async def test_a_session_that_opens_late_serves_the_next(pools):
    pool, open_at_once = pools.pages, pools.pages.connect

    async def open_late():
        await asyncio.sleep(0.5)
        return await open_at_once()

    pool.connect, pool.timeout = open_late, 0.1
    with pytest.raises(TimeoutError):
        await pool.take()
    pool.timeout = 60
    session = await pool.take()
    assert (pool.get_size(), pool.get_idle_size(), len(pool.opening)) == (1, 0, 0)
    pool.give_back(session)


async def test_no_more_sessions_are_opened_than_are_waited_for(pools):
    pool = pools.pages
    taken = await asyncio.gather(*(pool.take() for _ in range(3)))
    assert (pool.get_size(), pool.get_idle_size(), len(set(taken))) == (3, 0, 3)
    for session in taken:
        pool.give_back(session)
    again = await asyncio.gather(*(pool.take() for _ in range(3)))
    assert set(again) == set(taken)
    for session in again:
        pool.give_back(session)


async def test_a_session_that_has_ended_is_replaced_and_the_question_asked_again(pools):
    for ask in (fetch.row, ask_in_a_session):
        taken = [await pools.pages.take() for _ in range(3)]
        for session in taken:
            pools.pages.give_back(session)
        end(taken)
        assert (await ask(pools.pages, "select 1", []))[0] == 1
        assert pools.pages.get_size() == 1


async def ask_in_a_session(pool, sql, args):
    async with fetch.acquired(pool) as session:
        return await session.fetchrow(sql, *args)


def end(sessions):
    """End them before this process can hear of it: the loop does not run meanwhile."""
    processes = [psutil.Process(session.get_server_pid()) for session in sessions]
    for process in processes:
        process.terminate()
    assert psutil.wait_procs(processes, timeout=20)[1] == []


async def test_pools_open_with_the_database_away():
    settings = Settings.from_environment(
        {"MUSTER_DATABASE_URL": "postgresql://muster_reader:s@127.0.0.1:1/muster"}
    )
    pools = Pools(settings)
    with pytest.raises(OSError, match=r"refused|Connect call failed"):
        await pools.pages.take()
    pools.close()


def test_the_exporters_address_follows_from_the_readers():
    assert exporter_of("postgresql://muster_reader:s@a,b/m?x=y") == "postgresql://muster_exporter:s@a,b/m?x=y"
    assert exporter_of("postgresql://somebody:s@a/m") == "postgresql://somebody:s@a/m"
