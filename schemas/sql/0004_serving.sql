-- What is served: one flat row a record and span of releases, joined names and derived columns included, so that a
-- page, a pin and a file read one table. Filled by publishing from the views of 0005; `body` is the record as JSON,
-- kept in its row and not compressed: 8160 bytes fill a page. PostgreSQL unpacks a row from the front, so what every
-- statement reads stands there.
create schema serving;

-- A table cell has no passage: its source and locator are the citation, made when it is read.
create function serving.cell(
  source_id text, publisher text, title text, url text, published_on date, published_on_precision text,
  locator text) returns text
language sql stable parallel safe
return '[{"citation_id":null,"source_id":"' || source_id || '","publisher":' || coalesce(to_json(publisher)::text, 'null')
  || ',"title":' || coalesce(to_json(title)::text, 'null') || ',"url":' || coalesce(to_json(url)::text, 'null')
  || ',"published_on":' || coalesce(to_json(published_on)::text, 'null')
  || ',"published_on_precision":' || coalesce('"' || published_on_precision || '"', 'null')
  || ',"quote":null,"quote_url":null,"locator":' || coalesce(to_json(locator)::text, 'null')
  || ',"relation":"supports","attribution":[{"name":' || coalesce(to_json(publisher)::text, 'null')
  || ',"role":null,"verb":"published","said_on":null}]}]';

