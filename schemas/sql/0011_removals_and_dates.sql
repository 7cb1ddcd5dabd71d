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

create or replace view api.records as
select r.id, r.resource, r.since, w.release as withdrawn_in, w.notice as withdrawn_because,
  null::text as removed_because
from muster.records r
left join lateral (
  select c.release, coalesce(c.notice, c.kind) as notice from muster.changes c
  where c.record_id = r.id and c.operation = 'withdrawn' order by c.release desc limit 1) w on true
union all
select record_id, resource, null, null, null, reason from muster.removals where field is null;

-- How much of a source's date is known goes wherever the date goes: the last day of a year is no day to print.

-- A passage without an attribution has no speaker; an empty list says so.
create or replace view muster.cited as
select
  c.id, c.source_id, s.kind, s.title, s.publisher, s.url, s.quality, s.published_on, c.quote, c.locator,
  steps.speaker, steps.attribution_chain, steps.attribution, steps.full_attribution,
  muster.quote_url(s.url, c.quote) as quote_url, s.published_on_precision
from muster.citations c
join muster.sources s on s.id = c.source_id and s.to_release is null
cross join lateral (
  select
    string_agg(step.name, ' > ' order by n) as attribution_chain,
    (array_agg(step.name order by n desc))[1] as speaker,
    coalesce(array_to_json(array_agg((select row_to_json(x) from (
      select step.name, step.role, step.verb, step.said_on) x) order by n)), '[]') as attribution,
    coalesce(array_to_json(array_agg((select row_to_json(x) from (
      select step.name, step.role, step.verb, step.said_on, step.said_on_precision, step.source_id) x) order by n)), '[]')
      as full_attribution
  from json_array_elements(c.attribution) with ordinality as given (step, n)
  cross join lateral (
    select
      coalesce(given.step ->> 'name',
        (select said.publisher from muster.sources said
         where said.id = given.step ->> 'source_id' and said.to_release is null),
        -- the first step is the page we read
        case when given.n = 1 then s.publisher end) as name,
      given.step ->> 'role' as role, given.step ->> 'verb' as verb, given.step ->> 'said_on' as said_on,
      given.step ->> 'said_on_precision' as said_on_precision, given.step ->> 'source_id' as source_id
  ) step
) steps
where c.to_release is null;

create or replace view muster.passages as
select
  l.record_id,
  array_to_json(array_agg((select row_to_json(x) from (
    select c.id as citation_id, c.source_id, c.publisher, c.title, c.url, c.published_on,
      c.published_on_precision, c.quote, c.quote_url, c.locator, l.relation, c.attribution) x) order by place)) as citations,
  (array_agg(c.source_id order by place) filter (where l.relation = 'supports'))[1] as source_id,
  (array_agg(c.locator order by place))[1] as locator,
  (array_agg(c.speaker order by place))[1] as speaker,
  (array_agg(c.attribution_chain order by place))[1] as attribution_chain,
  (array_agg(c.quote order by place))[1] as quote,
  string_agg(c.quote, ' ' order by place) as quotes
from muster.citation_links l
join muster.cited c on c.id = l.citation_id
cross join lateral (select row(
  muster.relation_order(l.relation), muster.quality_order(c.quality), coalesce(c.published_on::date, 'infinity'), c.id) as place) p
where l.to_release is null
group by l.record_id;

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
  coalesce(st.disputed, false) as disputed, coalesce(st.alternatives, 0) as alternatives,
  s.id as source_id, s.kind as source_kind, s.quality as source_quality, s.publisher as source_publisher,
  s.published_on as source_published_on, coalesce(i.locator, c.locator) as locator,
  c.citations as passages, coalesce(
    c.citations::text,
    serving.cell(s.id, s.publisher, s.title, s.url, s.published_on, s.published_on_precision, i.locator), '[]') as citations,
  r.since as first_release, i.from_release as last_changed_release,
  s.title as source_title, s.url as source_url, coalesce(c.speaker, s.publisher) as speaker,
  coalesce(c.attribution_chain, s.publisher) as attribution_chain, c.quote,
  a.names || to_tsvector('pg_catalog.english', concat_ws(
    ' ', i.audience, i.as_stated, i.eligibility_as_stated, i.payout_terms, i.note, c.quotes)) as search,
  s.published_on_precision as source_published_on_precision
