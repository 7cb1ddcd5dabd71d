-- Areas, and statistics about them: employment, pay and residents. An area is no agency.

create table muster.areas (
  id           text collate "C" not null,
  name         text collate "C" not null,
  kind         text collate "C" not null,
  states       text[] collate "C" not null,
  code         text collate "C" not null,
  from_release integer not null,
  to_release   integer,
  constraint area_release_order check (to_release >= from_release),
  constraint area_pkey primary key (id, from_release)
);
create unique index area_current on muster.areas (id) where to_release is null;

create table muster.area_figures (
  id                      text collate "C" not null,
  area_id                 text collate "C" not null,
  metric                  text collate "C" not null,
  subset                  text collate "C",
  vintage                 text collate "C",
  value                   muster.number not null,
  relative_standard_error muster.number,
  modality                text collate "C" not null,
  as_of                   muster.day not null,
  as_of_precision         text collate "C" not null,
  date_basis              text collate "C",
  note                    text collate "C",
  source_id               text collate "C",
  locator                 text collate "C",
  value_text              text collate "C" not null,
  unit                    text collate "C" not null,
  from_release            integer not null,
  to_release              integer,
  constraint area_figure_not_negative check (value >= 0 and relative_standard_error >= 0),
  constraint area_figure_release_order check (to_release >= from_release),
  constraint area_figure_pkey primary key (id, from_release)
);
create unique index area_figure_current on muster.area_figures (id) where to_release is null;
create index area_figure_area on muster.area_figures (area_id) where to_release is null;

create view muster.areas_now as
select
  a.id, a.name, a.kind, a.states, a.code,
  r.since as first_release, a.from_release as last_changed_release,
  to_tsvector('pg_catalog.english', a.name) as search
from muster.areas a
join muster.records r on r.id = a.id
where a.to_release is null;

create view muster.area_figures_now as
select
  f.id, f.area_id, a.name as area_name, a.kind as area_kind, a.states as area_states,
  f.metric, m.label as metric_label, f.unit, f.subset, f.vintage, f.value, f.value_text,
  f.relative_standard_error, f.modality, f.as_of, f.as_of_precision, f.date_basis,
  extract(year from f.as_of)::integer as year,
  f.area_id || '.' || f.metric || '.' || coalesce(f.subset, '') || '.' || coalesce(f.vintage, '') as series,
  f.note,
  s.id as source_id, s.kind as source_kind, s.quality as source_quality, s.publisher as source_publisher,
  s.published_on as source_published_on, s.published_on_precision as source_published_on_precision,
  coalesce(f.locator, c.locator) as locator,
  muster.with_cell(c.citations, c.own, t.cell) as passages,
  coalesce(muster.with_cell(c.citations, c.own, t.cell)::text, t.cell, '[]') as citations,
  r.since as first_release, f.from_release as last_changed_release,
  s.title as source_title, s.url as source_url, coalesce(c.speaker, s.publisher) as speaker,
  coalesce(c.attribution_chain, s.publisher) as attribution_chain, c.quote,
  to_tsvector('pg_catalog.english', concat_ws(' ', a.name, translate(f.subset, '_', ' '), f.note, c.quotes)) as search
from muster.area_figures f
join muster.records r on r.id = f.id
join muster.areas a on a.id = f.area_id and a.to_release is null
join muster.metrics m on m.id = f.metric and m.to_release is null
left join lateral muster.passages(f.id, f.source_id) c on true
left join muster.sources s on s.id = coalesce(f.source_id, c.source_id) and s.to_release is null
cross join lateral (select serving.cell(
    s.id, s.publisher, s.title, s.url, s.published_on, s.published_on_precision, f.locator) as cell) t
where f.to_release is null;

