-- The log as the database knows it: releases, the register of ids, what each release did to each record, removals.

create domain muster.number as numeric
  constraint number_is_plain check (scale(value) = min_scale(value) and value <> 'NaN' and abs(value) < 'Infinity');
create domain muster.day as date
  constraint day_is_plausible check (value between date '1776-07-04' and date '2100-12-31');

create table muster.releases (
  number          integer     constraint release_pkey primary key constraint release_number_positive check (number > 0),
  version         text        collate "C" not null,
  published_at    timestamptz not null,
  title           text        collate "C" not null,
  notes           text        collate "C",
  folder          text        collate "C" not null,
  -- the hash of the release's folder; the next folder names it as previous_sha256
  folder_sha256   text        collate "C" not null,
  content_sha256  text        collate "C" not null,
  added           integer     not null default 0,
  changed         integer     not null default 0,
  withdrawn       integer     not null default 0,
  agencies           integer not null default 0,
  incentive_programs integer not null default 0,
  incentives         integer not null default 0,
  staffing_figures   integer not null default 0,
  agreements         integer not null default 0,
  sources            integer not null default 0,
  citations          integer not null default 0,
  metrics            integer not null default 0
);

-- The files of each published folder, so that a folder changed afterwards is refused by the names of what differs.
create table muster.release_files (
  number integer not null,
  path   text collate "C" not null,
  sha256 text collate "C" not null,
  constraint release_files_pkey primary key (number, path)
);

-- One row: the release that is served. Publishing flips it last.
create table muster.current_release (
  only_row boolean constraint current_release_pkey primary key default true constraint current_release_single check (only_row),
  number   integer not null constraint current_release_number_fkey references muster.releases,
  -- as that row and api.releases have them: every page names its release, so nothing is looked up or written anew
  content_sha256 text collate "C" not null,
  published_at   text collate "C" not null
);

-- Every id ever given, so that none is used twice.
create table muster.records (
  id       text    collate "C" constraint records_pkey primary key,
  resource text    collate "C" not null,
  since    integer not null
);

-- One row a record and release that touched it. The differences are not kept: they follow from the revisions. Beside
-- what was done stands what it is filtered by; `source_id` is filled for corrections only.
-- Unique indexes and no primary key: an empty database is filled without them, and they are built once at the end.
create table muster.changes (
  id               text    collate "C" not null,
  release          integer not null,
  record_id        text    collate "C" not null,
  resource         text    collate "C" not null,
  operation        text    collate "C" not null constraint change_operation check (operation in ('added', 'changed', 'withdrawn')),
  kind             text    collate "C",
  notice           text    collate "C",
  agency_id        text    collate "C",
  agency_name      text    collate "C",
  source_id        text    collate "C",
  source_publisher text    collate "C"
);

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