create table serving.agencies (
  id                   text collate "C" not null,
  from_release         integer not null,
  to_release           integer,
  body                 text not null,
  name                 text collate "C" not null,
  short_name           text collate "C",
  kind                 text collate "C" not null,
  level                text collate "C" not null,
  aggregate            boolean not null,
  parent_id            text collate "C",
  state                text collate "C",
  county               text collate "C",
  county_geoid         text collate "C",
  ori                  text collate "C",
  county_latitude      numeric,
  county_longitude     numeric,
  aliases              text[] collate "C" not null,
  replaced_by          text collate "C",
  first_release        integer not null,
  last_changed_release integer not null,
  search               tsvector,
  alias_slugs          text[] collate "C" not null,
  constraint served_agencies_release_order check (to_release >= from_release),
  constraint served_agencies_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.agencies as select
  id, name, short_name, kind, level, aggregate,
  parent_id, state, county, county_geoid, ori, county_latitude,
  county_longitude, aliases, replaced_by, first_release, last_changed_release
from serving.agencies where to_release is null;
create view api.agencies_at as select
  id, name, short_name, kind, level, aggregate,
  parent_id, state, county, county_geoid, ori, county_latitude,
  county_longitude, aliases, replaced_by, first_release, last_changed_release,
  from_release, to_release, search, alias_slugs, body
from serving.agencies;

create table serving.incentive_programs (
  id                     text collate "C" not null,
  from_release           integer not null,
  to_release             integer,
  body                   text not null,
  agency_id              text collate "C" not null,
  agency_name            text collate "C" not null,
  agency_short_name      text collate "C",
  agency_state           text collate "C",
  name                   text collate "C" not null,
  audience               text collate "C",
  audience_kind          text collate "C" not null,
  target_agency_ids      text[] collate "C" not null,
  status                 text collate "C" not null,
  status_as_of           date,
  status_as_of_precision text collate "C",
  announced_on           date,
  announced_on_precision text collate "C",
  ended_on               date,
  ended_on_precision     text collate "C",
  channels               text[] collate "C" not null,
  summary                text collate "C",
  note                   text collate "C",
  first_release          integer not null,
  last_changed_release   integer not null,
  search                 tsvector,
  constraint served_incentive_programs_release_order check (to_release >= from_release),
  constraint served_incentive_programs_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.incentive_programs as select
  id, agency_id, agency_name, agency_short_name, agency_state, name,
  audience, audience_kind, target_agency_ids, status, status_as_of, status_as_of_precision,
  announced_on, announced_on_precision, ended_on, ended_on_precision, channels, summary,
  note, first_release, last_changed_release
from serving.incentive_programs where to_release is null;
create view api.incentive_programs_at as select
  id, agency_id, agency_name, agency_short_name, agency_state, name,
  audience, audience_kind, target_agency_ids, status, status_as_of, status_as_of_precision,
  announced_on, announced_on_precision, ended_on, ended_on_precision, channels, summary,
  note, first_release, last_changed_release,
  from_release, to_release, search, body
from serving.incentive_programs;

create table serving.incentives (
  id                            text collate "C" not null,
  from_release                  integer not null,
  to_release                    integer,
  body                          text not null,
  agency_id                     text collate "C" not null,
  agency_name                   text collate "C" not null,
  agency_short_name             text collate "C",
  agency_kind                   text collate "C" not null,
  agency_level                  text collate "C" not null,
  agency_state                  text collate "C",
  agency_county_geoid           text collate "C",
  agency_parent_id              text collate "C",
  agency_aggregate              boolean not null,
  program_id                    text collate "C",
  kind                          text collate "C" not null,
  audience                      text collate "C",
  audience_kind                 text collate "C" not null,
  eligibility                   text collate "C",
  eligibility_as_stated         text collate "C",
  value                         numeric,
  value_text                    text collate "C",
  comparator                    text collate "C",
  value_low                     numeric,
  low_inclusive                 boolean,
  value_high                    numeric,
  high_inclusive                boolean,
  qualifier                     text collate "C" not null,
  as_stated                     text collate "C",
  modality                      text collate "C" not null,
  unit                          text collate "C",
  per                           text collate "C",
  payments                      json not null,
  payout_terms                  text collate "C",
  service_obligation_months     integer,
  starts_on                     date,
  starts_on_precision           text collate "C",
  ends_on                       date,
  ends_on_precision             text collate "C",
  as_of                         date,
  as_of_precision               text collate "C",
  date_basis                    text collate "C",
  year                          integer,
  rank                          text collate "C" not null,
  note                          text collate "C",
  computed                      text collate "C",
  part_of                       text collate "C",
  series                        text collate "C" not null,
  headline                      boolean not null,
  disputed                      boolean not null,
  alternatives                  integer not null,
  source_id                     text collate "C",
  source_kind                   text collate "C",
  source_quality                text collate "C",
  source_publisher              text collate "C",
  source_published_on           date,
  source_published_on_precision text collate "C",
  locator                       text collate "C",
  passages                      json,
  first_release                 integer not null,
  last_changed_release          integer not null,
  source_title                  text collate "C",
  source_url                    text collate "C",
  speaker                       text collate "C",
  attribution_chain             text collate "C",
  quote                         text collate "C",
  search                        tsvector,
  constraint served_incentives_release_order check (to_release >= from_release),
  constraint served_incentives_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.incentives as select
  id, agency_id, agency_name, agency_short_name, agency_kind, agency_level,
  agency_state, agency_county_geoid, agency_parent_id, agency_aggregate, program_id, kind,
  audience, audience_kind, eligibility, eligibility_as_stated, value, value_text,
  comparator, value_low, low_inclusive, value_high, high_inclusive, qualifier,
  as_stated, modality, unit, per, payments, payout_terms,
  service_obligation_months, starts_on, starts_on_precision, ends_on, ends_on_precision, as_of,
  as_of_precision, date_basis, year, rank, note, computed,
  part_of, series, headline, disputed, alternatives, source_id,
  source_kind, source_quality, source_publisher, source_published_on,
  source_published_on_precision, locator, coalesce(passages, serving.cell(
    source_id, source_publisher, source_title, source_url, source_published_on, source_published_on_precision,
    locator)::json, '[]') as citations,
  first_release, last_changed_release
from serving.incentives where to_release is null;
create view api.incentives_at as select
  id, agency_id, agency_name, agency_short_name, agency_kind, agency_level,
  agency_state, agency_county_geoid, agency_parent_id, agency_aggregate, program_id, kind,
  audience, audience_kind, eligibility, eligibility_as_stated, value, value_text,
  comparator, value_low, low_inclusive, value_high, high_inclusive, qualifier,
  as_stated, modality, unit, per, payments, payout_terms,
  service_obligation_months, starts_on, starts_on_precision, ends_on, ends_on_precision, as_of,
  as_of_precision, date_basis, year, rank, note, computed,
  part_of, series, headline, disputed, alternatives, source_id,
  source_kind, source_quality, source_publisher, source_published_on,
  source_published_on_precision, locator, coalesce(passages, serving.cell(
    source_id, source_publisher, source_title, source_url, source_published_on, source_published_on_precision,
    locator)::json, '[]') as citations,
  first_release, last_changed_release,
  from_release, to_release, source_title, source_url, speaker, attribution_chain, quote, search, body
from serving.incentives;

create table serving.staffing_figures (
  id                            text collate "C" not null,
  from_release                  integer not null,
  to_release                    integer,
  body                          text not null,
  agency_id                     text collate "C" not null,
  agency_name                   text collate "C" not null,
  agency_short_name             text collate "C",
  agency_kind                   text collate "C" not null,
  agency_level                  text collate "C" not null,
  agency_state                  text collate "C",
  agency_county_geoid           text collate "C",
  agency_parent_id              text collate "C",
  agency_aggregate              boolean not null,
  program_id                    text collate "C",
  metric                        text collate "C" not null,
  metric_label                  text collate "C" not null,
  unit                          text collate "C" not null,
  subset                        text collate "C",
  subset_as_stated              text collate "C",
  sex                           text collate "C" not null,
  value                         numeric,
  value_text                    text collate "C",
  comparator                    text collate "C",
  value_low                     numeric,
  low_inclusive                 boolean,
  value_high                    numeric,
  high_inclusive                boolean,
  qualifier                     text collate "C" not null,
  as_stated                     text collate "C",
  modality                      text collate "C" not null,
  per                           text collate "C",
  as_of                         date,
  as_of_precision               text collate "C",
  date_basis                    text collate "C",
  year                          integer,
  period                        text collate "C",
  period_start                  date,
  period_end                    date,
  target_date                   date,
  target_date_precision         text collate "C",
  rank                          text collate "C" not null,
  note                          text collate "C",
  computed                      text collate "C",
  part_of                       text collate "C",
  series                        text collate "C" not null,
  headline                      boolean not null,
  disputed                      boolean not null,
  alternatives                  integer not null,
  source_id                     text collate "C",
  source_kind                   text collate "C",
  source_quality                text collate "C",
  source_publisher              text collate "C",
  source_published_on           date,
  source_published_on_precision text collate "C",
  locator                       text collate "C",
  passages                      json,
  first_release                 integer not null,
  last_changed_release          integer not null,
  source_title                  text collate "C",
  source_url                    text collate "C",
  speaker                       text collate "C",
  attribution_chain             text collate "C",
  quote                         text collate "C",
  search                        tsvector,
  constraint served_staffing_figures_release_order check (to_release >= from_release),
  constraint served_staffing_figures_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.staffing_figures as select
  id, agency_id, agency_name, agency_short_name, agency_kind, agency_level,
  agency_state, agency_county_geoid, agency_parent_id, agency_aggregate, program_id, metric,
  metric_label, unit, subset, subset_as_stated, sex, value,
  value_text, comparator, value_low, low_inclusive, value_high, high_inclusive,
  qualifier, as_stated, modality, per, as_of, as_of_precision,
  date_basis, year, period, period_start, period_end, target_date,
  target_date_precision, rank, note, computed, part_of, series,
  headline, disputed, alternatives, source_id, source_kind, source_quality,
  source_publisher, source_published_on,
  source_published_on_precision, locator, coalesce(passages, serving.cell(
    source_id, source_publisher, source_title, source_url, source_published_on, source_published_on_precision,
    locator)::json, '[]') as citations,
  first_release, last_changed_release
from serving.staffing_figures where to_release is null;
create view api.staffing_figures_at as select
  id, agency_id, agency_name, agency_short_name, agency_kind, agency_level,
  agency_state, agency_county_geoid, agency_parent_id, agency_aggregate, program_id, metric,
  metric_label, unit, subset, subset_as_stated, sex, value,
  value_text, comparator, value_low, low_inclusive, value_high, high_inclusive,
  qualifier, as_stated, modality, per, as_of, as_of_precision,
  date_basis, year, period, period_start, period_end, target_date,
  target_date_precision, rank, note, computed, part_of, series,
  headline, disputed, alternatives, source_id, source_kind, source_quality,
  source_publisher, source_published_on,
  source_published_on_precision, locator, coalesce(passages, serving.cell(
    source_id, source_publisher, source_title, source_url, source_published_on, source_published_on_precision,
    locator)::json, '[]') as citations,
  first_release, last_changed_release,
  from_release, to_release, source_title, source_url, speaker, attribution_chain, quote, search, body
from serving.staffing_figures;

create table serving.agreements (
  id                            text collate "C" not null,
  from_release                  integer not null,
  to_release                    integer,
  body                          text not null,
  program_id                    text collate "C" not null,
  agency_id                     text collate "C" not null,
  agency_name                   text collate "C" not null,
  agency_short_name             text collate "C",
  agency_kind                   text collate "C" not null,
  agency_level                  text collate "C" not null,
  agency_state                  text collate "C",
  agency_county_geoid           text collate "C",
  agency_parent_id              text collate "C",
  agency_aggregate              boolean not null,
  model                         text collate "C" not null,
  status                        text collate "C" not null,
  signed_on                     date,
  first_listed_on               date,
  last_listed_on                date,
  absent_since                  date,
  ended_on                      date,
  agency_as_listed              text collate "C",
  county_as_listed              text collate "C",
  match                         text collate "C" not null,
  document_url                  text collate "C",
  addendum_url                  text collate "C",
  note                          text collate "C",
  source_id                     text collate "C",
  source_kind                   text collate "C",
  source_quality                text collate "C",
  source_publisher              text collate "C",
  source_published_on           date,
  source_published_on_precision text collate "C",
  locator                       text collate "C",
  passages                      json,
  first_release                 integer not null,
  last_changed_release          integer not null,
  source_title                  text collate "C",
  source_url                    text collate "C",
  speaker                       text collate "C",
  attribution_chain             text collate "C",
  quote                         text collate "C",
  constraint served_agreements_release_order check (to_release >= from_release),
  constraint served_agreements_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.agreements as select
  id, program_id, agency_id, agency_name, agency_short_name, agency_kind,
  agency_level, agency_state, agency_county_geoid, agency_parent_id, agency_aggregate, model,
  status, signed_on, first_listed_on, last_listed_on, absent_since, ended_on,
  agency_as_listed, county_as_listed, match, document_url, addendum_url, note,
  source_id, source_kind, source_quality, source_publisher, source_published_on,
  source_published_on_precision, locator,
  coalesce(passages, serving.cell(
    source_id, source_publisher, source_title, source_url, source_published_on, source_published_on_precision,
    locator)::json, '[]') as citations,
  first_release, last_changed_release
from serving.agreements where to_release is null;
create view api.agreements_at as select
  id, program_id, agency_id, agency_name, agency_short_name, agency_kind,
  agency_level, agency_state, agency_county_geoid, agency_parent_id, agency_aggregate, model,
  status, signed_on, first_listed_on, last_listed_on, absent_since, ended_on,
  agency_as_listed, county_as_listed, match, document_url, addendum_url, note,
  source_id, source_kind, source_quality, source_publisher, source_published_on,
  source_published_on_precision, locator,
  coalesce(passages, serving.cell(
    source_id, source_publisher, source_title, source_url, source_published_on, source_published_on_precision,
    locator)::json, '[]') as citations,
  first_release, last_changed_release,
  from_release, to_release, source_title, source_url, speaker, attribution_chain, quote, body
from serving.agreements;

create table serving.sources (
  id                     text collate "C" not null,
  from_release           integer not null,
  to_release             integer,
  body                   text not null,
  kind                   text collate "C" not null,
  title                  text collate "C",
  publisher              text collate "C",
  via                    text collate "C",
  author                 text collate "C",
  published_on           date,
  published_on_precision text collate "C",
  url                    text collate "C",
  archived_url           text collate "C",
  retrieved_on           date,
  language               text collate "C",
  license                text collate "C",
  cites                  text[] collate "C" not null,
  counting_rule          text collate "C",
  fiscal_year_end        text collate "C",
  text_sha256            text collate "C",
  quality                text collate "C",
  coverage               json not null,
  note                   text collate "C",
  first_release          integer not null,
  last_changed_release   integer not null,
  search                 tsvector,
  constraint served_sources_release_order check (to_release >= from_release),
  constraint served_sources_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.sources as select
  id, kind, title, publisher, via, author,
  published_on, published_on_precision, url, archived_url, retrieved_on, language,
  license, cites, counting_rule, fiscal_year_end, text_sha256, quality,
  coverage, note, first_release, last_changed_release
from serving.sources where to_release is null;
create view api.sources_at as select
  id, kind, title, publisher, via, author,
  published_on, published_on_precision, url, archived_url, retrieved_on, language,
  license, cites, counting_rule, fiscal_year_end, text_sha256, quality,
  coverage, note, first_release, last_changed_release,
  from_release, to_release, search, body
from serving.sources;

create table serving.citations (
  id                            text collate "C" not null,
  from_release                  integer not null,
  to_release                    integer,
  body                          text not null,
  source_id                     text collate "C" not null,
  publisher                     text collate "C",
  source_title                  text collate "C",
  source_url                    text collate "C",
  source_quality                text collate "C",
  source_published_on           date,
  source_published_on_precision text collate "C",
  quote                         text collate "C" not null,
  quote_url                     text collate "C",
  locator                       text collate "C",
  speaker                       text collate "C",
  attribution_chain             text collate "C",
  attribution                   json not null,
  supports                      text[] collate "C" not null,
  repeats                       text[] collate "C" not null,
  disputes                      text[] collate "C" not null,
  corrects                      text[] collate "C" not null,
  context                       text[] collate "C" not null,
  topic                         text collate "C",
  summary                       text collate "C",
  quote_check                   text collate "C" not null,
  first_release                 integer not null,
  last_changed_release          integer not null,
  search                        tsvector,
  constraint served_citations_release_order check (to_release >= from_release),
  constraint served_citations_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.citations as select
  id, source_id, publisher, source_title, source_url, source_quality,
  source_published_on, source_published_on_precision, quote, quote_url, locator, speaker, attribution_chain, attribution,
  supports, repeats, disputes, corrects, context, topic,
  summary, quote_check, first_release, last_changed_release
from serving.citations where to_release is null;
create view api.citations_at as select
  id, source_id, publisher, source_title, source_url, source_quality,
  source_published_on, source_published_on_precision, quote, quote_url, locator, speaker, attribution_chain, attribution,
  supports, repeats, disputes, corrects, context, topic,
  summary, quote_check, first_release, last_changed_release,
  from_release, to_release, search, body
from serving.citations;

create table serving.metrics (
  id                   text collate "C" not null,
  from_release         integer not null,
  to_release           integer,
  body                 text not null,
  label                text collate "C" not null,
  definition           text collate "C" not null,
  unit                 text collate "C" not null,
  nature               text collate "C" not null,
  definition_version   integer not null,
  first_release        integer not null,
  last_changed_release integer not null,
  constraint served_metrics_release_order check (to_release >= from_release),
  constraint served_metrics_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.metrics as select
  id, label, definition, unit, nature, definition_version,
  first_release, last_changed_release
from serving.metrics where to_release is null;
create view api.metrics_at as select
  id, label, definition, unit, nature, definition_version,
  first_release, last_changed_release,
  from_release, to_release, body
from serving.metrics;
