-- The roles muster_reader and muster_exporter exist already: roles belong to the server, not to the database.

create schema muster;
create schema api;

comment on schema muster is 'The tables: releases, records and their history. The owner''s alone.';
comment on schema api is 'What is served: views, and nothing else the readers may see.';

create table muster.migration (
    number integer constraint migration_pk primary key,
    name text collate "C" not null,
    sha256 text collate "C" not null,
    applied_at timestamptz not null default now(),
    constraint migration_number_counts check (number > 0),
    constraint migration_sha256_is_hex check (sha256 ~ '^[0-9a-f]{64}$')
);

-- So that a server without the owner's password can refuse a schema it does not know.
create view api.schema_version as
select max(number) as number
from muster.migration;

grant usage on schema api to muster_reader, muster_exporter;
alter default privileges in schema api grant select on tables to muster_reader, muster_exporter;
grant select on api.schema_version to muster_reader, muster_exporter;

-- Before PostgreSQL 16 a read-only session may still make large objects. Nobody here needs one; where the
-- owner is not the server's, this is refused with no more than a warning.
revoke execute on function lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea), lo_put(oid, bigint, bytea),
  lowrite(integer, bytea), lo_unlink(oid), lo_truncate(integer, integer), lo_truncate64(integer, bigint)
from public;
