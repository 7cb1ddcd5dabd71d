-- Revisions of the records: what each held, from which release to which (null = still).

-- What q= finds an agency by. Its figures carry the same vector, so it is computed once an agency.
create function muster.names_vector(name text, short_name text, aliases text[]) returns tsvector
language sql immutable parallel safe
return to_tsvector('pg_catalog.english', concat_ws(' ', name, short_name, array_to_string(aliases, ' ')));

-- /v1/agencies/nypd: aliases are compared as slugs.
create function muster.slugs(aliases text[]) returns text[]
language sql immutable parallel safe
return array(
  select trim(both '-' from regexp_replace(lower(alias), '[^a-z0-9]+', '-', 'g')) collate "C" from unnest(aliases) alias where alias is not null);

create table muster.agencies (
  id               text collate "C" not null,
  name             text collate "C" not null,
  short_name       text collate "C",
  kind             text collate "C" not null,
  level            text collate "C" not null,
  aggregate        boolean not null,
  parent_id        text collate "C",
  state            text collate "C",
  county           text collate "C",
  county_geoid     text collate "C",
  ori              text collate "C",
  county_latitude  muster.number,
  county_longitude muster.number,
  aliases          text[] collate "C" not null,
  replaced_by      text collate "C",
  names            tsvector generated always as (muster.names_vector(name, short_name, aliases)) stored,
  alias_slugs      text[] collate "C" generated always as (muster.slugs(aliases || short_name)) stored,
  from_release     integer not null,
  to_release       integer,
  constraint agency_release_order check (to_release >= from_release),
  constraint agency_pkey primary key (id, from_release)
);
create unique index agency_current on muster.agencies (id) where to_release is null;

create table muster.incentive_programs (
  id                     text collate "C" not null,
  agency_id              text collate "C" not null,
  name                   text collate "C" not null,
  audience               text collate "C",
  audience_kind          text collate "C" not null,
  target_agency_ids      text[] collate "C" not null,
  status                 text collate "C" not null,
  status_as_of           muster.day,
  status_as_of_precision text collate "C",
  announced_on           muster.day,
  announced_on_precision text collate "C",
  ended_on               muster.day,
  ended_on_precision     text collate "C",
  channels               text[] collate "C" not null,
  summary                text collate "C",
  note                   text collate "C",
  from_release           integer not null,
  to_release             integer,
  constraint incentive_program_release_order check (to_release >= from_release),
  constraint incentive_program_pkey primary key (id, from_release)
);
create unique index incentive_program_current on muster.incentive_programs (id) where to_release is null;
create index incentive_program_agency on muster.incentive_programs (agency_id) where to_release is null;

create table muster.incentives (
  id                        text collate "C" not null,
  agency_id                 text collate "C" not null,
  program_id                text collate "C",
  kind                      text collate "C" not null,
  audience                  text collate "C",
  audience_kind             text collate "C" not null,
  eligibility               text collate "C",
  eligibility_as_stated     text collate "C",
  value                     muster.number,
  value_text                text collate "C",
  comparator                text collate "C",
  value_low                 muster.number,
  low_inclusive             boolean,
  value_high                muster.number,
  high_inclusive            boolean,
  qualifier                 text collate "C" not null,
  as_stated                 text collate "C",
  modality                  text collate "C" not null,
  unit                      text collate "C",
  per                       text collate "C",
  payments                  json not null,
  payout_terms              text collate "C",
  service_obligation_months integer,
  starts_on                 muster.day,
  starts_on_precision       text collate "C",
  ends_on                   muster.day,
  ends_on_precision         text collate "C",
  as_of                     muster.day,
  as_of_precision           text collate "C",
  date_basis                text collate "C",
  rank                      text collate "C" not null,
  note                      text collate "C",
  computed                  text collate "C",
  part_of                   text collate "C",
  source_id                 text collate "C",
  locator                   text collate "C",
  from_release              integer not null,
  to_release                integer,
  constraint incentive_range_has_no_value check (qualifier not in ('between', 'unspecified') or value is null),
  constraint incentive_bounds_in_order check (value_low <= value_high),
  constraint incentive_denied_has_no_value check (modality <> 'not_offered' or value is null),
  constraint incentive_not_negative check (value >= 0 and value_low >= 0),
  constraint incentive_release_order check (to_release >= from_release),
  constraint incentive_pkey primary key (id, from_release)
);
create unique index incentive_current on muster.incentives (id) where to_release is null;
create index incentive_agency on muster.incentives (agency_id) where to_release is null;

