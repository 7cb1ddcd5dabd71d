-- What the law took out of every release, so that its address can say so: whole records (field is null), single fields.
create table muster.removals (
  record_id  text collate "C" not null,
  resource   text collate "C" not null,
  field      text collate "C",
  reason     text collate "C" not null,
  removed_on date not null,
  constraint removals_once unique nulls not distinct (record_id, field)
);

-- One row: the removals.toml that all releases were made with.
create table muster.removals_file (
  only_row boolean constraint removals_file_pkey primary key default true constraint removals_file_single check (only_row),
  sha256   text    collate "C" not null
);

create or replace view api.records as
select r.id, r.resource, r.since, w.release as withdrawn_in, w.notice as withdrawn_because,
  null::text as removed_because
from muster.records r
left join lateral (
  select c.release, coalesce(c.notice, c.kind) as notice from muster.changes c
  where c.record_id = r.id and c.operation = 'withdrawn' order by c.release desc limit 1) w on true
union all
select record_id, resource, null, null, null, reason from muster.removals where field is null;
