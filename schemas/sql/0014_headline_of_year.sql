-- The headline of each year, and what disputes a record. Both derive from a whole release, as headlines do.

alter table muster.standings
  add column headline_of_year boolean not null default false,
  add column disputed_by text;
alter table muster.standings alter column headline_of_year drop default;

alter table serving.incentives add column headline_of_year boolean not null default false, add column disputed_by json;
alter table serving.incentives alter column headline_of_year drop default;

create or replace view muster.incentives_now as
select
  i.id, i.agency_id, a.name as agency_name, a.short_name as agency_short_name, a.kind as agency_kind,
  a.level as agency_level, a.state as agency_state, a.county_geoid as agency_county_geoid,
  a.parent_id as agency_parent_id, a.aggregate as agency_aggregate,
  i.program_id, i.kind, i.audience, i.audience_kind, i.eligibility, i.eligibility_as_stated,
  i.value, i.value_text, i.comparator, i.value_low, i.low_inclusive, i.value_high, i.high_inclusive, i.qualifier,
  i.as_stated, i.modality, i.unit, i.per, i.payments, i.payout_terms, i.service_obligation_months,
  i.starts_on, i.starts_on_precision, i.ends_on, i.ends_on_precision,
  i.as_of, i.as_of_precision, i.date_basis, extract(year from i.as_of)::integer as year,
  i.rank, i.note, i.computed, i.part_of,
  coalesce(st.series, '') as series, coalesce(st.headline, false) as headline,
  st.disputed_by is not null as disputed, coalesce(st.alternatives, 0) as alternatives,
  s.id as source_id, s.kind as source_kind, s.quality as source_quality, s.publisher as source_publisher,
  s.published_on as source_published_on, s.published_on_precision as source_published_on_precision,
  coalesce(i.locator, c.locator) as locator,
  muster.with_cell(c.citations, c.own, t.cell) as passages,
  coalesce(muster.with_cell(c.citations, c.own, t.cell)::text, t.cell, '[]') as citations,
  r.since as first_release, i.from_release as last_changed_release,
  s.title as source_title, s.url as source_url, coalesce(c.speaker, s.publisher) as speaker,
  coalesce(c.attribution_chain, s.publisher) as attribution_chain, c.quote,
  a.names || to_tsvector('pg_catalog.english', concat_ws(
    ' ', i.audience, i.as_stated, i.eligibility_as_stated, i.payout_terms, i.note, c.quotes)) as search,
  coalesce(st.headline_of_year, false) as headline_of_year,
  coalesce(st.disputed_by, '[]')::json as disputed_by
from muster.incentives i
join muster.records r on r.id = i.id
join muster.agencies a on a.id = i.agency_id and a.to_release is null
left join muster.standings st on st.id = i.id and st.to_release is null
left join lateral muster.passages(i.id, i.source_id) c on true
left join muster.sources s on s.id = coalesce(i.source_id, c.source_id) and s.to_release is null
cross join lateral (select serving.cell(
    s.id, s.publisher, s.title, s.url, s.published_on, s.published_on_precision, i.locator) as cell) t
where i.to_release is null;

create or replace view api.incentives as select
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
  first_release, last_changed_release, headline_of_year,
  coalesce(disputed_by, '[]') as disputed_by
from serving.incentives where to_release is null;

drop view api.incentives_at;
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
  first_release, last_changed_release, headline_of_year,
  coalesce(disputed_by, '[]') as disputed_by,
  from_release, to_release, source_title, source_url, speaker, attribution_chain, quote, search, body
from serving.incentives;

alter table serving.staffing_figures add column headline_of_year boolean not null default false, add column disputed_by json;
alter table serving.staffing_figures alter column headline_of_year drop default;

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
  coalesce(st.disputed_by, '[]')::json as disputed_by
from muster.staffing_figures f
join muster.records r on r.id = f.id
join muster.agencies a on a.id = f.agency_id and a.to_release is null
join muster.metrics m on m.id = f.metric and m.to_release is null
left join muster.standings st on st.id = f.id and st.to_release is null
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
  coalesce(disputed_by, '[]') as disputed_by
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
  coalesce(disputed_by, '[]') as disputed_by,
  from_release, to_release, source_title, source_url, speaker, attribution_chain, quote, search, body
from serving.staffing_figures;

alter table muster.standings drop column disputed;

-- A database that holds releases already is made again from their folders, as for the labels of agencies.
insert into muster.rebuild select 'each year has a headline now' where exists (select from muster.releases);
