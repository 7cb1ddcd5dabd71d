"""What whoever got hold of a reader's password could do with it: read what is served anyway."""

import asyncpg
import pytest

from tests.faults.postgres import Postgres

# Asked in sessions that may write, so that only rights are left to refuse.
FORBIDDEN = [
    "insert into api.agencies (id) values ('x')",
    "insert into serving.agencies (id) values ('x')",
    "update api.agencies set name = 'x'",
    "delete from api.agencies",
    "truncate serving.agencies",
    "create table public.x (a int)",
    "create temporary table x (a int)",
    "create temporary sequence x",
    "create temporary view x as select 1",
    "set temp_file_limit = -1",
    "alter role muster_reader connection limit -1",
    "alter role muster_exporter connection limit -1",
    "create table api.x (a int)",
    "create schema x",
    "create view public.x as select 1",
    "create function public.x() returns int language sql as 'select 1'",
    "create role x",
    "create database x",
    "alter role muster_reader superuser",
    "alter view api.agencies rename to x",
    "drop view api.agencies",
    "grant select on muster.releases to public",
    "set role muster_owner",
    "set session authorization muster_owner",
    "alter system set work_mem = '1GB'",
    "copy (select 1) to program 'id'",
    "copy (select 1) to '/tmp/muster-x'",
    "select pg_read_file('/etc/passwd')",
    "select pg_ls_dir('/')",
    "select lo_import('/etc/passwd')",
    "select lo_create(0)",
    "select lo_from_bytea(0, 'x')",
    "select pg_reload_conf()",
    "select rolpassword from pg_authid",
    "select * from muster.releases",
    "select * from muster.records",
    "select * from serving.agencies",
    "select id from api.agencies for update",
]


@pytest.mark.parametrize("role", ["reader", "exporter"])
def test_a_reader_may_only_select_what_is_served(filled: Postgres, role: str):
    url = filled.cluster.reader_url if role == "reader" else filled.cluster.exporter_url
    assert filled.ask_as(url, "select number from api.current_release")[0]["number"] == 1
    done = []
    for statement in FORBIDDEN:
        try:
            filled.ask_as(url, statement, default_transaction_read_only="off")
        except asyncpg.InsufficientPrivilegeError:
            continue
        done.append(statement)
    assert done == []


@pytest.mark.parametrize("role", ["reader", "exporter"])
def test_a_reader_writes_nothing_even_where_it_might(filled: Postgres, role: str):
    url = filled.cluster.reader_url if role == "reader" else filled.cluster.exporter_url
    for statement in ("create temporary table x (a int)", "select nextval('x')"):
        with pytest.raises((asyncpg.ReadOnlySQLTransactionError, asyncpg.UndefinedTableError)):
            filled.ask_as(url, statement)


@pytest.mark.parametrize("role", ["reader", "exporter"])
def test_a_reader_opens_no_more_than_its_share_of_the_sessions(filled: Postgres, role: str):
    (limit,) = filled.ask("select rolconnlimit from pg_roles where rolname = $1", f"muster_{role}")
    (most,) = filled.ask("select current_setting('max_connections')::int")
    assert 4 <= limit[0] < most[0] - 8


@pytest.mark.parametrize("role", ["muster_reader", "muster_exporter"])
def test_the_only_rights_are_to_select_from_what_is_served(filled: Postgres, role: str):
    owned = """select n.nspname || '.' || c.relname as name, privilege
    from pg_class c join pg_namespace n on n.oid = c.relnamespace,
      unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) privilege
    where c.relkind in ('r', 'v', 'm', 'p', 'f') and n.nspname !~ '^(pg_|information_schema|faults)'
      and has_table_privilege($1, c.oid, privilege)"""
    found = {(row["name"].split(".")[0], row["privilege"]) for row in filled.ask(owned, role)}
    assert found == {("api", "select")}
    member = "select from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = $1"
    assert filled.ask(member, role) == []
