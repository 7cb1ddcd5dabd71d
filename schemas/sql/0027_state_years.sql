-- The officers of states and of the nation by year: derived from the rows by agency and year, with the releases in which a
-- row is as it is.

create table serving.state_years (
  id                             text collate "C" not null,
  from_release                   integer not null,
  to_release                     integer,
  body                           text not null,
  state                          text collate "C" not null,
  state_name                     text collate "C" not null,
  year                           integer not null,
  agencies                       integer not null,
  agencies_silent                integer,
  sworn                          numeric,
  sworn_silent                   numeric,
  officer_coverage               numeric,
  residents                      numeric,
  residents_silent               numeric,
  resident_coverage              numeric,
  listed_share                   numeric,
  sworn_repeated                 numeric not null,
  sworn_left_out                 numeric not null,
  repeated_share                 numeric,
  statewide_body                 text collate "C",
  population                     numeric,
  population_figure_id           text collate "C",
  sworn_per_1000                 numeric,
  no_rate_because                text[] collate "C" not null,
  flags                          text[] collate "C" not null,
  change_1y                      numeric,
  change_since_2005              numeric,
  panel_agencies                 integer,
  panel_sworn                    numeric,
  panel_sworn_2005               numeric,
  panel_share                    numeric,
  panel_share_2005               numeric,
  panel_change                   numeric,
  bjs_sworn                      numeric,
  census_local_sworn_fte         numeric,
  census_local_figure_id         text collate "C",
  census_local_fte_per_1000      numeric,
  census_state_sworn_fte         numeric,
  census_state_figure_id         text collate "C",
  bls_patrol_officers            numeric,
  bls_patrol_officers_figure_id  text collate "C",
  bls_mean_annual_wage           numeric,
  bls_mean_annual_wage_figure_id text collate "C",
  sentence                       text collate "C" not null,
  first_release                  integer not null,
  rules                          integer not null,
  constraint served_state_year_release_order check (to_release >= from_release),
  constraint served_state_years_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.state_years as select
  id, state, state_name, year, agencies, agencies_silent, sworn, sworn_silent, officer_coverage, residents,
  residents_silent, resident_coverage, listed_share, sworn_repeated, sworn_left_out, repeated_share, statewide_body,
  population, population_figure_id, sworn_per_1000, no_rate_because, flags, change_1y, change_since_2005,
  panel_agencies, panel_sworn, panel_sworn_2005, panel_share, panel_share_2005, panel_change, bjs_sworn,
  census_local_sworn_fte, census_local_figure_id, census_local_fte_per_1000, census_state_sworn_fte,
  census_state_figure_id, bls_patrol_officers, bls_patrol_officers_figure_id, bls_mean_annual_wage,
  bls_mean_annual_wage_figure_id, sentence, first_release, rules
from serving.state_years where to_release is null;
create view api.state_years_at as select
  id, state, state_name, year, agencies, agencies_silent, sworn, sworn_silent, officer_coverage, residents,
  residents_silent, resident_coverage, listed_share, sworn_repeated, sworn_left_out, repeated_share, statewide_body,
  population, population_figure_id, sworn_per_1000, no_rate_because, flags, change_1y, change_since_2005,
  panel_agencies, panel_sworn, panel_sworn_2005, panel_share, panel_share_2005, panel_change, bjs_sworn,
  census_local_sworn_fte, census_local_figure_id, census_local_fte_per_1000, census_state_sworn_fte,
  census_state_figure_id, bls_patrol_officers, bls_patrol_officers_figure_id, bls_mean_annual_wage,
  bls_mean_annual_wage_figure_id, sentence, first_release, rules, from_release, to_release, body
from serving.state_years;

create view api.state_years_registry as
select id, 'state-years'::text collate "C" as resource, min(first_release) as since,
  case when bool_or(to_release is null) then null else max(to_release) + 1 end as withdrawn_in,
  'the release has no such numbers'::text collate "C" as withdrawn_because,
  null::text collate "C" as removed_because
from serving.state_years
group by id;

create index served_state_years_year on serving.state_years (year, id);
create index served_state_years_sworn on serving.state_years (sworn, id);
create index served_state_years_sworn_per_1000 on serving.state_years (sworn_per_1000, id);
create index served_state_years_officer_coverage on serving.state_years (officer_coverage, id);
create index served_state_years_change_since_2005 on serving.state_years (change_since_2005, id);

create table serving.national_years (
  id                             text collate "C" not null,
  from_release                   integer not null,
  to_release                     integer,
  body                           text not null,
  states                         integer not null,
  states_with_rate               integer not null,
  year                           integer not null,
  agencies                       integer not null,
  agencies_silent                integer,
  sworn                          numeric,
  sworn_silent                   numeric,
  officer_coverage               numeric,
  residents                      numeric,
  residents_silent               numeric,
  resident_coverage              numeric,
  listed_share                   numeric,
  sworn_repeated                 numeric not null,
  sworn_left_out                 numeric not null,
  repeated_share                 numeric,
  population                     numeric,
  sworn_per_1000                 numeric,
  no_rate_because                text[] collate "C" not null,
  flags                          text[] collate "C" not null,
  change_1y                      numeric,
  change_since_2005              numeric,
  panel_agencies                 integer,
  panel_sworn                    numeric,
  panel_sworn_2005               numeric,
  panel_share                    numeric,
  panel_share_2005               numeric,
  panel_change                   numeric,
  bjs_sworn                      numeric,
  census_local_sworn_fte         numeric,
  census_local_figure_id         text collate "C",
  census_local_fte_per_1000      numeric,
  census_state_sworn_fte         numeric,
  census_state_figure_id         text collate "C",
  bls_patrol_officers            numeric,
  bls_patrol_officers_figure_id  text collate "C",
  bls_mean_annual_wage           numeric,
  bls_mean_annual_wage_figure_id text collate "C",
  sentence                       text collate "C" not null,
  first_release                  integer not null,
  rules                          integer not null,
  constraint served_national_year_release_order check (to_release >= from_release),
  constraint served_national_years_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.national_years as select
  id, states, states_with_rate, year, agencies, agencies_silent, sworn, sworn_silent, officer_coverage, residents,
  residents_silent, resident_coverage, listed_share, sworn_repeated, sworn_left_out, repeated_share, population,
  sworn_per_1000, no_rate_because, flags, change_1y, change_since_2005, panel_agencies, panel_sworn, panel_sworn_2005,
  panel_share, panel_share_2005, panel_change, bjs_sworn, census_local_sworn_fte, census_local_figure_id,
  census_local_fte_per_1000, census_state_sworn_fte, census_state_figure_id, bls_patrol_officers,
  bls_patrol_officers_figure_id, bls_mean_annual_wage, bls_mean_annual_wage_figure_id, sentence, first_release, rules
from serving.national_years where to_release is null;
create view api.national_years_at as select
  id, states, states_with_rate, year, agencies, agencies_silent, sworn, sworn_silent, officer_coverage, residents,
  residents_silent, resident_coverage, listed_share, sworn_repeated, sworn_left_out, repeated_share, population,
  sworn_per_1000, no_rate_because, flags, change_1y, change_since_2005, panel_agencies, panel_sworn, panel_sworn_2005,
  panel_share, panel_share_2005, panel_change, bjs_sworn, census_local_sworn_fte, census_local_figure_id,
  census_local_fte_per_1000, census_state_sworn_fte, census_state_figure_id, bls_patrol_officers,
  bls_patrol_officers_figure_id, bls_mean_annual_wage, bls_mean_annual_wage_figure_id, sentence, first_release, rules,
  from_release, to_release, body
from serving.national_years;

create view api.national_years_registry as
select id, 'national-years'::text collate "C" as resource, min(first_release) as since,
  case when bool_or(to_release is null) then null else max(to_release) + 1 end as withdrawn_in,
  'the release has no such numbers'::text collate "C" as withdrawn_because,
  null::text collate "C" as removed_because
from serving.national_years
group by id;

create index served_national_years_year on serving.national_years (year, id);

-- A database that holds releases already is made again from their folders.
insert into muster.rebuild select 'states and the nation have rows by year now' where exists (select from muster.releases);
