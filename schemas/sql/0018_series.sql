-- Series and coverage: derived from a whole release, with the releases in which each row is as it is.

-- The id of each series: assigned once, and kept when the series has no figures anymore.
create table muster.series_ids (
  series text collate "C" not null constraint series_ids_pkey primary key,
  id     text collate "C" not null constraint series_ids_once unique,
  since  integer not null
);

-- Series whose figures all became those of one other series, as when agencies merge.
create table muster.series_moves (
  id           text collate "C" not null,
  replaced_by  text collate "C" not null,
  from_release integer not null,
  constraint series_moves_pkey primary key (id, from_release)
);

create table serving.series (
  id                       text collate "C" not null,
  from_release             integer not null,
  to_release               integer,
  body                     text not null,
  series                   text collate "C" not null,
  label                    text collate "C" not null,
  agency_id                text collate "C" not null,
  agency_name              text collate "C" not null,
  agency_label             text collate "C" not null,
  agency_kind              text collate "C" not null,
  agency_level             text collate "C" not null,
  agency_state             text collate "C",
  agency_aggregate         boolean not null,
  metric                   text collate "C" not null,
  metric_label             text collate "C" not null,
  unit                     text collate "C" not null,
  subset                   text collate "C",
  subset_label             text collate "C",
  sex                      text collate "C" not null,
  modality                 text collate "C" not null,
  per                      text collate "C",
  period                   text collate "C",
  period_start             date,
  target_date              date,
  figures                  integer not null,
  first_as_of              date,
  last_as_of               date,
  source_ids               text[] collate "C" not null,
  headline_figure_id       text collate "C",
  headline_value           numeric,
  headline_value_text      text collate "C",
  headline_as_of           date,
  headline_as_of_precision text collate "C",
  headline_disputed        boolean not null,
  breaks                   json not null,
  break_count              integer not null,
  sentence                 text collate "C" not null,
  first_release            integer not null,
  rules                    integer not null,
  constraint served_series_release_order check (to_release >= from_release),
  constraint served_series_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.series as select
  id, series, label, agency_id, agency_name, agency_label, agency_kind, agency_level, agency_state, agency_aggregate,
  metric, metric_label, unit, subset, subset_label, sex, modality, per, period, period_start, target_date,
  figures, first_as_of, last_as_of, source_ids, headline_figure_id, headline_value, headline_value_text,
  headline_as_of, headline_as_of_precision, headline_disputed, breaks, break_count, sentence, first_release, rules
from serving.series where to_release is null;
create view api.series_at as select
  id, series, label, agency_id, agency_name, agency_label, agency_kind, agency_level, agency_state, agency_aggregate,
  metric, metric_label, unit, subset, subset_label, sex, modality, per, period, period_start, target_date,
  figures, first_as_of, last_as_of, source_ids, headline_figure_id, headline_value, headline_value_text,
  headline_as_of, headline_as_of_precision, headline_disputed, breaks, break_count, sentence, first_release, rules,
  from_release, to_release, body
from serving.series;

create index served_series_headline_value on serving.series (headline_value, id);
create index served_series_last_as_of on serving.series (last_as_of, id);
create index served_series_agency_name on serving.series (agency_name, id);
-- /v1/series?agency_id=us-dhs-ice
create index served_series_agency on serving.series (agency_id, id);
-- /v1/series?metric=sworn_headcount&agency_state=CA
create index served_series_metric_state on serving.series (metric, agency_state, id);
-- /v1/series?metric=sworn_headcount
create index served_series_metric on serving.series (metric, id);
-- /v1/series?series=…
create index served_series_series on serving.series (series, id);

-- What became of a series without figures. A release that gives it figures again ends this.
create view api.series_registry as
select i.id, 'series'::text collate "C" as resource, i.since,
  case when s.open then null else s.last + 1 end as withdrawn_in,
  'no figure of the release belongs to it'::text collate "C" as withdrawn_because,
  null::text collate "C" as removed_because
from muster.series_ids i
cross join lateral (
  select bool_or(to_release is null) as open, max(to_release) as last from serving.series s where s.id = i.id) s;

create view api.series_moves_at as
select m.id, m.replaced_by, m.from_release, null::integer as to_release from muster.series_moves m;

-- Figures name their series.
alter table serving.staffing_figures add column series_id text collate "C" not null default '';
alter table serving.staffing_figures alter column series_id drop default;
create index served_staffing_figures_series_id on serving.staffing_figures (series_id, id);

-- The points of a series, and what they are in order of.
create view api.series_points_at as
select f.series_id as belongs_to, coalesce(f.as_of::text, '~') || ' ' || f.id as place, f.from_release, f.to_release, (
  select row_to_json(p)::text from (
    select f.id as figure_id, f.as_of, f.as_of_precision, f.date_basis, f.year, f.value, f.value_text, f.qualifier,
      f.value_low, f.value_high, f.modality, f.rank, f.headline, f.headline_of_year, f.disputed,
      f.source_id, f.source_publisher, f.source_url, f.locator, f.quote,
      case when f.quote is not null then f.passages -> 0 ->> 'quote_url' end as quote_url) p) as body
from serving.staffing_figures f;

create table serving.coverage (
  id               text collate "C" not null,
  from_release     integer not null,
  to_release       integer,
  body             text not null,
  source_id        text collate "C",
  source_title     text collate "C",
  source_publisher text collate "C",
  metric           text collate "C" not null,
  metric_label     text collate "C" not null,
  state            text collate "C",
  state_name       text collate "C",
  year             integer,
  agencies         integer not null,
  figures          integer not null,
  first_release    integer not null,
  sentence         text collate "C" not null,
  rules            integer not null,
  constraint served_coverage_release_order check (to_release >= from_release),
  constraint served_coverage_pkey primary key (id, from_release)
) with (toast_tuple_target = 8160);

create view api.coverage as select
  id, source_id, source_title, source_publisher, metric, metric_label, state, state_name, year, agencies, figures,
  first_release, sentence, rules
from serving.coverage where to_release is null;
create view api.coverage_at as select
  id, source_id, source_title, source_publisher, metric, metric_label, state, state_name, year, agencies, figures,
  first_release, sentence, rules, from_release, to_release, body
from serving.coverage;

create view api.coverage_registry as
select id, 'coverage'::text collate "C" as resource, min(first_release) as since,
  case when bool_or(to_release is null) then null else max(to_release) + 1 end as withdrawn_in,
  'the release has no such figures'::text collate "C" as withdrawn_because,
  null::text collate "C" as removed_because
from serving.coverage
group by id;

create index served_coverage_source_id on serving.coverage (source_id, id);
create index served_coverage_year on serving.coverage (year, id);
create index served_coverage_agencies on serving.coverage (agencies, id);
create index served_coverage_figures on serving.coverage (figures, id);

-- Figures with their flags and their series.
create or replace view muster.staffing_figures_now as
select
  f.id, f.agency_id, a.name as agency_name, a.short_name as agency_short_name, a.kind as agency_kind,
  a.level as agency_level, a.state as agency_state, a.county_geoid as agency_county_geoid,
  a.parent_id as agency_parent_id, a.aggregate as agency_aggregate,
  f.program_id, f.metric, m.label as metric_label, f.unit, f.subset, f.subset_as_stated, f.sex,
  f.value, f.value_text, f.comparator, f.value_low, f.low_inclusive, f.value_high, f.high_inclusive, f.qualifier,
  f.as_stated, f.modality, f.per,
  f.as_of, f.as_of_precision, f.date_basis, extract(year from f.as_of)::integer as year,
  f.period, f.period_start, f.period_end, f.target_date, f.target_date_precision,
  f.rank, f.note, f.computed, f.part_of,
  coalesce(st.series, '') as series, coalesce(st.headline, false) as headline,
  st.disputed_by is not null as disputed, coalesce(st.alternatives, 0) as alternatives,
  s.id as source_id, s.kind as source_kind, s.quality as source_quality, s.publisher as source_publisher,
  s.published_on as source_published_on, s.published_on_precision as source_published_on_precision,
  coalesce(f.locator, c.locator) as locator,
  muster.with_cell(c.citations, c.own, t.cell) as passages,
  coalesce(muster.with_cell(c.citations, c.own, t.cell)::text, t.cell, '[]') as citations,
  r.since as first_release, f.from_release as last_changed_release,
  s.title as source_title, s.url as source_url, coalesce(c.speaker, s.publisher) as speaker,
  coalesce(c.attribution_chain, s.publisher) as attribution_chain, c.quote,
  case
    when c.quotes is null and f.subset is null and f.note is null and f.as_stated is null then a.names
    else a.names || to_tsvector('pg_catalog.english', concat_ws(
      ' ', translate(f.subset, '_', ' '), f.subset_as_stated, f.as_stated, f.note, c.quotes))
  end as search,
  coalesce(st.headline_of_year, false) as headline_of_year,
  coalesce(st.disputed_by, '[]')::json as disputed_by,
  coalesce(fl.flags, '{}') as flags, coalesce(fl.notes, '{}') as flag_notes, i.id as series_id
from muster.staffing_figures f
join muster.records r on r.id = f.id
join muster.agencies a on a.id = f.agency_id and a.to_release is null
join muster.metrics m on m.id = f.metric and m.to_release is null
left join muster.standings st on st.id = f.id and st.to_release is null
left join muster.flags fl on fl.id = f.id and fl.to_release is null
left join muster.series_ids i on i.series = st.series
left join lateral muster.passages(f.id, f.source_id) c on true
left join muster.sources s on s.id = coalesce(f.source_id, c.source_id) and s.to_release is null
cross join lateral (select serving.cell(
    s.id, s.publisher, s.title, s.url, s.published_on, s.published_on_precision, f.locator) as cell) t
where f.to_release is null;

create or replace view api.staffing_figures as select
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
  first_release, last_changed_release, headline_of_year,
  coalesce(disputed_by, '[]') as disputed_by, flags, flag_notes, series_id
from serving.staffing_figures where to_release is null;

drop view api.staffing_figures_at;
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
  first_release, last_changed_release, headline_of_year,
  coalesce(disputed_by, '[]') as disputed_by, flags, flag_notes, series_id,
  from_release, to_release, source_title, source_url, speaker, attribution_chain, quote, search, body
from serving.staffing_figures;


-- A database that holds releases already is made again from their folders, as for the labels of agencies.
insert into muster.rebuild select 'figures belong to series now' where exists (select from muster.releases);