create table muster.staffing_figures (
  id                    text collate "C" not null,
  agency_id             text collate "C" not null,
  program_id            text collate "C",
  metric                text collate "C" not null,
  subset                text collate "C",
  subset_as_stated      text collate "C",
  sex                   text collate "C" not null,
  value                 muster.number,
  value_text            text collate "C",
  comparator            text collate "C",
  value_low             muster.number,
  low_inclusive         boolean,
  value_high            muster.number,
  high_inclusive        boolean,
  qualifier             text collate "C" not null,
  as_stated             text collate "C",
  modality              text collate "C" not null,
  unit                  text collate "C",
  per                   text collate "C",
  as_of                 muster.day,
  as_of_precision       text collate "C",
  date_basis            text collate "C",
  period                text collate "C",
  period_start          muster.day,
  period_end            muster.day,
  target_date           muster.day,
  target_date_precision text collate "C",
  rank                  text collate "C" not null,
  note                  text collate "C",
  computed              text collate "C",
  part_of               text collate "C",
  source_id             text collate "C",
  locator               text collate "C",
  from_release          integer not null,
  to_release            integer,
  constraint staffing_figure_range_has_no_value check (qualifier not in ('between', 'unspecified') or value is null),
  constraint staffing_figure_bounds_in_order check (value_low <= value_high),
  constraint staffing_figure_denied_has_no_value check (modality <> 'not_offered' or value is null),
  constraint staffing_figure_not_negative check (value >= 0 and value_low >= 0),
  constraint staffing_figure_release_order check (to_release >= from_release),
  constraint staffing_figure_pkey primary key (id, from_release)
);
create unique index staffing_figure_current on muster.staffing_figures (id) where to_release is null;
create index staffing_figure_agency on muster.staffing_figures (agency_id) where to_release is null;

create table muster.agreements (
  id               text collate "C" not null,
  program_id       text collate "C" not null,
  agency_id        text collate "C" not null,
  model            text collate "C" not null,
  status           text collate "C" not null,
  signed_on        muster.day,
  first_listed_on  muster.day,
  last_listed_on   muster.day,
  absent_since     muster.day,
  ended_on         muster.day,
  agency_as_listed text collate "C",
  county_as_listed text collate "C",
  match            text collate "C" not null,
  document_url     text collate "C",
  addendum_url     text collate "C",
  source_id        text collate "C" not null,
  note             text collate "C",
  from_release     integer not null,
  to_release       integer,
  constraint agreement_release_order check (to_release >= from_release),
  constraint agreement_pkey primary key (id, from_release)
);
create unique index agreement_current on muster.agreements (id) where to_release is null;
create index agreement_agency on muster.agreements (agency_id) where to_release is null;

create table muster.sources (
  id                     text collate "C" not null,
  kind                   text collate "C" not null,
  title                  text collate "C",
  publisher              text collate "C",
  via                    text collate "C",
  author                 text collate "C",
  published_on           muster.day,
  published_on_precision text collate "C",
  url                    text collate "C",
  archived_url           text collate "C",
  retrieved_on           muster.day,
  language               text collate "C",
  license                text collate "C",
  cites                  text[] collate "C" not null,
  counting_rule          text collate "C",
  fiscal_year_end        text collate "C",
  text_sha256            text collate "C",
  quality                text collate "C",
  coverage               json not null,
  note                   text collate "C",
  from_release           integer not null,
  to_release             integer,
  constraint source_release_order check (to_release >= from_release),
  constraint source_pkey primary key (id, from_release)
);
create unique index source_current on muster.sources (id) where to_release is null;

create table muster.citations (
  id           text collate "C" not null,
  source_id    text collate "C" not null,
  quote        text collate "C" not null,
  locator      text collate "C",
  attribution  json not null,
  supports     text[] collate "C" not null,
  repeats      text[] collate "C" not null,
  disputes     text[] collate "C" not null,
  corrects     text[] collate "C" not null,
  context      text[] collate "C" not null,
  topic        text collate "C",
  summary      text collate "C",
  quote_check  text collate "C" not null,
  from_release integer not null,
  to_release   integer,
  constraint citation_release_order check (to_release >= from_release),
  constraint citation_pkey primary key (id, from_release)
);
create unique index citation_current on muster.citations (id) where to_release is null;

create table muster.metrics (
  id                 text collate "C" not null,
  label              text collate "C" not null,
  definition         text collate "C" not null,
  unit               text collate "C" not null,
  nature             text collate "C" not null,
  definition_version integer not null,
  from_release       integer not null,
  to_release         integer,
  constraint metric_release_order check (to_release >= from_release),
  constraint metric_pkey primary key (id, from_release)
);
create unique index metric_current on muster.metrics (id) where to_release is null;

-- The passages of a record, unfolded from the lists of the citations.
create table muster.citation_links (
  record_id    text    collate "C" not null,
  citation_id  text    collate "C" not null,
  relation     text    collate "C" not null,
  from_release integer not null,
  to_release   integer,
  constraint citation_link_release_order check (to_release >= from_release),
  constraint citation_link_pkey primary key (record_id, citation_id, relation, from_release)
);
create index citation_link_citation on muster.citation_links (citation_id) where to_release is null;

-- Derived for a whole release, so kept apart from the records: a change here is no revision.
create table muster.standings (
  id           text    collate "C" not null,
  series       text    collate "C" not null,
  headline     boolean not null,
  disputed     boolean not null,
  alternatives integer not null,
  year         integer,
  -- another number of this record changes nothing but what stands beside it in its year,
  settled      boolean not null,
  -- where nothing does
  alone        boolean not null,
  from_release integer not null,
  to_release   integer,
  constraint standing_release_order check (to_release >= from_release),
  constraint standing_pkey primary key (id, from_release)
);
create unique index standing_current on muster.standings (id) where to_release is null;
-- /v1/staffing-figures/{id}: the other records of its series
create index standing_series on muster.standings (series) where to_release is null;