create table serving.areas (
  id text collate "C" not null,
  from_release integer not null,
  to_release integer,
  body text not null,
  name text collate "C" not null,
  kind text collate "C" not null,
  states text[] collate "C" not null,
  code text collate "C" not null,
  first_release integer not null,
  last_changed_release integer not null,
  search tsvector,
  constraint served_areas_release_order check (to_release >= from_release),
  constraint served_areas_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.areas as select
  id, name, kind, states, code, first_release, last_changed_release
from serving.areas where to_release is null;
create view api.areas_at as select
  id, name, kind, states, code, first_release, last_changed_release,
  from_release, to_release, search, body
from serving.areas;

create table serving.area_figures (
  id text collate "C" not null,
  from_release integer not null,
  to_release integer,
  body text not null,
  area_id text collate "C" not null,
  area_name text collate "C" not null,
  area_kind text collate "C" not null,
  area_states text[] collate "C" not null,
  metric text collate "C" not null,
  metric_label text collate "C" not null,
  unit text collate "C" not null,
  subset text collate "C",
  vintage text collate "C",
  value numeric not null,
  value_text text collate "C" not null,
  relative_standard_error numeric,
  modality text collate "C" not null,
  as_of date not null,
  as_of_precision text collate "C" not null,
  date_basis text collate "C",
  year integer not null,
  series text collate "C" not null,
  note text collate "C",
  source_id text collate "C",
  source_kind text collate "C",
  source_quality text collate "C",
  source_publisher text collate "C",
  source_published_on date,
  source_published_on_precision text collate "C",
  locator text collate "C",
  passages json,
  first_release integer not null,
  last_changed_release integer not null,
  source_title text collate "C",
  source_url text collate "C",
  speaker text collate "C",
  attribution_chain text collate "C",
  quote text collate "C",
  search tsvector,
  constraint served_area_figures_release_order check (to_release >= from_release),
  constraint served_area_figures_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.area_figures as select
  id, area_id, area_name, area_kind, area_states, metric, metric_label, unit, subset, vintage, value,
  value_text, relative_standard_error, modality, as_of, as_of_precision, date_basis, year, series, note,
  source_id, source_kind, source_quality, source_publisher, source_published_on,
  source_published_on_precision, locator,
  coalesce(passages, serving.cell(
    source_id, source_publisher, source_title, source_url, source_published_on, source_published_on_precision,
    locator)::json, '[]') as citations,
  first_release, last_changed_release
from serving.area_figures where to_release is null;
create view api.area_figures_at as select
  id, area_id, area_name, area_kind, area_states, metric, metric_label, unit, subset, vintage, value,
  value_text, relative_standard_error, modality, as_of, as_of_precision, date_basis, year, series, note,
  source_id, source_kind, source_quality, source_publisher, source_published_on,
  source_published_on_precision, locator,
  coalesce(passages, serving.cell(
    source_id, source_publisher, source_title, source_url, source_published_on, source_published_on_precision,
    locator)::json, '[]') as citations,
  first_release, last_changed_release,
  from_release, to_release, source_title, source_url, speaker, attribution_chain, quote, search, body
from serving.area_figures;

create index served_areas_name on serving.areas (name, id);
create index served_areas_code on serving.areas (code, id);
create index served_areas_search on serving.areas using gin (search);
create index served_area_figures_value on serving.area_figures (value, id);
create index served_area_figures_as_of on serving.area_figures (as_of, id);
create index served_area_figures_area_name on serving.area_figures (area_name, id);
create index served_area_figures_search on serving.area_figures using gin (search);
-- /v1/area-figures?area_id=area-ca&metric=resident_population
create index served_area_figures_area_metric on serving.area_figures (area_id, metric, as_of, id);
-- /v1/area-figures?metric=mean_annual_wage&subset=police_patrol_officers&area_kind=state
create index served_area_figures_metric_subset on serving.area_figures (metric, subset, area_kind, id);

alter table muster.releases
  add column areas        integer not null default 0,
  add column area_figures integer not null default 0;

drop view api.releases_at;
create or replace view api.releases as
select
  r.number, r.version, muster.moment(r.published_at) as published_at,
  r.title, r.notes, r.content_sha256, r.added, r.changed, r.withdrawn,
  r.agencies, r.incentive_programs, r.incentives, r.staffing_figures, r.agreements, r.sources, r.citations, r.metrics,
  r.areas, r.area_figures
from muster.releases r
join muster.current_release c on r.number <= c.number;

create view api.releases_at as
select r.*, r.number as from_release, null::integer as to_release, row_to_json(r)::text as body
from api.releases r;


-- The changes again, with the fields of the new records.
drop view api.changes_at, api.changes, api.corrections_at, api.corrections, muster.changed;

-- The view is made from the fields that a seed names, in its order (a test compares them); none of them derives. Each
-- comparison is written out by this, because taking whole rows apart as JSON takes several times as long.
do $make$
begin
  execute (
    with seed (resource, fields) as (values
      ('agencies', '{
        name, short_name, kind, level, aggregate, parent_id, state, county, county_geoid, ori, county_latitude,
        county_longitude, aliases, replaced_by}'::text[]),
      ('incentive-programs', '{
        agency_id, name, audience, audience_kind, target_agency_ids, status, status_as_of, status_as_of_precision,
        announced_on, announced_on_precision, ended_on, ended_on_precision, channels, summary, note}'::text[]),
      ('incentives', '{
        agency_id, program_id, value, value_low, value_high, qualifier, as_stated, modality, per, as_of,
        as_of_precision, date_basis, part_of, source_id, locator, computed, rank, note, kind, audience,
        audience_kind, eligibility, eligibility_as_stated, unit, payments, payout_terms,
        service_obligation_months, starts_on, starts_on_precision, ends_on, ends_on_precision}'::text[]),
      ('staffing-figures', '{
        agency_id, program_id, value, value_low, value_high, qualifier, as_stated, modality, per, as_of,
        as_of_precision, date_basis, part_of, source_id, locator, computed, rank, note, metric, subset,
        subset_as_stated, sex, period, period_start, period_end, target_date, target_date_precision}'::text[]),
      ('agreements', '{
        program_id, agency_id, model, status, signed_on, first_listed_on, last_listed_on, absent_since, ended_on,
        agency_as_listed, county_as_listed, match, document_url, addendum_url, source_id, note}'::text[]),
      ('areas', '{
        name, kind, states, code}'::text[]),
      ('area-figures', '{
        area_id, metric, subset, vintage, value, relative_standard_error, modality, as_of, as_of_precision,
        date_basis, note, source_id, locator}'::text[]),
      ('sources', '{
        kind, title, publisher, via, author, published_on, published_on_precision, url, archived_url,
        retrieved_on, language, license, cites, counting_rule, fiscal_year_end, text_sha256, quality, coverage,
        note}'::text[]),
      ('citations', '{
        source_id, quote, locator, attribution, supports, repeats, disputes, corrects, context, topic, summary,
        quote_check}'::text[]),
      ('metrics', '{
        label, definition, unit, nature, definition_version}'::text[])),
    -- What is shown of a field, and what is compared; %1$s stands for the row, the old one or the new.
    field as (
      select
        resource, place, name, a.atttypid::regtype::text as type,
        format(case when name in ('value_low', 'value_high')
          then 'muster.stated_bound(%%1$s.qualifier, %%1$s.%1$I)' else '%%1$s.%1$I' end, name) as shown
      from seed
      cross join unnest(fields) with ordinality as listed (name, place)
      left join pg_attribute a
        on a.attname = name and a.attrelid = format('muster.%I', replace(resource, '-', '_'))::regclass),
    -- A record that is not there has no fields, and an empty list is as good as none.
    compared as (
      select *, case type
        when 'text[]' then format('nullif(%s, ''{}'')', shown)
        when 'json' then format('nullif(%s::text, ''[]'')', shown)
        else shown end as known
      from field),
    difference as (
      select resource, string_agg(format(
        'case when %s is distinct from %s then muster.difference(%L, to_json(%s), to_json(%s)) end',
        format(known, 'old'), format(known, 'new'), name, format(shown, 'old'), format(shown, 'new')), ', '
        order by place) as fields
      from compared
      group by resource),
    branch as (
      select string_agg(format($branch$
        when %1$L then (
          select concat(%3$s)
          from (values (c.record_id, c.release)) as this (id, number)
          left join muster.%2$I old on old.id = this.id and old.to_release = this.number - 1
          left join muster.%2$I new on new.id = this.id and new.from_release = this.number)
        $branch$, resource, replace(resource, '-', '_'), fields), '' order by resource) as branches
      from difference)
    select format($view$
      create view muster.changed as
      select
        c.id, c.release as release_number, muster.moment(r.published_at) as published_at,
        c.resource, c.record_id, c.agency_id, c.agency_name, c.source_id, c.source_publisher,
        c.operation, c.kind, c.notice,
        ('[' || substr(case c.resource %s end, 2) || ']')::json as fields
      from muster.changes c
      left join muster.releases r on r.number = c.release
      $view$, branches)
    from branch);
end $make$;

create view api.changes as
select
  id, release_number, published_at, resource, record_id, agency_id, agency_name, operation, kind, notice, fields
from muster.changed;

create view api.changes_at as
select
  x.id, x.release_number, x.published_at, x.resource, x.record_id, x.agency_id, x.agency_name, x.operation, x.kind,
  x.notice, x.fields, x.release_number as from_release, null::integer as to_release, row_to_json(x)::text as body
from api.changes x;

create view api.corrections as
select
  id, release_number, published_at, resource, record_id, agency_id, agency_name, source_id, source_publisher,
  operation, kind, notice, fields
from muster.changed
where kind in ('our_error', 'source_correction', 'source_revision', 'retraction', 'definition_change');

create view api.corrections_at as
select
  x.id, x.release_number, x.published_at, x.resource, x.record_id, x.agency_id, x.agency_name, x.source_id,
  x.source_publisher, x.operation, x.kind, x.notice, x.fields,
  x.release_number as from_release, null::integer as to_release, row_to_json(x)::text as body
from api.corrections x;
