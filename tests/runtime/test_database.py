import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from api.cli.serve import connections_for
from api.database import migrations
from api.database.connection import DatabaseUnavailable, connect, without_password
from api.database.migrations import check_schema
from api.database.pools import FILES, PAGES
from api.database.restrictions import RESERVED_FOR_OWNER, restrict, shares
from api.database.roles import verifier
from api.database.setup import DatabaseProblem, initialise
from tests.faults.postgres import DebianCluster


async def fetch(url: str, query: str, *values):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(query, *values)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def empty(make_database) -> Callable[[str], str]:
    """Makes a database with roles and schema, and gives it back."""
    return lambda name: make_database(f"muster_runtime_{name}")


def test_setting_up_twice_changes_nothing(empty):
    made = empty("twice")
    before = asyncio.run(fetch(made.owner_url, "select * from muster.migration order by number"))
    asyncio.run(initialise(made.owner_url, reader_url=made.reader_url, exporter_url=made.exporter_url))
    assert asyncio.run(fetch(made.owner_url, "select * from muster.migration order by number")) == before
    assert [row["number"] for row in before] == list(range(1, len(migrations.migrations()) + 1))
    asyncio.run(check_schema(made.reader_url))


async def test_readers_see_the_schema_api_and_only_read(make_database):
    made = await asyncio.to_thread(make_database, "muster_runtime_readers")
    for url, limit, beside in ((made.reader_url, "3s", "0"), (made.exporter_url, "2min", "1")):
        shown = await fetch(
            url,
            "select name, setting, unit from pg_settings where name = any($1)",
            ["default_transaction_read_only", "jit", "TimeZone", "max_parallel_workers_per_gather"],
        )
        assert {row["name"]: row["setting"] for row in shown} == {
            "default_transaction_read_only": "on",
            "jit": "off",
            "TimeZone": "UTC",
            "max_parallel_workers_per_gather": beside,
        }
        assert (await fetch(url, "select current_setting('statement_timeout')"))[0][0] == limit
        waits = "current_setting('lock_timeout') <> '0' and "
        idles = "current_setting('idle_in_transaction_session_timeout') <> '0'"
        assert (await fetch(url, f"select {waits}{idles}"))[0][0]
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await fetch(url, "select * from muster.migration")
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await fetch(url, "create temporary table mine (a int)")


