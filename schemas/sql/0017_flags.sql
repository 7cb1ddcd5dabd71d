-- Why a figure is doubtful, by the rules of seeds/quality. They derive from a whole release, as headlines do.

-- Figures with at least one flag, and one sentence for each.
create table muster.flags (
  id           text    collate "C" not null,
  flags        text[]  collate "C" not null,
  notes        text[]  collate "C" not null,
  from_release integer not null,
  to_release   integer,
  constraint flag_release_order check (to_release >= from_release),
  constraint flag_pkey primary key (id, from_release)
);
create unique index flag_current on muster.flags (id) where to_release is null;

alter table serving.staffing_figures
  add column flags text[] collate "C" not null default '{}',
  add column flag_notes text[] collate "C" not null default '{}';

-- /v1/staffing-figures?flags=jump
create index served_staffing_figures_flags on serving.staffing_figures using gin (flags);
-- /v1/staffing-figures?flags__isnull=false: few among many
create index served_staffing_figures_flagged on serving.staffing_figures (id) where flags <> '{}';

-- The views show flags together with series: see the next file.

-- A database that holds releases already is made again from their folders.
insert into muster.rebuild select 'figures have flags now' where exists (select from muster.releases);