from muster.incentives i
join muster.records r on r.id = i.id
join muster.agencies a on a.id = i.agency_id and a.to_release is null
left join muster.standings st on st.id = i.id and st.to_release is null
left join lateral (select * from muster.passages p where p.record_id = i.id) c on true
left join muster.sources s on s.id = coalesce(i.source_id, c.source_id) and s.to_release is null
where i.to_release is null;

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
  coalesce(st.disputed, false) as disputed, coalesce(st.alternatives, 0) as alternatives,
  s.id as source_id, s.kind as source_kind, s.quality as source_quality, s.publisher as source_publisher,
  s.published_on as source_published_on, coalesce(f.locator, c.locator) as locator,
  c.citations as passages, coalesce(
    c.citations::text,
    serving.cell(s.id, s.publisher, s.title, s.url, s.published_on, s.published_on_precision, f.locator), '[]') as citations,
  r.since as first_release, f.from_release as last_changed_release,
  s.title as source_title, s.url as source_url, coalesce(c.speaker, s.publisher) as speaker,
  coalesce(c.attribution_chain, s.publisher) as attribution_chain, c.quote,
  case
    when c.quotes is null and f.subset is null and f.note is null and f.as_stated is null then a.names
    else a.names || to_tsvector('pg_catalog.english', concat_ws(
      ' ', translate(f.subset, '_', ' '), f.subset_as_stated, f.as_stated, f.note, c.quotes))
  end as search,
  s.published_on_precision as source_published_on_precision
from muster.staffing_figures f
join muster.records r on r.id = f.id
join muster.agencies a on a.id = f.agency_id and a.to_release is null
join muster.metrics m on m.id = f.metric and m.to_release is null
left join muster.standings st on st.id = f.id and st.to_release is null
left join lateral (select * from muster.passages p where p.record_id = f.id) c on true
left join muster.sources s on s.id = coalesce(f.source_id, c.source_id) and s.to_release is null
where f.to_release is null;

create or replace view muster.agreements_now as
select
  g.id, g.program_id, g.agency_id, a.name as agency_name, a.short_name as agency_short_name, a.kind as agency_kind,
  a.level as agency_level, a.state as agency_state, a.county_geoid as agency_county_geoid,
  a.parent_id as agency_parent_id, a.aggregate as agency_aggregate,
  g.model, g.status, g.signed_on, g.first_listed_on, g.last_listed_on, g.absent_since, g.ended_on,
  g.agency_as_listed, g.county_as_listed, g.match, g.document_url, g.addendum_url, g.note,
  s.id as source_id, s.kind as source_kind, s.quality as source_quality, s.publisher as source_publisher,
  s.published_on as source_published_on, c.locator,
  c.citations as passages,
  coalesce(
    c.citations::text,
    serving.cell(s.id, s.publisher, s.title, s.url, s.published_on, s.published_on_precision, null)) as citations,
  r.since as first_release, g.from_release as last_changed_release,
  s.title as source_title, s.url as source_url, coalesce(c.speaker, s.publisher) as speaker,
  coalesce(c.attribution_chain, s.publisher) as attribution_chain, c.quote,
  s.published_on_precision as source_published_on_precision
from muster.agreements g
join muster.records r on r.id = g.id
join muster.agencies a on a.id = g.agency_id and a.to_release is null
join muster.sources s on s.id = g.source_id and s.to_release is null
left join lateral (select * from muster.passages p where p.record_id = g.id) c on true
where g.to_release is null;

create or replace view muster.citations_now as
select
  c.id, c.source_id, x.publisher, x.title as source_title, x.url as source_url, x.quality as source_quality,
  x.published_on as source_published_on, c.quote, c.locator, x.speaker, x.attribution_chain,
  x.full_attribution as attribution, c.supports, c.repeats, c.disputes, c.corrects, c.context,
  c.topic, c.summary, c.quote_check,
  r.since as first_release, c.from_release as last_changed_release,
  to_tsvector('pg_catalog.english', concat_ws(' ', c.quote, c.summary, x.attribution_chain, x.title)) as search,
  x.quote_url, x.published_on_precision as source_published_on_precision
from muster.citations c
join muster.records r on r.id = c.id
join muster.cited x on x.id = c.id
where c.to_release is null;

alter table serving.incentives add column source_published_on_precision text collate "C";
alter table serving.staffing_figures add column source_published_on_precision text collate "C";
alter table serving.agreements add column source_published_on_precision text collate "C";
alter table serving.citations add column source_published_on_precision text collate "C";

drop view api.incentives, api.incentives_at, api.staffing_figures, api.staffing_figures_at;
drop view api.agreements, api.agreements_at, api.citations, api.citations_at;

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

drop function serving.cell(text, text, text, text, date, text);

-- Bodies served so far lack it. They are made anew from the log, which holds all of them.
do $$
begin
  execute (
    select 'truncate ' || string_agg(format('%I.%I', schemaname, tablename), ', ') from pg_tables
    where schemaname in ('muster', 'serving') and tablename <> 'migration');
end $$;
