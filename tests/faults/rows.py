"""The data: the first real release, its figures and agencies many times over, and metrics with a trap."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from api.database.setup import initialise
from tests import small_log
from tests.faults import web
from tests.faults.postgres import Postgres

ROWS = {"staffing_figures": 16_000, "agencies": 3_000}
# Multiplied without their indexes, which nothing here asks for.
MULTIPLY = """
do $$
declare
  name text;
  columns text;
  times integer;
begin
  for name in select indexrelid::regclass::text from pg_index
    where indrelid = 'serving.{table}'::regclass and not indisprimary
  loop execute 'drop index ' || name; end loop;
  select string_agg(case column_name
    when 'id' then 'f.id || ''-x'' || n'
    when 'body' then 'replace(f.body, to_json(f.id)::text, to_json(f.id || ''-x'' || n)::text)'
    else 'f.' || column_name end, ', ' order by ordinal_position) into columns
  from information_schema.columns where table_schema = 'serving' and table_name = '{table}';
  select {rows} / count(*) into times from serving.{table} where to_release is null;
  execute format('insert into serving.{table} select %s from serving.{table} f, '
    'generate_series(1, %s) n where f.to_release is null', columns, times);
end $$
"""
TRAP = """
create schema faults;
create table faults.trouble (seconds double precision not null, state text not null);
insert into faults.trouble values (0, '');
create function faults.act() returns boolean language plpgsql volatile security definer as $$
declare
  met faults.trouble;
begin
  select * into met from faults.trouble;
  perform pg_sleep(met.seconds);
  if met.state <> '' then
    raise exception using errcode = met.state, message = 'secretive select from muster.records on db1',
      detail = 'secretive detail', hint = 'secretive hint';
  end if;
  return true;
end $$;
grant usage on schema faults to muster_reader, muster_exporter;
do $$
begin
  execute 'create or replace view api.metrics_at as '
    || rtrim(pg_get_viewdef('api.metrics_at'), ';') || ' where (select faults.act())';
end $$
"""


def fill(postgres: Postgres, folder: Path) -> None:
    from seeds.publishing.publish import replay

    cluster = postgres.cluster
    log = small_log.write(folder / "releases", first=1, made_up=0)
    with ThreadPoolExecutor(1) as pool:
        urls = {"reader_url": cluster.reader_url, "exporter_url": cluster.exporter_url}
        web.patiently(pool.submit(asyncio.run, initialise(cluster.owner_url, **urls)).result, 60)
        web.patiently(pool.submit(replay, cluster.owner_url, log).result, 120)
    for table, count in ROWS.items():
        postgres.ask(MULTIPLY.replace("{table}", table).replace("{rows}", str(count)))
        postgres.ask(f"vacuum analyze serving.{table}")
    postgres.ask(TRAP)
    # commits are not synchronous here, and the first test kills the server
    postgres.ask("checkpoint")
