-- What an agency reported for a calendar year: derived from a whole release, with the releases in which a row is as it is.

create table serving.agency_years (
  id                     text collate "C" not null,
  from_release           integer not null,
  to_release             integer,
  body                   text not null,
  agency_id              text collate "C" not null,
  agency_name            text collate "C" not null,
  agency_label           text collate "C" not null,
  agency_kind            text collate "C" not null,
  agency_level           text collate "C" not null,
  agency_state           text collate "C",
  agency_aggregate       boolean not null,
  year                   integer not null,
  sworn                  numeric,
  sworn_figure_id        text collate "C",
  civilian               numeric,
  civilian_figure_id     text collate "C",
  total                  numeric,
  total_figure_id        text collate "C",
  sworn_female           numeric,
  sworn_female_figure_id text collate "C",
  sworn_female_share     numeric,
  total_female           numeric,
  total_female_figure_id text collate "C",
  total_female_share     numeric,
  population             numeric,
  population_figure_id   text collate "C",
  sworn_per_1000         numeric,
  size_class             text collate "C",
  flags                  text[] collate "C" not null,
  change_1y              numeric,
  change_5y              numeric,
  change_since_2005      numeric,
  sworn_source_id        text collate "C",
  sworn_publisher        text collate "C",
  counted_in             text collate "C",
  in_state_years         boolean not null,
  sentence               text collate "C" not null,
  first_release          integer not null,
  rules                  integer not null,
  constraint served_agency_year_release_order check (to_release >= from_release),
  constraint served_agency_years_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.agency_years as select
  id, agency_id, agency_name, agency_label, agency_kind, agency_level, agency_state, agency_aggregate, year,
  sworn, sworn_figure_id, civilian, civilian_figure_id, total, total_figure_id,
  sworn_female, sworn_female_figure_id, sworn_female_share, total_female, total_female_figure_id, total_female_share,
  population, population_figure_id, sworn_per_1000, size_class, flags, change_1y, change_5y, change_since_2005,
  sworn_source_id, sworn_publisher, counted_in, in_state_years, sentence, first_release, rules
from serving.agency_years where to_release is null;
create view api.agency_years_at as select
  id, agency_id, agency_name, agency_label, agency_kind, agency_level, agency_state, agency_aggregate, year,
  sworn, sworn_figure_id, civilian, civilian_figure_id, total, total_figure_id,
  sworn_female, sworn_female_figure_id, sworn_female_share, total_female, total_female_figure_id, total_female_share,
  population, population_figure_id, sworn_per_1000, size_class, flags, change_1y, change_5y, change_since_2005,
  sworn_source_id, sworn_publisher, counted_in, in_state_years, sentence, first_release, rules,
  from_release, to_release, body
from serving.agency_years;

create view api.agency_years_registry as
select id, 'agency-years'::text collate "C" as resource, min(first_release) as since,
  case when bool_or(to_release is null) then null else max(to_release) + 1 end as withdrawn_in,
  'the release has no such numbers'::text collate "C" as withdrawn_because,
  null::text collate "C" as removed_because
from serving.agency_years
group by id;

create index served_agency_years_sworn on serving.agency_years (sworn, id);
create index served_agency_years_sworn_per_1000 on serving.agency_years (sworn_per_1000, id);
create index served_agency_years_change_since_2005 on serving.agency_years (change_since_2005, id);
create index served_agency_years_year on serving.agency_years (year, id);
-- /v1/agency-years?agency_id=ny0303000
create index served_agency_years_agency on serving.agency_years (agency_id, id);
-- /v1/agency-years?agency_state=CA&year=2025
create index served_agency_years_state_year on serving.agency_years (agency_state, year, id);
-- /v1/agency-years?year=2025&agency_kind=sheriff&size_class=25_49
create index served_agency_years_peers on serving.agency_years (year, agency_kind, size_class, id);
-- /v1/agency-years?counted_in=ks-kansas-highway-patrol
create index served_agency_years_counted_in on serving.agency_years (counted_in, id) where counted_in is not null;

-- A database that holds releases already is made again from their folders.
insert into muster.rebuild select 'agencies have rows by year now' where exists (select from muster.releases);