async def test_a_reader_that_turns_read_only_off_can_still_write_nothing(make_database):
    made = await asyncio.to_thread(make_database, "muster_runtime_writing")
    connection = await asyncpg.connect(made.reader_url)
    await connection.execute("set default_transaction_read_only = off")
    for statement in (
        "insert into muster.migration values (99, 'mine', repeat('0', 64))",
        "create table api.mine (a int)",
        "create table public.mine (a int)",
        "alter view api.schema_version rename to mine",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    await connection.close()


async def test_a_database_of_before_is_restricted_at_the_next_start(make_database, server):
    """Whatever database the roles can open: the one served, and those that came with the server."""
    made = await asyncio.to_thread(make_database, "muster_runtime_restricted")
    others = [server.address(name, "muster_reader") for name in ("postgres", "template1")]
    for name in ("muster_runtime_restricted", "postgres", "template1"):
        await fetch(made.owner_url, f"grant temporary on database {name} to public")
    await fetch(made.owner_url, "alter role muster_reader connection limit -1")
    await initialise(made.owner_url, reader_url=made.reader_url, exporter_url=made.exporter_url)
    assert await limits(made.owner_url) == {"muster_reader": 35, "muster_exporter": 14}
    for url in (made.reader_url, made.exporter_url, *others):
        connection = await asyncpg.connect(url, server_settings={"default_transaction_read_only": "off"})
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("create temporary table mine (a int)")
        await connection.close()


async def limits(url: str) -> dict[str, int]:
    rows = await fetch(url, "select rolname, rolconnlimit from pg_roles where rolname ~ '^muster_[re]'")
    return {row["rolname"]: row["rolconnlimit"] for row in rows}


async def test_readers_cannot_take_every_session(make_database):
    """Whoever has their password: the owner can still publish, and files can still be made."""
    made = await asyncio.to_thread(make_database, "muster_runtime_sessions")
    await fetch(made.owner_url, "alter role muster_reader connection limit 2")
    taken = [await asyncpg.connect(made.reader_url) for _ in range(2)]
    with pytest.raises(
        asyncpg.TooManyConnectionsError, match='too many connections for role "muster_reader"'
    ):
        await asyncpg.connect(made.reader_url)
    assert await fetch(made.exporter_url, "select 1")
    for each in taken:
        await each.close()
    await initialise(made.owner_url, reader_url=made.reader_url)
    assert (await limits(made.owner_url))["muster_reader"] == 35


@pytest.mark.parametrize("workers", range(1, 65))
def test_a_role_has_what_the_workers_of_a_server_need(workers):
    pages, files = shares(connections_for(workers) - 3 - RESERVED_FOR_OWNER).values()
    assert (pages >= PAGES * workers, files >= FILES * workers) == (True, True)


def test_a_small_server_is_still_enough_for_a_worker():
    assert shares(5) == {"muster_reader": 10, "muster_exporter": 4}


async def test_an_owner_of_a_role_only_is_told_what_its_database_still_allows(make_database, server, caplog):
    await asyncio.to_thread(make_database, "muster_runtime_foreign")
    await fetch(server.url, "drop role if exists foreigner")
    await fetch(server.url, "create role foreigner login createrole password 'for-tests'")
    await fetch(server.url, "grant temporary on database muster_runtime_foreign to public")
    await fetch(server.url, "grant muster_reader, muster_exporter to foreigner with admin option")
    connection = await asyncpg.connect(server.address("muster_runtime_foreign", "foreigner"))
    await restrict(connection)
    await connection.close()
    assert "revoke temporary on database muster_runtime_foreign from public" in caplog.text
    await fetch(server.url, "drop role foreigner")


@pytest.mark.parametrize("statement", ["set statement_timeout = 0", "set session statement_timeout to '1h'"])
async def test_postgresql_cannot_keep_a_role_from_setting_its_own_timeout(make_database, statement):
    """What docs/operations.md says of it. Should a version of PostgreSQL forbid it one day, so should we."""
    made = await asyncio.to_thread(make_database, "muster_runtime_timeout")
    await fetch(made.owner_url, "revoke set on parameter statement_timeout from public, muster_reader")
    connection = await asyncpg.connect(made.reader_url)
    await connection.execute(statement)
    assert await connection.fetchval("show statement_timeout") != "10s"
    await connection.close()


async def test_a_database_that_cannot_lower_is_refused_with_the_command_for_another(server):
    await recreate(
        server.url, "muster_runtime_c", "template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'"
    )
    with pytest.raises(
        DatabaseProblem, match=r"(?s)muster_runtime_c .*is not 'é'.*createdb --template=template0"
    ):
        await initialise(server.address("muster_runtime_c"))


async def test_a_database_of_another_encoding_is_refused(server):
    locale = "template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'"
    await recreate(server.url, "muster_runtime_latin", locale)
    with pytest.raises(DatabaseProblem, match="has encoding LATIN1"):
        await initialise(server.address("muster_runtime_latin"))


async def recreate(url: str, name: str, options: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(f"drop database if exists {name}")
    modern = connection.get_server_version().major >= 15
    await connection.execute(f"create database {name} {'locale_provider libc' if modern else ''} {options}")
    await connection.close()


async def test_a_newer_schema_is_refused(make_database):
    made = await asyncio.to_thread(make_database, "muster_runtime_newer")
    newest = migrations.migrations()[-1].number
    await fetch(made.owner_url, "insert into muster.migration values ($1, 'later', $2)", newest + 1, "0" * 64)
    for attempt in (initialise(made.owner_url), check_schema(made.reader_url)):
        with pytest.raises(DatabaseProblem, match=f"version {newest + 1} and this Muster knows .* {newest}"):
            await attempt


async def test_a_server_without_owner_refuses_an_empty_and_an_older_schema(make_database, server):
    made = await asyncio.to_thread(make_database, "muster_runtime_older")
    newest = migrations.migrations()[-1].number
    await fetch(made.owner_url, "delete from muster.migration where number = $1", newest)
    with pytest.raises(DatabaseProblem, match=f"version {newest - 1}. This Muster needs version {newest}"):
        await check_schema(made.reader_url)
    await fetch(made.owner_url, "drop schema api cascade")
    with pytest.raises(DatabaseProblem, match="muster init-database"):
        await check_schema(made.reader_url)


async def test_a_migration_changed_after_the_fact_is_named(make_database):
    made = await asyncio.to_thread(make_database, "muster_runtime_changed")
    await fetch(made.owner_url, "update muster.migration set sha256 = $1 where number = 1", "0" * 64)
    with pytest.raises(DatabaseProblem, match="0001_roles_and_schemas"):
        await initialise(made.owner_url)


async def test_a_database_of_changed_files_is_not_taken_for_a_newer_one(make_database):
    """Older files may have been more."""
    made = await asyncio.to_thread(make_database, "muster_runtime_folded")
    newest = migrations.migrations()[-1].number
    await fetch(made.owner_url, "insert into muster.migration values ($1, 'more', $2)", newest + 1, "0" * 64)
    await fetch(made.owner_url, "update muster.migration set sha256 = $1 where number = 2", "0" * 64)
    with pytest.raises(DatabaseProblem, match=r"applied to this database: 0002_releases\. .* drop it"):
        await initialise(made.owner_url)


async def test_a_migration_that_fails_leaves_the_database_as_it_was(make_database, tmp_path):
    made = await asyncio.to_thread(make_database, "muster_runtime_failing")
    for path in migrations.FOLDER.glob("*.sql"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "9999_broken.sql").write_text("create table muster.half (a int);\nselect 1 / 0;\n")
    connection = await connect(made.owner_url)
    with pytest.raises(DatabaseProblem, match=r"9999_broken.sql: division by zero"):
        await migrations.migrate(connection, tmp_path)
    assert await connection.fetchval("select to_regclass('muster.half')") is None
    assert await connection.fetchval("select max(number) from muster.migration") < 9999
    await connection.close()


def test_the_migrations_are_numbered_without_gaps():
    found = migrations.migrations()
    assert [each.number for each in found] == list(range(1, len(found) + 1))
    assert found[0].sha256 == hashlib.sha256(found[0].text.encode()).hexdigest()


async def test_three_at_once_wait_for_each_other(server):
    name = "muster_runtime_at_once"
    await recreate(server.url, name, "template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'")
    reader = server.address(name, "muster_reader")
    await asyncio.gather(*(initialise(server.address(name), reader_url=reader) for _ in range(3)))
    await check_schema(reader)


async def test_an_owner_without_power_over_roles_does_where_they_are_as_they_should_be(server, make_database):
    """A provider's PostgreSQL: a superuser made the roles once, the owner only owns the database."""
    name = "muster_runtime_modest"
    await recreate(server.url, name, "template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'")
    reader = server.address(name, "muster_reader")
    await asyncio.to_thread(make_database, "muster_runtime_roles")
    await fetch(server.url, "drop role if exists modest")
    await fetch(server.url, "create role modest login password 'for-tests'")
    await fetch(server.url, f"alter database {name} owner to modest")
    await initialise(server.address(name, "modest"), reader_url=reader)
    await check_schema(reader)
    with pytest.raises(DatabaseProblem, match="Grant it CREATEROLE"):
        await initialise(server.address(name, "modest"), reader_url=reader.replace("for-tests", "other"))
    await fetch(server.url, f"drop database {name} with (force)")
    await fetch(server.url, "drop role modest")


async def test_a_wrong_password_is_told_without_the_password(make_database):
    made = await asyncio.to_thread(make_database, "muster_runtime_password")
    url = made.reader_url.replace("for-tests", "hunter2")
    with pytest.raises(DatabaseProblem, match=r"rejected the login.*muster_reader") as told:
        await connect(url)
    assert "hunter2" not in str(told.value)


async def test_a_database_that_is_not_there_and_a_server_that_is_not(server):
    with pytest.raises(DatabaseProblem, match=r"(?s)does not exist.*createdb .* muster_nowhere"):
        await connect(server.address("muster_nowhere"))
    with pytest.raises(DatabaseUnavailable, match="cannot be reached"):
        await connect("postgresql://someone:secret@127.0.0.1:1/muster")


def test_messages_name_an_address_and_no_password():
    assert (
        without_password("postgresql://me:secret@a,b:5433/muster") == "postgresql://a,b:5433/muster (as me)"
    )


def test_the_stored_password_is_no_password():
    stored = verifier("hunter2")
    assert stored.startswith("SCRAM-SHA-256$4096:")
    assert "hunter2" not in stored
    assert stored != verifier("hunter2")


@pytest.mark.extra
def test_postgresql_15_is_set_up_and_refused_as_18_is(tmp_path: Path):
    cluster = DebianCluster()
    cluster.prepare()
    try:
        cluster.call("createdb", "--host", str(cluster.folder), "--username=muster_owner", "muster")
        asyncio.run(initialise(cluster.owner_url, reader_url=cluster.reader_url))
        asyncio.run(initialise(cluster.owner_url, reader_url=cluster.reader_url))
        asyncio.run(check_schema(cluster.reader_url))
        locale = "template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'"
        asyncio.run(recreate(cluster.owner_url, "muster_c", locale))
        with pytest.raises(DatabaseProblem, match=r"--lc-collate=C --lc-ctype=C.UTF-8 muster_c"):
            asyncio.run(initialise(cluster.owner_url.replace("/muster?", "/muster_c?")))
    finally:
        cluster.stop()
